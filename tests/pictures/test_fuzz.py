"""Damaged files of all formats: loading gives pictures or an ImageError, and nothing else."""

import io
import struct
import time
import warnings
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from digitcam.errors import ImageError
from digitcam.pictures import loading
from digitcam.pictures.budget import BUDGET, MAX_BYTES
from digitcam.pictures.frames import MAX_READ_PIXELS
from digitcam.pictures.loading import load_pages
from digitcam.pictures.pages import Page
from tests.pictures.files import GREY, encoded, exif_fields, noisy, tiff_file, with_exif
from tests.pictures.mutations import cut, with_copy

BUDGET_S: Final = 15.0
"""Time for all examples together, seconds; when it is spent the remaining ones pass unread."""

spent_s = [0.0]

PICTURE: Final = Image.fromarray(noisy(48, 40))


def _made() -> dict[str, bytes]:
    more: dict[str, Any] = {"save_all": True, "append_images": [PICTURE.convert("L"), PICTURE.resize((30, 20))]}
    same: dict[str, Any] = {"save_all": True, "append_images": [PICTURE.rotate(180)]}
    tags = Image.Exif()
    tags[0x0112] = 6
    files = {
        "jpeg": with_exif(encoded(PICTURE, "JPEG"), tags.tobytes()),
        "jpeg-progressive": encoded(PICTURE, "JPEG", progressive=True),
        "jpeg-cmyk": encoded(PICTURE.convert("CMYK"), "JPEG"),
        "mpo": encoded(PICTURE, "MPO", **same),
        "png": encoded(PICTURE, exif=tags),
        "png-animated": encoded(PICTURE, **same),
        "png-palette": encoded(PICTURE.convert("P"), transparency=3),
        "png-16": encoded(Image.fromarray(GREY.astype(np.uint16) * 257)),
        "webp": encoded(PICTURE, "WEBP", exif=tags),
        "webp-lossless": encoded(PICTURE.convert("RGBA"), "WEBP", lossless=True),
        "webp-animated": encoded(PICTURE, "WEBP", **same),
        "bmp": encoded(PICTURE, "BMP"),
        "bmp-palette": encoded(PICTURE.convert("P"), "BMP"),
        "tiff": encoded(PICTURE, "TIFF", exif=tags, **more),
        "tiff-float": encoded(Image.fromarray(GREY.astype(np.float32)), "TIFF"),
        "tiff-sideways": tiff_file(GREY, (0x0112, 3, 1, b"\x06")),
    }
    compressions = ("tiff_lzw", "tiff_deflate", "jpeg", "packbits")
    return files | {f"tiff-{name}": encoded(PICTURE, "TIFF", compression=name) for name in compressions}


FILES: Final = _made()


def check(content: bytes) -> None:
    """Load a file; check what comes out, whether memory is given back, and that nothing huge was made."""
    if spent_s[0] > BUDGET_S:
        return
    started = time.monotonic()
    with warnings.catch_warnings():
        # As in production, where Pillow's warnings about metadata are ignored.
        warnings.simplefilter("ignore")
        found = list(load_pages(io.BytesIO(content), "a", 64))
    assert 1 <= len(found) <= loading.MAX_PAGES
    for page in found:
        assert isinstance(page, Page | ImageError)
        if isinstance(page, Page):
            assert page.grey.dtype == np.uint8
            assert page.grey.ndim == 2
            assert 1 <= page.grey.size <= MAX_READ_PIXELS
            assert page.colour is not None
            assert page.colour.shape[2] == 3
            assert max(page.colour.shape) <= 64
            assert page.size.pixels <= loading.MAX_JPEG_PIXELS
        else:
            assert str(page).startswith("a")
            assert "Error" not in str(page)
            assert "object at 0x" not in str(page)
    assert BUDGET.reserved_bytes == 0
    spent_s[0] += time.monotonic() - started


names = st.sampled_from(sorted(FILES))
quick = settings(
    max_examples=400, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@quick
@given(names, st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8))
def test_load_pages_changed_bytes_give_pictures_or_errors(name: str, changes: list[tuple[float, int]]) -> None:
    content = bytearray(FILES[name])
    for place, value in changes:
        # Most of the structure stands at the beginning.
        content[int(place**3 * len(content))] = value
    check(bytes(content))


@quick
@given(names, st.floats(0, 1), st.binary(max_size=40))
def test_load_pages_cut_files_give_pictures_or_errors(name: str, share: float, more: bytes) -> None:
    check(cut(FILES[name], share, more))


