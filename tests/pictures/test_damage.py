"""Files that lack their end."""

import io
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from digitcam.errors import ImageError
from digitcam.pictures.damage import fill_rows
from digitcam.pictures.loading import load_pages
from digitcam.pictures.pages import Page
from tests.pictures.files import ORIENTATION, encoded, noisy

PICTURE = noisy(240, 320)

KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": ("JPEG", {"quality": 90}),
    "JPEG with fine colour": ("JPEG", {"quality": 90, "subsampling": 0}),
    "progressive JPEG": ("JPEG", {"quality": 90, "progressive": True}),
    "JPEG with restarts": ("JPEG", {"quality": 90, "restart_marker_rows": 1}),
    "PNG": ("PNG", {}),
    "BMP": ("BMP", {}),
}

ROWS = [pytest.param(*kind, id=name) for name, kind in KINDS.items()]


def read(content: bytes) -> Page | ImageError:
    (page,) = load_pages(io.BytesIO(content), "a")
    return page


@pytest.mark.parametrize(("kind", "options"), ROWS)
@pytest.mark.parametrize("cut", [1, 2, 3, 40, 400])
def test_load_pages_missing_tail_is_remarked(kind: str, options: dict[str, Any], cut: int) -> None:
    content = encoded(PICTURE, kind, **options)
    whole, part = read(content), read(content[:-cut])
    assert isinstance(whole, Page)
    assert whole.note is None
    assert isinstance(part, Page)
    assert part.grey.shape == whole.grey.shape
    # A few bytes at the end of a PNG file say nothing about its pixels.
    assert part.note is not None or np.array_equal(part.grey, whole.grey)
    there = slice(40, None) if kind == "BMP" else slice(None, -40)
    tolerance = 40 if options.get("progressive") else 0
    np.testing.assert_allclose(part.grey[there].astype(int), whole.grey[there], atol=tolerance)


@pytest.mark.parametrize(("kind", "options"), ROWS)
def test_load_pages_missing_tail_of_some_rows_names_their_share(kind: str, options: dict[str, Any]) -> None:
    if options.get("progressive"):
        pytest.skip("has all rows")
    content = encoded(PICTURE, kind, **options)
    page = read(content[: round(0.95 * len(content))])
    assert isinstance(page, Page)
    assert page.note is not None
    assert "end is missing" in page.note
    assert "%" in page.note
    # What stands for the missing rows is as light as the rows beside them, and has no ink.
    assert 120 < page.grey[[0, -1]].mean() < 200


@pytest.mark.parametrize(("kind", "options"), [*ROWS, pytest.param("WEBP", {}, id="WebP")])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.7])
def test_load_pages_half_a_picture_is_refused(kind: str, options: dict[str, Any], share: float) -> None:
    content = encoded(PICTURE, kind, **options)
    error = read(content[: round(share * len(content))])
    assert isinstance(error, ImageError), error
    assert str(error).startswith("a cannot be read: ")
    assert "Send it again" in str(error)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16"])
def test_load_pages_missing_tail_of_png_in_every_mode_is_filled(mode: str) -> None:
    image = Image.fromarray(PICTURE).convert("L").convert(mode)
    content = encoded(image)
    page = read(content[: round(0.96 * len(content))])
    assert isinstance(page, Page)
    assert page.note is not None
    assert page.grey[-1].mean() > 60


def test_load_pages_missing_tail_of_compressed_tiff_is_filled_and_turned() -> None:
    sideways = Image.Exif()
    sideways[ORIENTATION] = 6
    # The directory comes first, the strips follow.
    content = encoded(PICTURE, "TIFF", compression="tiff_lzw", exif=sideways, strip_size=4096)
    directory = int.from_bytes(content[4:8], "little")
    if directory > len(content) // 2:
        pytest.skip("this Pillow writes the directory last")
    page = read(content[: round(0.96 * len(content))])
    assert isinstance(page, Page)
    assert page.grey.shape == (320, 240)


def test_load_pages_white_on_black_tail_is_not_taken_for_missing() -> None:
    picture = np.zeros((200, 300), np.uint8)
    picture[:100] = noisy(300, 100)[..., 0]
    content = encoded(picture)
    page = read(content[:-30])
    assert isinstance(page, Page)


def strip(values: list[int]) -> Image.Image:
    return Image.fromarray(np.repeat(np.array(values, np.uint8)[:, None], 40, 1))


@pytest.mark.parametrize(
    ("values", "missing", "filled"),
    [
        ([5, 6, 0, 0], [0, 0, 1, 1], [5, 6, 6, 6]),
        ([0, 0, 7, 8], [1, 1, 0, 0], [7, 7, 7, 8]),
        ([5, 0, 7, 0], [0, 1, 0, 1], [5, 5, 7, 7]),
        ([5, 6], [0, 0], [5, 6]),
    ],
)
def test_fill_rows_repeats_the_row_beside_them(values: list[int], missing: list[int], filled: list[int]) -> None:
    image = strip(values)
    rows: NDArray[np.bool_] = np.array(missing, np.bool_)
    fill_rows(image, rows)
    np.testing.assert_array_equal(np.asarray(image), np.asarray(strip(filled)))


def test_fill_rows_does_not_draw_ink_on() -> None:
    picture = np.full((2, 640), 200, np.uint8)
    picture[0, 300:306] = 20
    image = Image.fromarray(picture)
    fill_rows(image, np.array([False, True]))
    assert np.asarray(image)[1].min() > 120
