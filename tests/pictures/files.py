"""Picture files made for tests: EXIF with any field of any type, pages, and files cut short."""

import io
import struct
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

GREY: Final = np.repeat(np.repeat(np.arange(0, 240, 10, dtype=np.uint8).reshape(4, 6), 16, 0), 16, 1)
"""(64, 96) uint8: every block of JPEG has its own grey level, so that it is stored nearly unchanged."""

ORIENTATION: Final = 0x0112


def encoded(picture: NDArray[np.uint8] | Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """Encode a picture."""
    file = io.BytesIO()
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    image.save(file, kind, **options)
    return file.getvalue()


def exif_field(tag: int, kind: int, count: int, value: bytes, *, big: bool = False) -> bytes:
    """Return EXIF data with one field; its value or the offset of it is stated as four bytes."""
    order = ">" if big else "<"
    head = (b"MM\0*" if big else b"II*\0") + struct.pack(order + "I", 8)
    return head + struct.pack(order + "HHHI", 1, tag, kind, count) + value.ljust(4, b"\0")[:4] + bytes(4)


def exif_fields(*fields: tuple[int, int, int, bytes]) -> bytes:
    """Return little-endian EXIF data with several fields; values of more than four bytes follow them."""
    entries, values = b"", b""
    start = 8 + 2 + 12 * len(fields) + 4
    for tag, kind, count, value in fields:
        place = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack("<I", start + len(values))
        values += value if len(value) > 4 else b""
        entries += struct.pack("<HHI", tag, kind, count) + place
    return b"II*\0" + struct.pack("<IH", 8, len(fields)) + entries + bytes(4) + values


def with_exif(jpeg: bytes, exif: bytes) -> bytes:
    """Insert EXIF data into a JPEG file as they are."""
    body = b"Exif\0\0" + exif
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def noisy(width: int, height: int, seed: int = 0) -> NDArray[np.uint8]:
    """Return (height, width, 3) noise, which compresses badly: the file's length goes with its rows."""
    return np.random.default_rng(seed).integers(60, 256, (height, width, 3), np.uint8)


def tiff_file(stored: NDArray[np.uint8], *fields: tuple[int, int, int, bytes]) -> bytes:
    """Return an uncompressed TIFF file of a grey picture with further fields; they replace its own."""
    height, width = stored.shape
    long = {256: width, 257: height, 258: 8, 259: 1, 262: 1, 273: 0, 277: 1, 278: height, 279: stored.size}
    known = {tag: (tag, 4, 1, struct.pack("<I", value)) for tag, value in long.items()}
    chosen = sorted((known | {field[0]: field for field in fields}).values())
    length = len(exif_fields(*chosen))
    placed = [(273, 4, 1, struct.pack("<I", length)) if field[:3] == (273, 4, 1) else field for field in chosen]
    return exif_fields(*placed) + stored.tobytes()