@quick
@given(names, st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_load_pages_moved_parts_give_pictures_or_errors(name: str, start: float, length: float, to: float) -> None:
    check(with_copy(FILES[name], start, length, to))


fields = st.tuples(
    st.sampled_from([0x0112, 0x010F, 0x011A, 0x0128, 0x8769, 0x8825, 0x9286, 0x0111, 0x0117]) | st.integers(0, 65535),
    st.integers(0, 20),
    st.sampled_from([0, 1, 2, 9, 1 << 31]) | st.integers(0, 2**32 - 1),
    st.binary(max_size=12),
)


@quick
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.lists(fields, max_size=5), st.binary(max_size=20))
def test_load_pages_any_exif_leaves_the_picture_readable(
    kind: str, odd: list[tuple[int, int, int, bytes]], more: bytes
) -> None:
    exif = exif_fields(*odd) + more
    content = with_exif(encoded(PICTURE, "JPEG"), exif) if kind == "JPEG" else encoded(PICTURE, kind, exif=exif)
    check(content)
    if spent_s[0] <= BUDGET_S:
        (page,) = load_pages(io.BytesIO(content), "a")
        assert isinstance(page, Page)
        assert sorted(page.grey.shape) == [40, 48]


tags = st.tuples(
    st.sampled_from(
        [254, 255, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 284, 317, 320, 322, 323, 338, 339]
    ),
    st.sampled_from([1, 2, 3, 4, 5, 9, 11, 12, 13]),
    st.sampled_from([0, 1, 2, 3, 1000, 1 << 31]),
    st.sampled_from([bytes(4), b"\1", b"\2", b"\4", b"\x08", b"\xff" * 4, b"\0\x20\0\0", b"\xff\xff\0\0", b"abcdefgh"]),
)


@quick
@given(st.lists(tags, min_size=1, max_size=4))
def test_load_pages_tiff_with_lying_tags_gives_pictures_or_errors(odd: list[tuple[int, int, int, bytes]]) -> None:
    check(tiff_file(GREY, *odd))


def _png(width: int, height: int) -> bytes:
    content = bytearray(FILES["png"])
    content[16:24] = struct.pack(">II", width, height)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    return bytes(content)


def _jpeg(width: int, height: int, name: str = "jpeg") -> bytes:
    content = bytearray(FILES[name])
    place = max(content.find(b"\xff\xc0"), content.find(b"\xff\xc2")) + 5
    content[place : place + 4] = struct.pack(">HH", min(height, 65535), min(width, 65535))
    return bytes(content)


def _webp(width: int, height: int, name: str) -> bytes:
    content = bytearray(FILES[name])
    if content[12:16] == b"VP8X":
        content[24:30] = (width - 1).to_bytes(4, "little")[:3] + (height - 1).to_bytes(4, "little")[:3]
    return bytes(content)


def _bmp(width: int, height: int) -> bytes:
    content = bytearray(FILES["bmp"])
    content[18:26] = struct.pack("<II", width, height)
    return bytes(content)


def _tiff(width: int, height: int, *more: tuple[int, int, int, bytes]) -> bytes:
    return tiff_file(GREY, (256, 4, 1, struct.pack("<I", width)), (257, 4, 1, struct.pack("<I", height)), *more)


def _tiled(width: int, height: int) -> bytes:
    """A small compressed picture in one huge tile."""
    tile = [(tag, 4, 1, struct.pack("<I", value)) for tag, value in ((322, width), (323, height), (324, 8), (325, 99))]
    return tiff_file(GREY, *tile, (259, 4, 1, struct.pack("<I", 8)))


BOMBS: Final[dict[str, Callable[[int, int], bytes]]] = {
    "png": _png,
    "jpeg": _jpeg,
    "jpeg-progressive": lambda width, height: _jpeg(width, height, "jpeg-progressive"),
    "webp": lambda width, height: _webp(width, height, "webp"),
    "webp-animated": lambda width, height: _webp(width, height, "webp-animated"),
    "bmp": _bmp,
    "tiff": _tiff,
    "tiff-tile": _tiled,
}


@pytest.mark.parametrize(
    "size", [(16_000, 16_000), (65_535, 65_535), (1 << 20, 1 << 20), (1 << 31, 1 << 31), (1, 1 << 30)]
)
@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
@pytest.mark.filterwarnings("ignore")
def test_load_pages_lying_sizes_are_refused_before_memory_is_taken(
    bomb: Callable[[int, int], bytes], size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    reserved: list[int] = []
    reserve = BUDGET.reserve

    def note(count: int) -> AbstractContextManager[None]:
        reserved.append(count)
        return reserve(count)

    monkeypatch.setattr(BUDGET, "reserve", note)
    found = list(load_pages(io.BytesIO(bomb(*size)), "a"))
    assert found
    assert all(isinstance(page, ImageError) for page in found)
    assert max(reserved, default=0) <= MAX_BYTES + MAX_READ_PIXELS


def test_load_pages_large_single_colour_progressive_jpeg_needs_memory_for_coefficients() -> None:
    content = _jpeg(14_000, 14_000, "jpeg-progressive")
    (error,) = load_pages(io.BytesIO(content), "a")
    assert isinstance(error, ImageError)
    assert "takes too much memory" in str(error)
