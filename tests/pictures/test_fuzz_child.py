"""Damaged PDF and HEIC files: loading gives pictures or an ImageError, soon, and nothing else."""

import io
import time
from typing import Final

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digitcam.errors import ImageError
from digitcam.pictures import child, loading
from digitcam.pictures.budget import BUDGET
from digitcam.pictures.frames import MAX_READ_PIXELS
from digitcam.pictures.loading import load_pages
from digitcam.pictures.pages import Page
from tests.pictures.files import heic, heic_turned, noisy, pdf_file, pdf_grey, pdf_stream
from tests.pictures.mutations import cut, with_copy

BUDGET_S: Final = 6.0
"""Time for the examples of a test, seconds; when it is spent the remaining ones pass unread."""

LIMIT_S: Final = 2.0
"""Time for a page of an example, seconds."""

spent_s = [0.0]

FILES: Final = {
    "pdf": pdf_file([pdf_grey(99), b"0 0 m 99 99 l S"], (99, 70)),
    "pdf-picture": pdf_file(
        [b"90 0 0 60 0 0 cm /I Do"],
        (99, 70),
        b"/Resources<</XObject<</I 5 0 R>>>>",
        pdf_stream(
            noisy(12, 10).tobytes(),
            b"/Type/XObject/Subtype/Image/Width 12/Height 10/ColorSpace/DeviceRGB/BitsPerComponent 8",
        ),
    ),
    "heic": heic_turned(noisy(48, 40), 6),
    "heic-burst": heic(noisy(48, 40), noisy(30, 20)),
    "heic-transparent": heic(np.concatenate([noisy(48, 40), noisy(48, 40)[..., :1]], 2)),
}


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "LIMIT_S", LIMIT_S)
    spent_s[0] = 0.0


def check(content: bytes) -> None:
    """Load a file; check what comes out, how soon, and whether memory is given back."""
    if spent_s[0] > BUDGET_S:
        return
    started = time.monotonic()
    found = list(load_pages(io.BytesIO(content), "a", 64))
    assert 1 <= len(found) <= loading.MAX_PAGES
    for page in found:
        assert isinstance(page, Page | ImageError)
        if isinstance(page, Page):
            assert page.grey.dtype == np.uint8
            assert 1 <= page.grey.size <= MAX_READ_PIXELS
            assert page.colour is not None
            assert max(page.colour.shape) <= 64
            assert page.size.pixels <= loading.MAX_PIXELS
        else:
            assert str(page).startswith("a")
            assert "Error" not in str(page)
    assert BUDGET.reserved_bytes == 0
    spent_s[0] += time.monotonic() - started


names = st.sampled_from(sorted(FILES))
quick = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@quick
@given(names, st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8))
def test_load_pages_changed_bytes_give_pictures_or_errors(name: str, changes: list[tuple[float, int]]) -> None:
    content = bytearray(FILES[name])
    for place, value in changes:
        content[int(place * len(content))] = value
    check(bytes(content))


@quick
@given(names, st.floats(0, 1), st.binary(max_size=40))
def test_load_pages_cut_files_give_pictures_or_errors(name: str, share: float, more: bytes) -> None:
    check(cut(FILES[name], share, more))


@quick
@given(names, st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_load_pages_moved_parts_give_pictures_or_errors(name: str, start: float, length: float, to: float) -> None:
    check(with_copy(FILES[name], start, length, to))


@quick
@given(
    st.lists(
        st.sampled_from(
            [b"q", b"Q", b"/F Do", b"9 0 0 9 0 0 cm", b"BT", b"/F 9 Tf", b"(9) Tj", b"ET", b"0 0 9 9 re", b"W n", b"f"]
        )
        | st.binary(max_size=9),
        max_size=20,
    )
)
def test_load_pages_any_contents_give_pictures_or_errors(words: list[bytes]) -> None:
    check(pdf_file([b" ".join(words)], (99, 70)))
