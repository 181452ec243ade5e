"""Files with several pages or frames, and large pictures."""

import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from digitcam.errors import ImageError
from digitcam.pictures import loading
from digitcam.pictures.budget import BUDGET
from digitcam.pictures.loading import load_colour, load_pages, load_picture
from digitcam.pictures.pages import Page
from tests.pictures.files import GREY, ORIENTATION, encoded, tiff_file

LEVELS = (40, 120, 200)


def animated(kind: str, levels: tuple[int, ...] = LEVELS, **options: Any) -> bytes:
    """Return a file with one page of each grey level."""
    first, *others = (Image.new("RGB", (20, 10), (level,) * 3) for level in levels)
    return encoded(first, kind, save_all=True, append_images=others, **options)


def pages(content: bytes, name: str = "a", **options: Any) -> list[Page]:
    found = list(load_pages(io.BytesIO(content), name, **options))
    assert all(isinstance(page, Page) for page in found), found
    return [page for page in found if isinstance(page, Page)]


@pytest.mark.parametrize(("kind", "options"), [("TIFF", {}), ("PNG", {}), ("WEBP", {"lossless": True})])
def test_load_pages_every_page_is_read_and_named(kind: str, options: dict[str, Any]) -> None:
    read = pages(animated(kind, **options), "scan.x")
    assert [page.name for page in read] == ["scan.x", "scan.x[2]", "scan.x[3]"]
    assert [int(page.grey[0, 0]) for page in read] == list(LEVELS)
    assert all(page.note is None for page in read)


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "jpeg", "group4"])
def test_load_pages_may_differ_in_size_mode_and_orientation(compression: str) -> None:
    sideways = Image.Exif()
    sideways[ORIENTATION] = 6
    mode = "1" if compression == "group4" else "L"
    first, second = Image.new(mode, (20, 10), 255), Image.new(mode if mode == "1" else "RGB", (32, 16))
    file = io.BytesIO()
    first.save(file, "TIFF", save_all=True, append_images=[second, first], compression=compression)
    assert [page.grey.shape for page in pages(file.getvalue())] == [(10, 20), (16, 32), (10, 20)]


def directories(tiff: bytes) -> list[int]:
    """Return where the directories of a little-endian TIFF file's pages stand."""
    places, place = [], int.from_bytes(tiff[4:8], "little")
    while place:
        places.append(place)
        end = place + 2 + 12 * int.from_bytes(tiff[place : place + 2], "little")
        place = int.from_bytes(tiff[end : end + 4], "little")
    return places


@pytest.mark.parametrize(
    ("tag", "value"), [(256, 0), (257, 0), (258, 7), (259, 12345), (262, 999), (273, 0xFFFF), (277, 999)]
)
def test_load_pages_after_a_damaged_page_are_read(tag: int, value: int) -> None:
    content = bytearray(animated("TIFF"))
    place = directories(bytes(content))[1]
    for entry in range(place + 2, place + 2 + 12 * content[place], 12):
        if int.from_bytes(content[entry : entry + 2], "little") == tag:
            content[entry + 2 : entry + 12] = struct.pack("<HII", 3, 1, value)
    first, second, third = load_pages(io.BytesIO(bytes(content)), "a")
    assert isinstance(second, ImageError)
    assert str(second).startswith("a[2] cannot be read")
    assert isinstance(first, Page)
    assert isinstance(third, Page)
    assert third.name == "a[3]"
    assert (first.grey[0, 0], third.grey[0, 0]) == (LEVELS[0], LEVELS[2])


def test_load_pages_of_a_file_cut_within_a_page_are_read_up_to_it() -> None:
    content = animated("TIFF")
    first, second = load_pages(io.BytesIO(content[: directories(content)[1] + 5]), "a")
    assert isinstance(first, Page)
    assert isinstance(second, ImageError)


def test_load_pages_second_picture_of_mpo_is_another_view() -> None:
    left, right = (Image.new("RGB", (20, 10), (level,) * 3) for level in (50, 200))
    assert len(pages(encoded(left, "MPO", save_all=True, append_images=[right]))) == 1


def test_load_pages_smaller_copies_of_a_page_are_left_out() -> None:
    first, copy, second = (Image.new("L", size) for size in ((40, 40), (10, 10), (41, 41)))
    copy.encoderinfo = {"tiffinfo": {254: 1}}
    content = encoded(first, "TIFF", save_all=True, append_images=[copy, second])
    assert [page.grey.shape for page in pages(content)] == [(40, 40), (41, 41)]


