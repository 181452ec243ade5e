import csv
from pathlib import Path

import numpy as np
import pytest

from digitcam.data.font_digits import MANIFEST, FontDigits, font_digits
from digitcam.errors import DatasetError


@pytest.mark.parametrize("held_out", [False, True])
def test_font_digits_each_part_has_lines_of_all_digits(held_out: bool) -> None:
    part = font_digits(held_out)
    assert part.lines.shape == (len(part.labels), 84, 84)
    assert part.lines.dtype == part.labels.dtype == np.uint8
    assert set(np.unique(part.lines)) == {0, 1}
    assert np.bincount(part.labels, minlength=10).min() >= 5
    assert len(part.fonts) == len(part.labels)


def test_font_digits_no_line_touches_the_border() -> None:
    for part in both():
        assert not part.lines[:, [0, -1]].any()
        assert not part.lines[:, :, [0, -1]].any()


def test_font_digits_parts_share_no_font_and_are_those_of_the_manifest() -> None:
    learnt, held_out = (set(part.fonts.tolist()) for part in both())
    with MANIFEST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert not learnt & held_out
    assert learnt | held_out == {row["font"] for row in rows}
    assert len(held_out) == len(rows) // 5
    assert all("copyright" in row["copyright"].lower() for row in rows)
    assert {row["licence"] for row in rows} == {"OFL-1.1", "Apache-2.0"}


def test_font_digits_parts_share_no_drawing() -> None:
    learnt, held_out = ({lines.tobytes() for lines in part.lines} for part in both())
    assert not learnt & held_out


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04", b"not an archive"])
def test_font_digits_unreadable_file_names_the_remedy(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "font_digits.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DatasetError, match="git checkout"):
        font_digits(False, path)


def both() -> tuple[FontDigits, FontDigits]:
    return font_digits(False), font_digits(True)
