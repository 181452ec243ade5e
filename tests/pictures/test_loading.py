import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitcam.errors import ImageError
from digitcam.pictures.loading import load_colour, load_picture

GREY = np.array([[0, 128, 255], [10, 20, 30]], np.uint8)


@pytest.mark.parametrize("extension", ["png", "bmp", "tiff", "webp", "jpg"])
def test_load_picture_grey_is_unchanged(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"a.{extension}"
    Image.fromarray(GREY).save(path, lossless=True, quality=100)
    np.testing.assert_allclose(load_picture(path), GREY, atol=2)


def test_load_picture_colour_becomes_grey(tmp_path: Path) -> None:
    Image.new("RGB", (4, 3), (255, 0, 0)).save(tmp_path / "a.png")
    np.testing.assert_array_equal(load_picture(tmp_path / "a.png"), np.full((3, 4), 76))


def test_load_picture_transparency_is_white(tmp_path: Path) -> None:
    Image.new("RGBA", (2, 2), (0, 0, 0, 0)).save(tmp_path / "a.png")
    np.testing.assert_array_equal(load_picture(tmp_path / "a.png"), np.full((2, 2), 255))


def test_load_picture_sixteen_bits_become_eight(tmp_path: Path) -> None:
    Image.fromarray(GREY.astype(np.uint16) * 257).save(tmp_path / "a.png")
    np.testing.assert_array_equal(load_picture(tmp_path / "a.png"), GREY)


def test_load_picture_exif_orientation_is_applied(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: rotate by 90° clockwise
    Image.fromarray(GREY).save(tmp_path / "a.png", exif=exif)
    np.testing.assert_array_equal(load_picture(tmp_path / "a.png"), np.rot90(GREY, -1))


def test_load_picture_open_file_is_read() -> None:
    buffer = io.BytesIO()
    Image.fromarray(GREY).save(buffer, "PNG")
    np.testing.assert_array_equal(load_picture(buffer, "upload"), GREY)


def _truncated(path: Path) -> None:
    buffer = io.BytesIO()
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (200, 200), np.uint8)).save(buffer, "PNG")
    path.write_bytes(buffer.getvalue()[:1000])


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(lambda path: None, "No such file", id="missing"),
        pytest.param(lambda path: path.write_bytes(b""), "not a picture", id="empty"),
        pytest.param(lambda path: path.write_text("hello"), "not a picture", id="text"),
        pytest.param(lambda path: path.mkdir(), "directory", id="directory"),
        pytest.param(_truncated, "cannot be read", id="truncated"),
        pytest.param(lambda path: Image.new("1", (10_000, 5_001)).save(path), "50 million pixels", id="too large"),
    ],
)
def test_load_picture_unreadable_file_raises_with_its_name(tmp_path: Path, make: object, reason: str) -> None:
    path = tmp_path / "holiday.png"
    make(path)  # type: ignore[operator]
    with pytest.raises(ImageError, match=rf"holiday\.png.*{reason}"):
        load_picture(path)


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P", "CMYK", "1"])
def test_load_colour_every_mode_becomes_bgr(mode: str) -> None:
    file = io.BytesIO()
    image = Image.new("RGB", (4, 3), (250, 250, 250)).convert(mode)
    image.save(file, "TIFF")
    picture = load_colour(file, "a")
    assert picture.shape == (3, 4, 3)
    np.testing.assert_allclose(picture, 250, atol=5)


def test_load_colour_channels_are_bgr() -> None:
    file = io.BytesIO()
    Image.new("RGB", (1, 1), (10, 20, 30)).save(file, "PNG")
    assert load_colour(file, "a").tolist() == [[[30, 20, 10]]]


def test_load_colour_sixteen_bit_grey_has_three_channels() -> None:
    file = io.BytesIO()
    Image.fromarray(GREY.astype(np.uint16) * 257).save(file, "PNG")
    np.testing.assert_array_equal(load_colour(file, "a"), np.repeat(GREY[:, :, None], 3, axis=2))


def test_load_colour_other_formats_are_refused() -> None:
    postscript = io.BytesIO(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage\n")
    with pytest.raises(ImageError, match=r"a\.png is not a picture"):
        load_colour(postscript, "a.png")
