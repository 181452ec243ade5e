"""The progress of ``read`` over many files, on a terminal."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import Final

import click

MIN_FILES: Final = 2
"""Number of files from which a bar is shown."""


class Counting:
    """A bar with the number of files that are done, their rate and the time left; or nothing.

    Attributes:
        done: Number of files that are done.
    """

    def __init__(self, advance: Callable[[str], None] | None) -> None:
        """Take what draws the bar, or None for nothing."""
        self.done = 0
        self._advance = advance
        self._started_s = time.monotonic()

    def count(self) -> None:
        """Count a file."""
        self.done += 1
        if self._advance is not None:
            self._advance(f"{self.done / max(1e-3, time.monotonic() - self._started_s):.1f} files/s")

    def clear(self) -> None:
        """Clear the bar's line for a message; the next file draws it again."""
        if self._advance is not None:
            click.echo("\r\x1b[K", nl=False, err=True)


@contextlib.contextmanager
def counting(total: int, *, shown: bool) -> Iterator[Counting]:
    """Show a bar on standard error in the block.

    Args:
        total: Number of files.
        shown: Whether the bar would not be mixed with the results; there is none unless standard error is a terminal.
    """
    if not shown or total < MIN_FILES or sys.stderr is None or not sys.stderr.isatty():
        yield Counting(None)
        return
    with click.progressbar(
        length=total, label="Reading", file=sys.stderr, show_pos=True, show_eta=True, item_show_func=lambda item: item
    ) as bar:
        yield Counting(lambda rate: bar.update(1, rate))
