"""PNG files without metadata: the decoder would parse all of them, and fail at odd ones though the pixels are good."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from digitcam.pictures.joined import joined

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"

MAX_CHUNKS: Final = 100_000
"""Number of chunks that are looked at. A picture of 50 million pixels may have 20,000 of 8 KB."""

MAX_METADATA_BYTES: Final = 1 << 20
"""Longer metadata are left out, bytes."""

_PIXELS: Final = (b"IDAT", b"fcTL", b"fdAT")
"""Chunks of pixels and of animations. The first is where the header ends."""

_TRANSPARENCY_BYTES: Final = {0: 2, 2: 6, 3: 1}
"""Smallest length of the chunk for transparency, by colour type."""

_TEXTS: Final = (b"Raw profile type exif\0", b"XML:com.adobe.xmp\0")
"""Beginnings of the texts that may state the orientation."""


class _Chunk(NamedTuple):
    """Where a chunk begins in the file, its type, and the length of its data, bytes."""

    start: int
    kind: bytes
    length: int

    @property
    def end(self) -> int:
        return self.start + 12 + self.length


def without_metadata(file: BinaryIO) -> BinaryIO:
    """Return a PNG file without its metadata, and any other file as it is.

    What states the orientation is kept; if it follows the pixels, as some programs write it, it is moved before them.
    """
    file.seek(0)
    if file.read(len(SIGNATURE)) != SIGNATURE:
        return file
    header, colour_type, rest = bytearray(SIGNATURE), -1, 0
    end = len(SIGNATURE)
    for chunk in _chunks(file):
        end = chunk.end
        if chunk.kind in _PIXELS:
            rest = rest or chunk.start
            continue
        content = _content(file, chunk)
        if chunk.kind == b"IHDR":
            colour_type = content[17] if len(content) > 17 else -1
        if _states_orientation(chunk.kind, content) or (not rest and _is_needed(chunk.kind, content, colour_type)):
            header += content
    return joined(bytes(header), file, rest or end)


def _chunks(file: BinaryIO) -> Iterator[_Chunk]:
    """Return a file's chunks up to its end, or to the first that is damaged or unknown and must not be left out."""
    position = len(SIGNATURE)
    for _ in range(MAX_CHUNKS):
        file.seek(position)
        head = file.read(8)
        chunk = _Chunk(position, head[4:], int.from_bytes(head[:4], "big"))
        is_optional = chunk.kind.isalpha() and chunk.kind[:1].islower()
        if len(head) < 8 or not (is_optional or chunk.kind in (b"IHDR", b"PLTE", b"IDAT")):
            return
        if chunk.kind == b"IHDR" and chunk.length != 13:
            return
        yield chunk
        position = chunk.end


def _content(file: BinaryIO, chunk: _Chunk) -> bytes:
    """Return a whole chunk; nothing if it is too long, cut short, or metadata with a wrong checksum."""
    if chunk.length > MAX_METADATA_BYTES:
        return b""
    file.seek(chunk.start)
    content = file.read(chunk.length + 12)
    is_sound = len(content) == chunk.length + 12 and zlib.crc32(content[4:-4]) == int.from_bytes(content[-4:], "big")
    return content if is_sound or chunk.kind[:1].isupper() else b""


def _states_orientation(kind: bytes, content: bytes) -> bool:
    return kind == b"eXIf" or content[8:].startswith(_TEXTS)


def _is_needed(kind: bytes, content: bytes, colour_type: int) -> bool:
    """Return whether the pixels cannot be understood without a chunk of the header."""
    data = content[8:-4]
    if kind == b"tRNS":
        return len(data) >= _TRANSPARENCY_BYTES.get(colour_type, len(data) + 1)
    if kind == b"acTL":
        return len(data) == 8 and any(data[:4])
    return kind in (b"IHDR", b"PLTE")
