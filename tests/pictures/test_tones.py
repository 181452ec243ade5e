"""Pixels with more than eight bits, other colour models, and transparency."""

import io
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from digitcam.pictures.loading import load_colour, load_picture
from tests.pictures.files import encoded

PAPER = np.full((40, 60), 200, np.uint8)
PAPER[10:30, 20:26] = 40
"""Dark ink on grey paper."""


def read(picture: NDArray[Any] | Image.Image, kind: str = "TIFF", **options: Any) -> NDArray[np.uint8]:
    return load_picture(io.BytesIO(encoded(picture, kind, **options)), "a")


def contrast(grey: NDArray[np.uint8]) -> int:
    return int(grey[0, 0]) - int(grey[20, 22])


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(PAPER.astype(np.uint16) * 257, id="16 bits"),
        pytest.param(PAPER.astype(np.uint16) * 16, id="12 bits"),
        pytest.param(PAPER.astype(np.uint16), id="16 bits hold 8"),
        pytest.param(PAPER.astype(np.int32), id="32 bits hold 8"),
        pytest.param(PAPER.astype(np.int32) * 257, id="32 bits hold 16"),
        pytest.param(PAPER.astype(np.int32) << 22, id="32 bits"),
        pytest.param(PAPER.astype(np.int32) - 128, id="signed"),
        pytest.param(PAPER.astype(np.int32) * -1, id="negative"),
        pytest.param(PAPER.astype(np.float32) / 255, id="float to 1"),
        pytest.param(PAPER.astype(np.float32), id="float to 255"),
        pytest.param(PAPER.astype(np.float32) * 257, id="float to 65535"),
        pytest.param(PAPER.astype(np.float32) * 1e9, id="large floats"),
        pytest.param(PAPER.astype(np.float32) * 1e-9, id="small floats"),
        pytest.param(PAPER.astype(np.float32) / 127.5 - 1, id="float from -1 to 1"),
        pytest.param(30_000 + PAPER.astype(np.uint16), id="16 bits far from 0"),
    ],
)
def test_load_picture_wide_values_keep_the_contrast_of_ink(values: NDArray[Any]) -> None:
    grey = read(values)
    assert grey.dtype == np.uint8
    assert abs(contrast(grey)) >= 100


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, -3.4e38])
def test_load_picture_unknown_pixels_are_white_and_do_not_set_the_scale(value: float) -> None:
    values = PAPER.astype(np.float32) / 255
    values[5, 5] = value
    grey = read(values)
    assert (grey[0, 0], grey[20, 22], grey[5, 5]) == (200, 40, 255)


def with_outliers(values: NDArray[Any], *outliers: float) -> NDArray[Any]:
    large = np.tile(values, (6, 8))
    large[5, 5 : 5 + len(outliers)] = outliers
    return large


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(with_outliers(PAPER.astype(np.float32) / 255, 1e6), id="one hot pixel"),
        pytest.param(with_outliers(PAPER.astype(np.float32) / 255, *[10.0] * 8), id="some bright pixels"),
        pytest.param(with_outliers(PAPER.astype(np.float32) / 255, -1e6, -1e6), id="cold pixels"),
        pytest.param(with_outliers(PAPER.astype(np.float32) / 255, -1e6, 1e6), id="both"),
        pytest.param(with_outliers(PAPER.astype(np.float32), -9999), id="a marked pixel"),
        pytest.param(with_outliers(PAPER.astype(np.uint16), 65535), id="16 bits"),
        pytest.param(with_outliers(PAPER.astype(np.int32), 2**31 - 1), id="32 bits"),
    ],
)
def test_load_picture_few_outliers_do_not_set_the_scale(values: NDArray[Any]) -> None:
    assert contrast(read(values)) >= 100


def test_load_picture_small_bright_ink_is_no_outlier() -> None:
    values = np.tile((PAPER // 10).astype(np.uint16), (6, 8))
    values[10:30, 20:22] = 65535
    grey = read(values)
    assert (grey[0, 0], grey[20, 21]) == (0, 255)


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0, 7.0, 70_000.0, -3.0, np.nan])
@pytest.mark.filterwarnings("error")
def test_load_picture_constant_floats_become_one_grey(value: float) -> None:
    assert len(np.unique(read(np.full((8, 8), value, np.float32)))) == 1


