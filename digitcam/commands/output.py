"""Print names and messages so that neither their characters nor the output's encoding can do harm."""

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError

from digitcam.reporting.printable import printable


def show(text: str, *, err: bool = False) -> None:
    """Print a text and a line end; what the output's encoding lacks is printed as a backslash escape.

    Args:
        text: The text. It may have several lines; names in it have gone through `printable`.
        err: Whether to print on standard error.

    Raises:
        BrokenPipeError: If nobody reads the output any more; click then ends the process quietly.
        click.ClickException: If it cannot be written for another reason, for example because the disk is full.
    """
    stream = sys.stderr if err else sys.stdout
    # Python sets it to None in a process without a console (pythonw), or that was started with the stream closed.
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        click.echo(text.encode(encoding, "backslashreplace").decode(encoding), err=err)
    except BrokenPipeError:
        raise
    except OSError as exc:
        raise click.ClickException(f"The output cannot be written: {exc.strerror or exc}.") from exc


class SafeGroup(click.Group):
    """A group of commands whose error messages go through `printable`, since they may quote file names."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Parse the group's own arguments."""
        with _safe_messages():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Parse the arguments of the command and run it."""
        with _safe_messages():
            return super().invoke(ctx)


@contextlib.contextmanager
def _safe_messages() -> Iterator[None]:
    try:
        yield
    except NoArgsIsHelpError:
        # Its message is the help.
        raise
    except click.UsageError as exc:
        raise click.UsageError(printable(exc.format_message()), exc.ctx) from exc
    except click.ClickException as exc:
        raise click.ClickException(printable(exc.format_message())) from exc
