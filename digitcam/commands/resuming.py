"""``read --resume``: what an earlier run has written already."""

import json
import re
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

PAGE: Final = re.compile(r"\[\d+\]$")
"""End of the name of a page from the second on."""


class Finished(NamedTuple):
    """What a file of results has.

    Attributes:
        names: Names of the files whose results it has, as they were given.
        size: Bytes up to the end of the last file that is complete.
    """

    names: frozenset[str] = frozenset()
    size: int = 0


def finished(path: Path) -> Finished:
    """Return which files the results of an earlier run cover.

    If the last line was cut off, as by a crash, its file does not count: its other pages may be missing too.

    Raises:
        click.ClickException: If it cannot be read, or has a line that ``read`` has not written.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Finished()
    except OSError as exc:
        raise click.ClickException(f"{path} cannot be read: {exc.strerror or exc}.") from exc
    lines = content.splitlines(keepends=True)
    is_cut = bool(lines) and not lines[-1].endswith(b"\n")
    names = [_file_of(line, path, number) for number, line in enumerate(lines[: len(lines) - is_cut], 1)]
    if is_cut and names:
        last = names[-1]
        while names and names[-1] == last:
            names.pop()
    return Finished(frozenset(names), sum(map(len, lines[: len(names)])))


def _file_of(line: bytes, path: Path, number: int) -> str:
    """Return the name of the file that a result is about."""
    try:
        record: Any = json.loads(line)
        return PAGE.sub("", record["file"])
    except (ValueError, TypeError, KeyError) as exc:
        raise click.ClickException(
            f"{path} is left as it is, because its line {number} is not a result of read. Choose another file."
        ) from exc
