"""Files with another beginning or end, without a copy of what stands between."""

import io
from typing import BinaryIO, cast


def joined(before: bytes, file: BinaryIO, start: int, after: bytes = b"") -> io.BufferedReader:
    """Return a file that consists of bytes, the rest of a file, and more bytes.

    Args:
        before: What comes first.
        file: What follows it,
        start: from this position on, bytes.
        after: What comes last.
    """
    return io.BufferedReader(_Joined(before, file, start, after))


class _Joined(io.RawIOBase):
    """The same without a buffer."""

    def __init__(self, before: bytes, file: BinaryIO, start: int, after: bytes) -> None:
        self._before, self._file, self._start, self._after = before, file, start, after
        self._end = len(before) + max(file.seek(0, io.SEEK_END) - start, 0)
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._end + len(self._after)}[whence]
        self._position = max(base + offset, 0)
        return self._position

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer)).cast("B")
        data = self._next(len(view))
        view[: len(data)] = data
        self._position += len(data)
        return len(data)

    def _next(self, size: int) -> bytes:
        if self._position < len(self._before):
            return self._before[self._position : self._position + size]
        if self._position < self._end:
            self._file.seek(self._start + self._position - len(self._before))
            return self._file.read(min(size, self._end - self._position))
        place = self._position - self._end
        return self._after[place : place + size]
