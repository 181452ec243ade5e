"""Which way up a picture is: EXIF or XMP read defensively, pixels turned, no metadata written."""

import re
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

UPRIGHT: Final = 1
"""Orientation of a picture that is stored as it is seen."""

ORIENTATION_TAG: Final = 0x0112

_XMP_ORIENTATION: Final = re.compile(rb"tiff:Orientation(?:\s*=\s*[\"']|>)\s*([1-8])")

_EXIF_HEADER: Final = b"Exif\0\0"

_ENTRY_BYTES: Final = 12

_NUMBER_BYTES: Final = {1: 1, 3: 2, 4: 4, 6: 1, 8: 2, 9: 4, 13: 4}
"""Bytes of the EXIF types that are whole numbers and fit into an entry."""

_TEXT_TYPES: Final = (2, 7)

_RATIONAL_TYPES: Final = (5, 10)

_FLOAT_TYPES: Final = {11: "f4", 12: "f8"}

_TURNS: Final[dict[int, Callable[[NDArray[np.uint8]], NDArray[np.uint8]]]] = {
    2: lambda pixels: pixels[:, ::-1],
    3: lambda pixels: pixels[::-1, ::-1],
    4: lambda pixels: pixels[::-1],
    5: lambda pixels: pixels.swapaxes(0, 1),
    6: lambda pixels: pixels[::-1].swapaxes(0, 1),
    7: lambda pixels: pixels[::-1, ::-1].swapaxes(0, 1),
    8: lambda pixels: pixels.swapaxes(0, 1)[::-1],
}
"""What turns the stored pixels upright, by EXIF orientation."""

SIDEWAYS: Final = (5, 6, 7, 8)
"""Orientations whose width and height are exchanged."""


def turn_upright(pixels: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """Turn pixels upright.

    Args:
        pixels: (h, w) or (h, w, 3) uint8, as stored.
        orientation: EXIF orientation, 1 to 8.

    Returns:
        (h, w, …) or (w, h, …) uint8, contiguous; the same array if it is upright.
    """
    turn = _TURNS.get(orientation)
    return pixels if turn is None else np.ascontiguousarray(turn(pixels))


def find_orientation(image: Image.Image) -> int:
    """Return the EXIF orientation of an opened picture, 1 to 8; 1 if none is stored or it cannot be understood."""
    exif = _as_bytes(image.info.get("exif")) or _exif_in_text(image.info.get("Raw profile type exif"))
    return orientation_of(exif, _xmp(image), _tiff_tag(image))


def orientation_of(exif: bytes, xmp: bytes = b"", tag: object = None) -> int:
    """Return the orientation that metadata state, 1 to 8; never raises.

    Args:
        exif: EXIF data, with or without their header; may be damaged.
        xmp: XMP data, which count if the EXIF data have no orientation.
        tag: Value of a TIFF file's own tag, of any type; None if there is none.
    """
    for value in (tag, _exif_value(exif)):
        orientation = _as_orientation(value)
        if orientation is not None:
            return orientation
    stated = _XMP_ORIENTATION.search(xmp)
    return UPRIGHT if stated is None else int(stated[1])


def _as_orientation(value: object) -> int | None:
    """Return a value as an orientation, whatever type a program has stored it as."""
    if isinstance(value, tuple | list):
        value = value[0] if value else None
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    if isinstance(value, str):
        value = value.strip("\0 \t\r\n")
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ArithmeticError):
        return None
    return int(number) if number in range(1, 9) else None


def _exif_value(exif: bytes) -> object:
    """Return the orientation's value in EXIF data; None if it is missing or the data end before it."""
    data = exif.removeprefix(_EXIF_HEADER)
    if data[:2] not in (b"II", b"MM"):
        return None
    big = data[:2] == b"MM"
    start = _number(data[4:8], big)
    count = _number(data[start : start + 2], big)
    for position in range(start + 2, min(start + 2 + count * _ENTRY_BYTES, len(data)), _ENTRY_BYTES):
        entry = data[position : position + _ENTRY_BYTES]
        if len(entry) == _ENTRY_BYTES and _number(entry[:2], big) == ORIENTATION_TAG:
            return _entry_value(data, entry, big)
    return None


def _entry_value(data: bytes, entry: bytes, big: bool) -> object:
    kind, count, content = _number(entry[2:4], big), _number(entry[4:8], big), entry[8:]
    if kind in _NUMBER_BYTES:
        return _number(content[: _NUMBER_BYTES[kind]], big)
    offset = _number(content, big)
    if kind in _TEXT_TYPES:
        return content[:count] if count <= len(content) else data[offset : offset + min(count, 8)]
    if kind in _RATIONAL_TYPES:
        numerator, denominator = _number(data[offset : offset + 4], big), _number(data[offset + 4 : offset + 8], big)
        return numerator / denominator if denominator else None
    if kind in _FLOAT_TYPES:
        number = np.dtype((">" if big else "<") + _FLOAT_TYPES[kind])
        place = content if number.itemsize == len(content) else data[offset : offset + number.itemsize]
        return np.frombuffer(place, number)[0] if len(place) == number.itemsize else None
    return None


def _number(data: bytes, big: bool) -> int:
    return int.from_bytes(data, "big" if big else "little")


def _as_bytes(value: object) -> bytes:
    return value.encode("utf-8", "replace") if isinstance(value, str) else value if isinstance(value, bytes) else b""


def _exif_in_text(text: object) -> bytes:
    """Return EXIF data that ImageMagick wrote into a PNG file as text: three lines, then hexadecimal digits."""
    try:
        return bytes.fromhex("".join(str(text).split("\n")[3:]))
    except ValueError:
        return b""


def _xmp(image: Image.Image) -> bytes:
    return _as_bytes(image.info.get("xmp")) or _as_bytes(image.info.get("XML:com.adobe.xmp"))


def _tiff_tag(image: Any) -> object:
    """Return the orientation tag of a TIFF picture, of whatever type it is."""
    tags = getattr(image, "tag_v2", None)
    if tags is None:
        return None
    try:
        return tags.get(ORIENTATION_TAG)
    # Tags are parsed when they are asked for, and a damaged one raises anything.
    except Exception:  # noqa: BLE001
        return None
