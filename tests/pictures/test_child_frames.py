"""PDF and HEIC files."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from digitcam.errors import ImageError
from digitcam.pictures import frames, loading
from digitcam.pictures.budget import BUDGET
from digitcam.pictures.child_decoder import shown
from digitcam.pictures.loading import load_pages
from digitcam.pictures.orientation import turn_upright
from digitcam.pictures.pages import Page
from tests.pictures.files import (
    GREY,
    LETTER,
    PASSWORD,
    heic,
    heic_turned,
    noisy,
    pdf_file,
    pdf_grey,
    pdf_objects,
    pdf_stream,
)

LEVELS = (40, 120, 200)


def found(content: bytes, name: str = "a", **options: Any) -> list[Page | ImageError]:
    pages = list(load_pages(io.BytesIO(content), name, **options))
    assert BUDGET.reserved_bytes == 0
    return pages


def pages(content: bytes, name: str = "a", **options: Any) -> list[Page]:
    read = found(content, name, **options)
    assert all(isinstance(page, Page) for page in read), read
    return [page for page in read if isinstance(page, Page)]


def error(content: bytes, name: str = "a") -> str:
    (only,) = found(content, name)
    assert isinstance(only, ImageError)
    return str(only)


def test_load_pages_pdf_every_page_is_read_and_named() -> None:
    read = pages(pdf_file([pdf_grey(level) for level in LEVELS]), "scan.pdf")
    assert [page.name for page in read] == ["scan.pdf", "scan.pdf[2]", "scan.pdf[3]"]
    assert [int(page.grey[5, 5]) for page in read] == pytest.approx(LEVELS, abs=1)
    assert all(page.note is None for page in read)


def test_load_pages_pdf_in_colour_is_bgr() -> None:
    (page,) = pages(pdf_file([b"1 0 0 rg 0 0 700 800 re f"]), colour_px=300)
    assert page.colour is not None
    assert page.colour.shape == (300, 232, 3)
    assert page.colour[5, 5].tolist() == [0, 0, 255]
    assert int(page.grey[5, 5]) == 76


@pytest.mark.parametrize(
    ("size", "pixels"),
    [
        (LETTER, (1759, 2276)),
        ((595.28, 841.89), (1682, 2379)),
        ((14_400, 14_400), (2000, 2000)),
        ((3, 3), (2000, 2000)),
        ((226.8, 2268), (633, 6325)),
        ((10, 5000), (20, 10_000)),
    ],
)
def test_load_pages_pdf_page_of_any_size_has_four_million_pixels(
    size: tuple[float, float], pixels: tuple[int, int]
) -> None:
    (page,) = pages(pdf_file([b""], size))
    assert page.size == pytest.approx(pixels, abs=1)
    assert page.grey.shape == page.size[::-1]
    assert page.grey.min() == 255


@pytest.mark.parametrize("size", [(0, 0), (0, 100), (1e30, 1e30), (-5, 9)])
def test_load_pages_pdf_page_without_a_size_is_a_sheet(size: tuple[float, float]) -> None:
    for page in found(pdf_file([b""], size)):
        assert isinstance(page, Page | ImageError)
        assert not isinstance(page, Page) or page.grey.size < 5_000_000


def test_load_pages_pdf_turned_page_is_turned() -> None:
    # The lower left quarter is black; turned clockwise, it is the upper left one.
    (page,) = pages(pdf_file([b"0 0 306 396 re f"], LETTER, b"/Rotate 90"))
    assert page.size == (2276, 1759)
    assert page.grey[5, 5] == 0
    assert page.grey[-5, 5] == 255


def test_load_pages_pdf_filled_in_form_is_seen() -> None:
    look = pdf_stream(b"0 0 100 100 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 100 100]")
    ink = b"<</Type/Annot/Subtype/Ink/Rect[100 100 200 200]/F 4/AP<</N 6 0 R>>>>"
    (page,) = pages(pdf_file([b""], LETTER, b"/Annots[5 0 R]", ink, look))
    assert page.grey.min() == 0


def test_load_pages_pdf_of_five_hundred_pages_is_read_up_to_the_limit_in_words() -> None:
    read = pages(pdf_file([b""] * 500, (10, 10)))
    assert len(read) == loading.MAX_PAGES
    assert read[-1].note is not None
    assert "Only the first 50 pages are read" in read[-1].note
    assert all(page.note is None for page in read[:-1])


def test_load_pages_pdf_with_a_password_says_what_to_do() -> None:
    message = error(PASSWORD, "a.pdf")
    assert message.startswith("a.pdf is a PDF with a password")
    assert "print it to a new PDF" in message


@pytest.mark.parametrize("share", [0.01, 0.3, 0.7, 0.95])
def test_load_pages_cut_pdf_is_remarked_or_refused(share: float) -> None:
    content = pdf_file([pdf_grey(level) for level in LEVELS])
    for page in found(content[: round(share * len(content))]):
        if isinstance(page, Page):
            assert page.note is not None
            assert "end is missing" in page.note
        else:
            assert str(page).startswith("a cannot be read")
            assert "Send it again" in str(page)


@pytest.mark.parametrize("content", [b"%PDF-1.7\n...", b"\n junk %PDF-1.4", b"%PDF-1.7\n" + bytes(1000)])
def test_load_pages_damaged_pdf_says_what_to_do(content: bytes) -> None:
    assert "Send it again" in error(content)


@pytest.mark.parametrize("pages", [b"<</Type/Pages/Kids[]/Count 0>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>", b""])
def test_load_pages_pdf_without_pages_says_what_to_do(pages: bytes) -> None:
    assert "Send it again" in error(pdf_objects(b"<</Type/Catalog/Pages 2 0 R>>", pages))


def test_load_pages_heic_is_read_in_grey_and_colour() -> None:
    (page,) = pages(heic(np.repeat(GREY[:, :, None], 3, 2)), colour_px=500)
    np.testing.assert_allclose(page.grey, GREY, atol=6)
    assert page.colour is not None
    assert page.colour.shape == (64, 96, 3)


def test_load_pages_heic_channels_are_bgr() -> None:
    (page,) = pages(heic(Image.new("RGB", (64, 64), (200, 100, 40))), colour_px=64)
    assert page.colour is not None
    assert page.colour[9, 9].tolist() == pytest.approx([40, 100, 200], abs=6)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_load_pages_heic_is_turned_once(orientation: int) -> None:
    (page,) = pages(heic_turned(np.repeat(GREY[:, :, None], 3, 2), orientation))
    expected = turn_upright(GREY, orientation)
    assert page.size == expected.shape[::-1]
    np.testing.assert_allclose(page.grey, expected, atol=8)


@pytest.mark.parametrize("mode", ["L", "RGBA", "LA", "I;16"])
def test_load_pages_heic_in_every_mode_is_read(mode: str) -> None:
    image = Image.fromarray(GREY.astype(np.uint16) * 257) if mode == "I;16" else Image.fromarray(GREY).convert(mode)
    (page,) = pages(heic(image), colour_px=96)
    np.testing.assert_allclose(page.grey, GREY, atol=6)


def test_load_pages_heic_transparency_is_white() -> None:
    (page,) = pages(heic(Image.new("RGBA", (64, 64), (0, 0, 0, 0))))
    assert page.grey.min() > 250


def test_load_pages_heic_burst_is_pages_the_main_picture_first() -> None:
    burst = heic(*(Image.new("RGB", (64 + level, 64), (level,) * 3) for level in LEVELS), primary=1)
    read = pages(burst, "IMG_1.HEIC")
    assert [page.name for page in read] == ["IMG_1.HEIC", "IMG_1.HEIC[2]", "IMG_1.HEIC[3]"]
    assert [page.size.width for page in read] == [64 + LEVELS[1], 64 + LEVELS[0], 64 + LEVELS[2]]
    assert [int(page.grey[9, 9]) for page in read] == pytest.approx([LEVELS[1], LEVELS[0], LEVELS[2]], abs=3)


def test_shown_of_several_views_one_is_shown() -> None:
    views = [
        {"type": "ster", "images": [1, 0]},
        {"type": "altr", "images": [2, 3, None]},
        {"type": "brst", "images": [4]},
    ]
    assert shown([{"entity_groups": views}] * 5, 1) == [1, 2, 4]
    assert shown([{}] * 3, 2) == [2, 0, 1]
    assert shown([], 0) == []


def test_load_pages_large_heic_is_reduced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "MAX_READ_PIXELS", 752 * 564)
    content = heic(Image.linear_gradient("L").resize((1504, 1128)).convert("RGB"))
    (page,) = pages(content, colour_px=600)
    assert page.size == (1504, 1128)
    assert page.grey.shape == (564, 752)
    assert page.colour is not None
    assert page.colour.shape == (450, 600, 3)
    assert np.all(np.diff(page.grey[::25, 250].astype(int)) >= 0)


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.9, 0.99])
def test_load_pages_cut_heic_says_what_to_do(share: float) -> None:
    content = heic(noisy(200, 100))
    message = error(content[: round(share * len(content))], "IMG_1.HEIC")
    assert message.startswith("IMG_1.HEIC ")
    assert "cannot be read" in message
    assert "Send it again" in message
