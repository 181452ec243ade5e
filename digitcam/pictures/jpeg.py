"""JPEG files taken apart: metadata dropped, large pictures decoded reduced, a missing end replaced."""

import re
from dataclasses import dataclass
from typing import BinaryIO, Final

from PIL import JpegImagePlugin

from digitcam.pictures.joined import joined

SIGNATURE: Final = b"\xff\xd8\xff"

REDUCTIONS: Final = (1, 2, 4, 8)
"""Factors by which the decoder can reduce a picture."""

MAX_SCANS: Final = 200
"""A file with more scans is refused: each costs a pass over the whole picture. Programs write ten or so."""

MAX_SEGMENTS: Final = 10_000
"""Number of segments and fill bytes before the first scan from which the rest is left to the decoder as it is."""

END: Final = b"\xff\xd9" * 8
"""Marks of a file's end, which follow a file that lacks its own."""

_EXIF: Final = b"Exif\0\0"
_XMP: Final = b"http://ns.adobe.com/xap/1.0/\0"

_START_OF_SCAN, _END_OF_IMAGE, _JFIF, _EXIF_OR_XMP, _ADOBE, _COMMENT = 0xDA, 0xD9, 0xE0, 0xE1, 0xEE, 0xFE
_STANDALONE: Final = frozenset((0x01, *range(0xD0, 0xD9)))
_APPLICATION: Final = range(0xE0, 0xF0)
_KEPT_BYTES: Final = {_JFIF: 14, _ADOBE: 12}
"""Application segments that say what the colours mean, and the length from which they are whole."""

_SCAN: Final = re.compile(rb"\xff\xda(..)(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class JpegFile:
    """A JPEG file without its metadata.

    The decoder would parse odd metadata and fail, though the pixels are good.

    Attributes:
        header: Segments before the first scan.
        rest: Position in the file of what follows, bytes.
        exif: EXIF data; empty if there are none.
        xmp: XMP data; empty if there are none.
    """

    header: bytes
    rest: int
    exif: bytes = b""
    xmp: bytes = b""


def split_jpeg(file: BinaryIO) -> JpegFile:
    """Read a JPEG file's segments up to its first scan, or to the first that is damaged."""
    kept, exif, xmp = bytearray(SIGNATURE[:2]), b"", b""
    position = len(kept)
    for _ in range(MAX_SEGMENTS):
        file.seek(position)
        marker = file.read(4)
        if len(marker) < 4 or marker[0] != 0xFF or marker[1] in (_START_OF_SCAN, _END_OF_IMAGE):
            break
        code, length = marker[1], int.from_bytes(marker[2:], "big")
        if code == 0xFF:
            position += 1
            continue
        if code in _STANDALONE:
            position += 2
            continue
        body = file.read(max(length - 2, 0))
        if length < 2 or len(body) < length - 2:
            break
        position += 2 + length
        if code == _EXIF_OR_XMP and body.startswith(_EXIF):
            exif += body.removeprefix(_EXIF)
        elif code == _EXIF_OR_XMP and body.startswith(_XMP):
            xmp += body.removeprefix(_XMP)
        if _is_needed(code, body):
            kept += marker + body
    return JpegFile(bytes(kept), position, exif, xmp)


def open_jpeg(file: BinaryIO, parts: JpegFile, *, padded: bool = False) -> JpegImagePlugin.JpegImageFile:
    """Open a JPEG file for decoding, whatever its size; the caller checks it.

    Args:
        file: The file.
        parts: Its parts.
        padded: Whether to add the marks of a file's end.
    """
    return JpegImagePlugin.JpegImageFile(joined(parts.header, file, parts.rest, END if padded else b""))


def reduction(width: int, height: int, max_pixels: int) -> int:
    """Return the smallest factor by which a picture is decoded to `max_pixels` or fewer, else the largest there is."""
    return next((by for by in REDUCTIONS if -(-width // by) * -(-height // by) <= max_pixels), REDUCTIONS[-1])


def coefficient_bytes(image: JpegImagePlugin.JpegImageFile, file: BinaryIO, parts: JpegFile) -> int:
    """Return the memory that the decoder takes before it reduces: all coefficients if there are several scans.

    Args:
        image: The opened picture, not drafted yet.
        file: Its file.
        parts: The file's parts.
    """
    if not image.info.get("progressive") and not _has_several_scans(file, parts, len(image.layer)):
        return 0
    across, down = max(layer[1] for layer in image.layer), max(layer[2] for layer in image.layer)
    samples = sum(layer[1] * layer[2] for layer in image.layer) / (across * down)
    return round(2 * samples * image.width * image.height)


def scans_are_complete(file: BinaryIO, parts: JpegFile, components: int) -> bool:
    """Return whether the last scan that each coefficient needs has begun, though it may lack its end."""
    open_bits = {(place, index) for place in range(components) for index in range(64)}
    file.seek(parts.rest)
    data = file.read()
    known: list[int] = []
    for match in _SCAN.finditer(data):
        count, start = match[2][0], match.end()
        script = data[start : start + 2 * count + 3]
        if len(script) < 2 * count + 3:
            break
        ids = list(script[: 2 * count : 2])
        known += [number for number in ids if number not in known]
        first, last, bits = script[-3:]
        if not bits & 0x0F:
            open_bits -= {(known.index(number), index) for number in ids for index in range(first, min(last, 63) + 1)}
    return not open_bits


def count_scans(file: BinaryIO, parts: JpegFile) -> int:
    """Return the number of scans."""
    file.seek(parts.rest)
    return file.read().count(bytes((0xFF, _START_OF_SCAN)))


def _has_several_scans(file: BinaryIO, parts: JpegFile, components: int) -> bool:
    """Return whether the first scan lacks components."""
    file.seek(parts.rest)
    scan = file.read(5)
    return len(scan) == 5 and scan[4] < components


def _is_needed(code: int, body: bytes) -> bool:
    if code in _KEPT_BYTES:
        return len(body) >= _KEPT_BYTES[code]
    return code not in _APPLICATION and code != _COMMENT
