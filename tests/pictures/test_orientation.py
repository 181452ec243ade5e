import io
import struct

import numpy as np
import pytest
from PIL import Image, ImageOps

from digitcam.pictures.loading import load_picture
from digitcam.pictures.orientation import orientation_of, turn_upright
from tests.pictures.files import GREY, ORIENTATION, encoded, exif_field, exif_fields, tiff_file, with_exif

SIDEWAYS = (ORIENTATION, 3, 1, struct.pack("<H", 6))

ODD_FIELDS = {
    "make is a rational": (0x010F, 5, 1, struct.pack("<II", 1, 1)),
    "resolution is text": (0x011A, 2, 3, b"72\0"),
    "unit of resolution is text": (0x0128, 2, 2, b"2\0"),
    "unit of resolution is a float": (0x0128, 11, 1, struct.pack("<f", 2.5)),
    "resolution over zero": (0x011A, 5, 1, struct.pack("<II", 72, 0)),
    "date is a number": (0x0132, 4, 1, struct.pack("<I", 7)),
    "offset of EXIF directory is out of range": (0x8769, 4, 1, struct.pack("<I", 1 << 31)),
    "EXIF directory is text": (0x8769, 2, 4, b"abc\0"),
    "offset of GPS directory is its own": (0x8825, 4, 1, struct.pack("<I", 8)),
    "count exceeds the data": (0x9286, 7, 1 << 30, b"abcdefgh"),
    "unknown type": (0x010F, 99, 1, b"ab"),
    "signed text": (0x010E, 6, 3, b"abc"),
}


@pytest.mark.parametrize("odd", ODD_FIELDS.values(), ids=ODD_FIELDS.keys())
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_load_picture_odd_exif_field_is_ignored_and_picture_turned(kind: str, odd: tuple[int, int, int, bytes]) -> None:
    exif = exif_fields(*sorted((SIDEWAYS, odd)))
    upright = Image.fromarray(GREY)
    options = {"lossless": True} if kind == "WEBP" else {"quality": 95} if kind == "JPEG" else {}
    content = encoded(upright.rotate(90, expand=True), kind, **options, **({} if kind == "JPEG" else {"exif": exif}))
    content = with_exif(content, exif) if kind == "JPEG" else content
    np.testing.assert_allclose(load_picture(io.BytesIO(content), "a"), GREY, atol=3)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("odd", ODD_FIELDS.values(), ids=ODD_FIELDS.keys())
@pytest.mark.parametrize("orientation", [SIDEWAYS, (ORIENTATION, 2, 2, b"6\0")], ids=["number", "text"])
def test_load_picture_odd_field_of_tiff_is_ignored_and_picture_turned(
    orientation: tuple[int, int, int, bytes], odd: tuple[int, int, int, bytes]
) -> None:
    content = tiff_file(np.rot90(GREY), orientation, odd)
    np.testing.assert_array_equal(load_picture(io.BytesIO(content), "a"), GREY)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_load_picture_every_orientation_is_applied(kind: str, orientation: int) -> None:
    tags = Image.Exif()
    tags[ORIENTATION] = orientation
    file = io.BytesIO(encoded(GREY, kind, exif=tags))
    expected = ImageOps.exif_transpose(Image.open(file)).convert("L")
    np.testing.assert_array_equal(load_picture(file, "a"), np.asarray(expected))


@pytest.mark.parametrize(
    ("exif", "expected"),
    [
        (exif_field(ORIENTATION, 3, 1, b"\6"), 6),
        (exif_field(ORIENTATION, 3, 1, b"\0\6", big=True), 6),
        (exif_field(ORIENTATION, 4, 1, b"\6"), 6),
        (exif_field(ORIENTATION, 1, 1, b"\6"), 6),
        (exif_field(ORIENTATION, 2, 2, b"6\0"), 6),
        (exif_fields((ORIENTATION, 5, 1, struct.pack("<II", 6, 1))), 6),
        (exif_fields((ORIENTATION, 12, 1, struct.pack("<d", 6.0))), 6),
        (exif_field(ORIENTATION, 11, 1, struct.pack("<f", 6.0)), 6),
        (exif_fields((ORIENTATION, 5, 1, struct.pack("<II", 6, 0))), 1),
        (exif_field(ORIENTATION, 11, 1, struct.pack("<f", float("nan"))), 1),
        (exif_field(ORIENTATION, 3, 1, b"\0"), 1),
        (exif_field(ORIENTATION, 3, 1, b"\x09"), 1),
        (exif_field(ORIENTATION, 2, 9, b"\xff\xff\xff\xff"), 1),
        (exif_field(ORIENTATION, 99, 1, b"\6"), 1),
        (exif_field(ORIENTATION, 3, 1, b"\6")[:17], 1),
        (b"II*\0\xff\xff\xff\xff", 1),
        (b"rubbish", 1),
        (b"", 1),
    ],
)
def test_orientation_of_any_type_is_understood_or_upright(exif: bytes, expected: int) -> None:
    assert orientation_of(exif) == expected
    assert orientation_of(b"Exif\0\0" + exif) == expected


@pytest.mark.parametrize("tag", ["6", b"6\0", (6,), 6.0, [6, 1]])
def test_orientation_of_tiff_tag_counts_first(tag: object) -> None:
    assert orientation_of(exif_field(ORIENTATION, 3, 1, b"\3"), b"", tag) == 6


def test_orientation_of_xmp_counts_where_exif_says_nothing() -> None:
    xmp = b'<rdf:Description tiff:Orientation="8"/>'
    assert orientation_of(b"", xmp) == 8
    assert orientation_of(exif_field(ORIENTATION, 3, 1, b"\3"), xmp) == 3


def test_turn_upright_colour_keeps_channels() -> None:
    assert turn_upright(np.zeros((2, 5, 3), np.uint8), 6).shape == (5, 2, 3)
