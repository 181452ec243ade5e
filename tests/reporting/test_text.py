import pytest

from digitcam.reporting.text import aligned, markdown

ROWS = [["", "figure", "bar"], ["speed", "1.5 s", "≤ 2 s"], ["", "", ""]]


def test_aligned_first_column_is_left_and_others_right() -> None:
    assert aligned(ROWS).split("\n") == ["       figure    bar", "speed   1.5 s  ≤ 2 s", ""]


def test_markdown_columns_have_equal_width() -> None:
    lines = markdown(ROWS).splitlines()
    assert lines[1] == "|-------|--------|-------|"
    assert {len(line) for line in lines} == {26}
    assert lines[2] == "| speed | 1.5 s  | ≤ 2 s |"


def test_aligned_rows_of_different_length_raise() -> None:
    with pytest.raises(ValueError, match="zip"):
        aligned([["a", "b"], ["c"]])
