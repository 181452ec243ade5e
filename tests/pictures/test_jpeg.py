import io

import numpy as np
import pytest
from PIL import Image

from digitcam.errors import ImageError
from digitcam.pictures import jpeg_frame
from digitcam.pictures.jpeg import open_jpeg, reduction, split_jpeg
from digitcam.pictures.loading import load_picture
from tests.pictures.files import GREY, encoded, with_exif


@pytest.mark.parametrize(
    ("width", "height", "by"), [(1, 1, 1), (10, 10, 1), (20, 10, 2), (40, 39, 4), (80, 80, 8), (800, 800, 8)]
)
def test_reduction_is_the_smallest_that_suffices(width: int, height: int, by: int) -> None:
    assert reduction(width, height, 100) == by


def test_split_jpeg_keeps_what_the_pixels_need() -> None:
    plain = encoded(GREY, "JPEG", comment=b"hello", icc_profile=b"profile")
    parts = split_jpeg(io.BytesIO(with_exif(plain, b"II*\0")))
    assert parts.exif == b"II*\0"
    for dropped in (b"Exif", b"hello", b"ICC_PROFILE"):
        assert dropped not in parts.header
    assert b"JFIF" in parts.header


@pytest.mark.parametrize("cut", range(0, 700, 7))
def test_split_jpeg_ends_where_the_header_is_damaged(cut: int) -> None:
    parts = split_jpeg(io.BytesIO(encoded(GREY, "JPEG")[:cut]))
    assert parts.rest <= max(cut, 2)


def test_load_picture_jpeg_between_other_bytes_is_read() -> None:
    content = encoded(GREY, "JPEG", quality=95)
    padded = content[:2] + b"\xff\xff\xff" + content[3:] + b"trailing bytes"
    np.testing.assert_allclose(load_picture(io.BytesIO(padded), "a"), GREY, atol=3)


def test_load_picture_inverted_cmyk_keeps_its_polarity() -> None:
    picture = Image.fromarray(GREY).convert("CMYK")
    content = encoded(picture, "JPEG", quality=95)
    expected = np.asarray(Image.open(io.BytesIO(content)).convert("L"))
    np.testing.assert_array_equal(load_picture(io.BytesIO(content), "a"), expected)


def test_load_picture_jpeg_with_very_many_scans_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jpeg_frame, "MAX_SCANS", 3)
    with pytest.raises(ImageError, match="more than 3 scans"):
        load_picture(io.BytesIO(encoded(GREY, "JPEG", progressive=True)), "a")


def test_joined_file_can_be_sought() -> None:
    content = encoded(GREY, "JPEG")
    source = io.BytesIO(content)
    image = open_jpeg(source, split_jpeg(source), padded=True)
    file = image.fp
    assert file is not None
    end = file.seek(0, io.SEEK_END)
    file.seek(-2, io.SEEK_CUR)
    assert file.read(10) == b"\xff\xd9"
    assert file.tell() == end
