"""Files made for tests: EXIF with any field of any type, pages of PDF files, HEIC pictures."""

import io
import struct
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pillow_heif import HeifFile, encode

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


LETTER: Final = (612, 792)
"""Size of a PDF page, points."""


def pdf_stream(content: bytes, fields: bytes = b"") -> bytes:
    """Return a PDF object with a stream."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (fields, len(content), content)


def pdf_objects(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Return a PDF file of objects 1, 2 and so on; the first is its catalogue."""
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, trailer, len(content))
    )


def pdf_file(
    contents: Sequence[bytes], size: tuple[float, float] = LETTER, page: bytes = b"", *objects: bytes
) -> bytes:
    """Return a PDF file.

    Args:
        contents: What draws each page.
        size: Of the pages, points.
        page: Further fields of each page.
        objects: Further objects; the first one has number 3 + 2 * len(contents).
    """
    box = b"%f %f" % size
    kids = b" ".join(b"%d 0 R" % (3 + 2 * number) for number in range(len(contents)))
    pages = [
        body
        for number, content in enumerate(contents)
        for body in (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]/Contents %d 0 R%s>>" % (box, 4 + 2 * number, page),
            pdf_stream(content),
        )
    ]
    tree = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(contents))
    return pdf_objects(b"<</Type/Catalog/Pages 2 0 R>>", tree, *pages, *objects)


# Empty user passwords open a file; this one's needs another. Made of the standard handler's fields, revision 3.
PASSWORD = pdf_objects(
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[]/Count 0>>",
    b"<</Filter/Standard/V 2/R 3/Length 128/P -3904/O<%s>/U<%s>>>" % (b"00" * 32, b"11" * 32),
    trailer=b"/Encrypt 3 0 R/ID[<00><00>]",
)
"""A PDF file that only a password opens."""


def pdf_grey(level: int) -> bytes:
    """Return what fills a PDF page with a grey level."""
    return b"%f g 0 0 20000 20000 re f" % (level / 255)


def heic(*pictures: NDArray[np.uint8] | Image.Image, primary: int = 0) -> bytes:
    """Return a HEIC file of pictures."""
    made = HeifFile()
    for picture in pictures:
        made.add_from_pillow(picture if isinstance(picture, Image.Image) else Image.fromarray(picture))
    file = io.BytesIO()
    made.save(file, quality=95, primary_index=primary, enc_params={"preset": "ultrafast"})
    return file.getvalue()


def heic_turned(picture: NDArray[np.uint8], orientation: int) -> bytes:
    """Return a HEIC file of (h, w, 3) pixels that state an orientation, in EXIF and as HEIC does."""
    tags, file = Image.Exif(), io.BytesIO()
    tags[ORIENTATION] = orientation
    encode("RGB", picture.shape[1::-1], picture.tobytes(), file, quality=95, exif=tags.tobytes())
    return file.getvalue()
