"""PNG files with odd metadata."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from digitcam.pictures.loading import load_pages
from digitcam.pictures.pages import Page
from digitcam.pictures.png import SIGNATURE, without_metadata
from tests.pictures.files import GREY, ORIENTATION, encoded, exif_field

HEADER_END = len(SIGNATURE) + 25
FILE_END = -12
"""Where the first chunk ends, and where the last begins."""

KINDS = [b"pHYs", b"gAMA", b"cHRM", b"sRGB", b"tIME", b"tRNS", b"acTL", b"iCCP", b"tEXt", b"zTXt", b"iTXt", b"eXIf"]

DATA = {
    "empty": b"",
    "one byte": b"\xff",
    "zeros": bytes(40),
    "text": b"a\0\0\0\0\0b",
    "too much": b"a\0\0" + zlib.compress(bytes(80_000_000), 1),
}


def chunk(kind: bytes, data: bytes, checksum: int | None = None) -> bytes:
    checksum = zlib.crc32(kind + data) if checksum is None else checksum
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def with_chunk(content: bytes, added: bytes, place: int = HEADER_END) -> bytes:
    return content[:place] + added + content[place:]


def read(content: bytes) -> Page:
    (page,) = load_pages(io.BytesIO(content), "a")
    assert isinstance(page, Page), page
    return page


@pytest.mark.parametrize("data", DATA.values(), ids=DATA.keys())
@pytest.mark.parametrize("kind", KINDS)
def test_load_pages_png_with_odd_metadata_is_read(kind: bytes, data: bytes) -> None:
    page = read(with_chunk(encoded(GREY), chunk(kind, data)))
    if kind != b"tRNS":
        np.testing.assert_array_equal(page.grey, GREY)
    assert page.note is None


@pytest.mark.parametrize("kind", KINDS)
def test_load_pages_png_with_wrong_checksum_of_metadata_is_read(kind: bytes) -> None:
    page = read(with_chunk(encoded(GREY), chunk(kind, bytes(8), checksum=7)))
    np.testing.assert_array_equal(page.grey, GREY)


def orientation_chunks() -> dict[str, bytes]:
    exif = exif_field(ORIENTATION, 3, 1, b"\x06")
    profile = f"\nexif\n{len(exif) + 6:8}\n{(b'Exif' + bytes(2) + exif).hex()}\n".encode()
    return {
        "eXIf": chunk(b"eXIf", exif),
        "ImageMagick": chunk(b"tEXt", b"Raw profile type exif\0" + profile),
        "ImageMagick, compressed": chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(profile)),
        "XMP": chunk(b"iTXt", b'XML:com.adobe.xmp\0\0\0\0\0<x tiff:Orientation="6"/>'),
    }


@pytest.mark.parametrize("place", [HEADER_END, FILE_END], ids=["before the pixels", "after them"])
@pytest.mark.parametrize("added", orientation_chunks().values(), ids=orientation_chunks().keys())
def test_load_pages_png_orientation_is_applied_wherever_it_stands(added: bytes, place: int) -> None:
    page = read(with_chunk(encoded(GREY), added, place))
    np.testing.assert_array_equal(page.grey, np.rot90(GREY, -1))


def test_without_metadata_keeps_palette_transparency_and_frames() -> None:
    image = Image.fromarray(GREY).convert("P")
    content = encoded(image, transparency=3, save_all=True, append_images=[image.rotate(180)], pnginfo=None)
    whole, bare = Image.open(io.BytesIO(content)), Image.open(without_metadata(io.BytesIO(content)))
    for number in range(2):
        whole.seek(number)
        bare.seek(number)
        np.testing.assert_array_equal(np.asarray(whole.convert("RGBA")), np.asarray(bare.convert("RGBA")))


def test_without_metadata_other_file_is_the_same() -> None:
    file = io.BytesIO(encoded(GREY, "BMP"))
    assert without_metadata(file) is file
