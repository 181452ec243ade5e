"""What ``read`` is given: names of files, and ``-`` for standard input."""

import contextlib
import io
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, NamedTuple, TypeAlias

import click

from digitcam.errors import ImageError

STDIN: Final = "-"
"""Argument that stands for standard input. ``./-`` is a file of that name."""

MAX_PIPE_BYTES: Final = 250_000_000
"""Largest picture that is read from standard input or a pipe, bytes; as much as the page takes in one upload. It is
held in memory, and bounds what endless input takes."""

STDIN_NAME: Final = "Standard input (-)"
"""Its name in messages."""

SEND: Final = "Send it a picture: digitcam read - < photo.jpg"
"""What to do about standard input without a picture."""

Source: TypeAlias = Path | Literal["-"]


class SourceType(click.Path):
    """The type of an argument that names a file or standard input."""

    def __init__(self) -> None:
        """Take paths; whether they exist is found out when they are read."""
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return a path, or `STDIN`."""
        return STDIN if value == STDIN else super().convert(value, param, ctx)


class Opened(NamedTuple):
    """A source that can be decoded.

    Attributes:
        file: A path, or a file in memory.
        name: Its name in messages.
    """

    file: Path | BinaryIO
    name: str


def check_sources(context: click.Context, parameter: click.Parameter, value: tuple[Source, ...]) -> tuple[Source, ...]:
    """Refuse a second ``-``: standard input can be read once."""
    if value.count(STDIN) > 1:
        raise click.BadParameter("- stands for standard input, which is read once; name it once", context, parameter)
    return value


def open_source(source: Source) -> Opened:
    """Return what can be decoded; read standard input, and what cannot be read twice, to its end.

    Raises:
        ImageError: If standard input or a pipe is empty, too large or cannot be read.
    """
    if source == STDIN:
        # Python sets it to None if the process was started with standard input closed.
        if sys.stdin is None or sys.stdin.isatty():
            raise ImageError(f"{STDIN_NAME} is not a file or a pipe. {SEND}")
        return Opened(_whole(sys.stdin.buffer, STDIN_NAME), STDIN_NAME)
    # Not Path.exists, which raises an exception for a name that is too long.
    if os.path.exists(source) and not os.path.isfile(source):
        # A named pipe, a shell's <(command), or a device.
        return Opened(_whole(Path(source), str(source)), str(source))
    return Opened(Path(source), str(source))


def _whole(source: Path | BinaryIO, name: str) -> BinaryIO:
    """Return all that standard input, a pipe or a device says, in memory."""
    try:
        with source.open("rb") if isinstance(source, Path) else contextlib.nullcontext(source) as file:
            content = file.read(MAX_PIPE_BYTES + 1)
    except OSError as exc:
        raise ImageError(f"{name} cannot be read: {exc.strerror or exc}") from exc
    if not content:
        raise ImageError(f"{name} is empty. {SEND}" if name == STDIN_NAME else f"{name} is empty.")
    if len(content) > MAX_PIPE_BYTES:
        raise ImageError(f"{name} has more than {MAX_PIPE_BYTES // 1_000_000} MB; make the picture smaller.")
    return io.BytesIO(content)
