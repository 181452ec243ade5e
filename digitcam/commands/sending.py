"""The bytes of files that are sent to another computer."""

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from digitcam.commands.sources import MAX_PIPE_BYTES, Opened
from digitcam.errors import ImageError
from digitcam.pictures.loading import MAX_PIXELS
from digitcam.pictures.problems import as_error

MAX_SENT_BYTES: Final = 500_000_000
"""Bytes of pictures that are sent at once; the scheduler holds them in memory until they are read."""


def size_of(opened: Opened) -> int:
    """Return the size of what is sent, bytes; 0 if it is in memory already."""
    if not isinstance(opened.file, Path):
        return 0
    # What cannot be read raises an exception with a message when it is read.
    with contextlib.suppress(OSError, ValueError):
        return os.path.getsize(opened.file)
    return 0


def content_of(opened: Opened) -> bytes:
    """Return the bytes that are sent.

    Raises:
        ImageError: If the file cannot be read, or is too large.
    """
    if not isinstance(opened.file, Path):
        return opened.file.read()
    if size_of(opened) > MAX_PIPE_BYTES:
        raise ImageError(
            f"{opened.name} has more than {MAX_PIPE_BYTES // 1_000_000} MB, too much to send it to a worker; make it "
            "smaller, or leave out --scheduler."
        )
    try:
        return opened.file.read_bytes()
    # As `load_pages` does for files that are read here.
    except Exception as exc:
        raise as_error(exc, opened.name, MAX_PIXELS) from exc


class Outgoing:
    """Bytes that are on their way, or being read; threads share it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._bytes = 0

    @contextlib.contextmanager
    def reserve(self, size: int) -> Iterator[None]:
        """Wait until a file fits, and hold its bytes until the block ends. A single file always fits."""
        with self._changed:
            self._changed.wait_for(lambda: not self._bytes or self._bytes + size <= MAX_SENT_BYTES)
            self._bytes += size
        try:
            yield
        finally:
            with self._changed:
                self._bytes -= size
                self._changed.notify_all()
