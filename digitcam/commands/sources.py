"""What ``read`` is given: names of files, and ``-`` for standard input."""

import io
import sys
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, NamedTuple, TypeAlias

import click

from digitcam.errors import ImageError

STDIN: Final = "-"
"""Argument that stands for standard input. ``./-`` is a file of that name."""

MAX_STDIN_BYTES: Final = 250_000_000
"""Largest picture that is read from standard input, bytes; as much as the page takes in one upload. It is held in
memory, and bounds what endless input takes."""

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
    """Return what can be decoded; read standard input to its end.

    Raises:
        ImageError: If it is a folder, or standard input is empty, too large or cannot be read.
    """
    if source == STDIN:
        return Opened(io.BytesIO(_standard_input()), "Standard input (-)")
    if Path(source).is_dir():
        raise ImageError(
            f"{source} is a folder; folders cannot be read yet. Name the files in it, for example {source}/*.jpg"
        )
    return Opened(Path(source), str(source))


def _standard_input() -> bytes:
    # None where the descriptor was closed from the start.
    if sys.stdin is None or sys.stdin.isatty():
        raise ImageError("Standard input (-) is not a file or a pipe. Send it a picture: digitcam read - < photo.jpg")
    try:
        content = sys.stdin.buffer.read(MAX_STDIN_BYTES + 1)
    except OSError as exc:
        raise ImageError(f"Standard input (-) cannot be read: {exc.strerror or exc}") from exc
    if not content:
        raise ImageError("Standard input (-) is empty. Send it a picture: digitcam read - < photo.jpg")
    if len(content) > MAX_STDIN_BYTES:
        raise ImageError(
            f"Standard input (-) has more than {MAX_STDIN_BYTES // 1_000_000} MB; make the picture smaller."
        )
    return content