def test_load_picture_full_sixteen_bits_are_divided_by_257() -> None:
    values = np.arange(65536, dtype=np.uint16).reshape(256, 256)
    np.testing.assert_array_equal(read(values, "PNG"), values // 257)


def test_load_picture_unsigned_32_bits_keep_their_order() -> None:
    tiff = bytearray(encoded(np.array([[0, 1 << 30, (1 << 31) - 1]], np.int32), "TIFF"))
    # Pillow writes signed numbers; the tag says that they are, and the last becomes the largest unsigned one.
    place = tiff.index(b"\x53\x01\x03\x00\x01\x00\x00\x00\x02")
    tiff[place + 8] = 1
    place = tiff.index(b"\xff\xff\xff\x7f")
    tiff[place + 3] = 0xFF
    grey = load_picture(io.BytesIO(bytes(tiff)), "a")
    assert grey.tolist() == [[0, 63, 255]]


def test_load_picture_lab_is_read_by_its_lightness() -> None:
    rgb = Image.fromarray(np.repeat(PAPER[..., None], 3, 2))
    profiles = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    lab = ImageCms.profileToProfile(rgb, *profiles, outputMode="LAB")
    assert lab is not None
    assert contrast(read(lab)) >= 100
    assert load_colour(io.BytesIO(encoded(lab, "TIFF")), "a").shape == (40, 60, 3)


def ink(level: int, mode: str = "RGBA") -> Image.Image:
    """Return ink of one grey level on a transparent ground."""
    alpha = np.zeros((40, 60), np.uint8)
    alpha[10:30, 20:26] = 255
    alpha[10:30, 26] = 100
    pixels = np.dstack([np.full((40, 60, 3), level, np.uint8), alpha])
    return Image.fromarray(pixels).convert(mode)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("level", [0, 60, 128, 200, 226, 255])
def test_load_picture_ink_on_transparency_has_contrast(kind: str, level: int) -> None:
    grey = read(ink(level), kind, **({"lossless": True, "exact": True} if kind == "WEBP" else {}))
    assert abs(contrast(grey)) >= 100


@pytest.mark.parametrize("level", [0, 255])
def test_load_picture_every_kind_of_transparency_has_contrast(level: int) -> None:
    key = np.full((40, 60), 128, np.uint8)
    key[10:30, 20:26] = level
    palette = Image.fromarray(key // 2).convert("P")
    palette.putpalette([value for grey in range(256) for value in (min(2 * grey, level),) * 3])
    for content in (
        encoded(ink(level, "LA")),
        encoded(Image.fromarray(key), transparency=128),
        encoded(Image.fromarray(key).convert("RGB"), transparency=(128, 128, 128)),
        encoded(palette, transparency=64),
    ):
        assert abs(contrast(load_picture(io.BytesIO(content), "a"))) >= 100


def test_load_picture_light_ink_with_edges_mixed_with_black_has_a_dark_ground() -> None:
    pixels = np.zeros((40, 60, 4), np.uint8)
    pixels[10:30, 20:23] = 255
    pixels[10:30, 23:25] = 120
    grey = read(Image.fromarray(pixels))
    assert (grey[0, 0], grey[20, 21]) == (0, 255)


def test_load_picture_cut_out_paper_stays_on_white() -> None:
    pixels = np.dstack([np.repeat(PAPER[..., None] + 50, 3, 2), np.full((40, 60), 255, np.uint8)])
    pixels[:5, :5, 3] = 0
    assert read(Image.fromarray(pixels))[0, 0] == 255


def test_load_picture_card_with_dark_ink_stays_on_white() -> None:
    pixels = np.zeros((40, 60, 4), np.uint8)
    pixels[5:35, 15:35] = 255
    pixels[10:30, 22:26, :3] = 0
    assert read(Image.fromarray(pixels))[0, 0] == 255


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "YCbCr", "RGBA", "LA"])
@pytest.mark.parametrize("kind", ["PNG", "TIFF", "JPEG", "WEBP", "BMP"])
def test_load_picture_eight_bits_are_pillows_grey(kind: str, mode: str) -> None:
    image = Image.fromarray(np.random.default_rng(0).integers(0, 256, (50, 70, 3), np.uint8)).convert(mode)
    try:
        content = encoded(image, kind)
    except (OSError, ValueError, KeyError):
        pytest.skip(f"{kind} has no {mode}")
    opened = Image.open(io.BytesIO(content))
    opened.draft("L", opened.size)
    np.testing.assert_array_equal(load_picture(io.BytesIO(content), "a"), np.asarray(opened.convert("L")))