def test_load_pages_beyond_the_limit_are_left_out_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MAX_PAGES", 2)
    first, second = pages(animated("TIFF"))
    assert first.note is None
    assert second.note is not None
    assert "Only the first 2 pages are read" in second.note
    assert [page.note for page in pages(animated("TIFF", LEVELS[:2]))] == [None, None]


def test_load_pages_damaged_page_does_not_lose_the_others() -> None:
    content = animated("TIFF", compression="tiff_lzw")
    second = content.index(b"\x80", content.index(b"\x80") + 100)
    damaged = content[:second] + bytes(8) + content[second + 8 :]
    found = list(load_pages(io.BytesIO(damaged), "a"))
    assert len(found) == 3
    assert isinstance(found[0], Page)
    assert isinstance(found[2], Page)


@pytest.mark.filterwarnings("ignore")
def test_load_pages_missing_directory_is_reported_after_the_first_page() -> None:
    content = bytearray(tiff_file(GREY))
    place = 10 + 12 * content[8]
    content[place : place + 4] = (len(content) - 4).to_bytes(4, "little")
    first, error = load_pages(io.BytesIO(bytes(content)), "a.tif")
    assert isinstance(first, Page)
    assert isinstance(error, ImageError)
    assert str(error).startswith("a.tif[2] cannot be read")


def test_load_pages_closing_releases_the_memory_and_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(animated("TIFF"))
    read = load_pages(tmp_path / "a.tif")
    next(read)
    read.close()
    assert BUDGET.reserved_bytes == 0


def test_load_pages_colour_is_shrunk_and_grey_is_not() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (61, 83, 3), np.uint8)
    (page,) = pages(encoded(picture), colour_px=40)
    assert page.grey.shape == (61, 83)
    assert page.colour is not None
    assert page.colour.shape == (29, 40, 3)
    expected = np.asarray(Image.fromarray(picture).resize((40, 29), Image.Resampling.BOX))[..., ::-1]
    np.testing.assert_allclose(page.colour, expected, atol=1)


@pytest.mark.parametrize("progressive", [False, True])
def test_load_pages_fifty_million_pixels_of_jpeg_are_reduced(progressive: bool) -> None:
    content = encoded(Image.new("L", (8160, 6144), 90), "JPEG", progressive=progressive)
    (page,) = pages(content, colour_px=600)
    assert page.size == (8160, 6144)
    assert page.grey.shape == (3072, 4080)
    assert int(page.grey[5, 5]) == 90
    assert page.colour is not None
    assert page.colour.shape == (452, 600, 3)


def test_load_pages_sideways_size_is_that_of_the_upright_original() -> None:
    sideways = Image.Exif()
    sideways[ORIENTATION] = 6
    (page,) = pages(encoded(Image.new("L", (6001, 5001)), "JPEG", exif=sideways))
    assert page.size == (5001, 6001)
    assert page.grey.shape == (3001, 2501)


def test_load_picture_twenty_four_million_pixels_keep_all_theirs() -> None:
    content = encoded(Image.new("L", (5712, 4284)), "JPEG")
    assert load_picture(io.BytesIO(content), "a").shape == (4284, 5712)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "WEBP"])
def test_load_picture_other_large_formats_are_reduced_after_decoding(kind: str) -> None:
    content = encoded(Image.new("L", (6400, 4801), 77), kind)
    assert load_picture(io.BytesIO(content), "a").shape in ((2401, 3200), (2400, 3200))
    assert load_colour(io.BytesIO(content), "a").shape[2] == 3


@pytest.mark.parametrize("transparent", [False, True])
def test_load_picture_large_webp_is_read_like_a_small_one(transparent: bool) -> None:
    picture = Image.linear_gradient("L").resize((4100, 3000)).convert("RGBA" if transparent else "RGB")
    sideways = Image.Exif()
    sideways[ORIENTATION] = 8
    content = encoded(picture, "WEBP", lossless=True, method=0, exif=sideways)
    expected = np.rot90(np.asarray(picture.convert("L")))
    np.testing.assert_array_equal(load_picture(io.BytesIO(content), "a"), expected)


def test_load_picture_jpeg_of_more_than_two_hundred_million_pixels_is_refused() -> None:
    content = bytearray(encoded(Image.new("L", (64, 64)), "JPEG"))
    place = content.index(b"\xff\xc0") + 5
    content[place : place + 4] = (20_000).to_bytes(2, "big") + (10_001).to_bytes(2, "big")
    with pytest.raises(ImageError, match=r"a is larger than 200 million pixels; make it smaller"):
        load_picture(io.BytesIO(bytes(content)), "a")
