"""No text from outside becomes a formula in a spreadsheet."""

import csv
import io
import re
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from digitcam.reporting.cells import is_formula, neutralised
from digitcam.reporting.csv import to_csv
from digitcam.reporting.excel import to_excel

DANGEROUS: Final = [
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\tharmless",
    "  =1",
    "\u00a0=1",
    "\ufeff=1",
    "\u200b=1",
    "＝1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "　＝1",
    "\x00=1",
    "=\x00",
    '=HYPERLINK("http://example.org?"&A1,"a")',
    "-3-5",
    "-5 ",
]
HARMLESS: Final = [
    "",
    "a.png",
    "1-1",
    "a=b",
    "407",
    "12 / 7",
    "'=1",
    "#N/A",
    "ä, ö.png",
    'a "b"',
    "a;b",
    "1e5",
    "-5",
    "-8,06",
]

TEXTS: Final = st.text(st.sampled_from("=+-@＝＋－＠ \t\r\n;,|'\"a1\x00\u200b\ufeff\u00a0\ud800")) | st.text()


def is_dangerous(cell: str) -> bool:
    """Return whether OWASP's list calls a cell dangerous; written apart from the code under test."""
    return cell[:1] in {"\t", "\r", "\n"} or (has_sign(cell) and not re.fullmatch(r"-[0-9]+([.,][0-9]+)?", cell))


def has_sign(cell: str) -> bool:
    """Return whether a cell begins with a formula's sign, perhaps after white space or invisible characters."""
    return cell.lstrip(" \t\r\n\u00a0\u3000\u200b\ufeff\x00")[:1] in set("=+-@＝＋－＠") - {""}


def csv_cells(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@pytest.mark.parametrize("text", DANGEROUS)
def test_neutralised_formula_gets_an_apostrophe(text: str) -> None:
    assert is_formula(text)
    assert neutralised(text) == "'" + text.replace("\t=", "\t'=").replace("\r=", "\r'=").replace("\n=", "\n'=")


@pytest.mark.parametrize("text", HARMLESS)
def test_neutralised_other_text_is_unchanged(text: str) -> None:
    assert neutralised(text) == text
    assert csv_cells(to_csv([{"file": text, "n": 1}], ["file", "n"]))[1] == [text, "1"]


@given(rows=st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_to_csv_any_text_gives_no_formula(rows: list[tuple[str, str]]) -> None:
    written = to_csv([{"file": file, "text": text} for file, text in rows], ["file", "text"])
    written.encode()
    cells = csv_cells(written)
    assert len(cells) == len(rows) + 1
    assert not [cell for row in cells for cell in row if is_dangerous(cell)]


@pytest.mark.parametrize("delimiter", [";", "\t"], ids=["semicolon", "tab"])
@given(rows=st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_to_csv_split_otherwise_gives_no_formula(delimiter: str, rows: list[tuple[str, str]]) -> None:
    written = to_csv([{"file": file, "text": text} for file, text in rows], ["file", "text"])
    assert not [cell for row in csv_cells(written, delimiter) for cell in row if has_sign(cell)]


@given(rows=st.lists(st.tuples(st.floats(), st.integers()), max_size=4))
def test_to_csv_numbers_stay_numbers(rows: list[tuple[float, int]]) -> None:
    written = csv_cells(to_csv([{"a": a, "b": b} for a, b in rows], ["a", "b"]))
    assert [(repr(float(a)), int(b)) for a, b in written[1:]] == [(repr(a), b) for a, b in rows]


@given(title=TEXTS, heading=TEXTS, texts=st.lists(TEXTS, max_size=4))
def test_to_excel_any_text_is_a_text(title: str, heading: str, texts: list[str]) -> None:
    content = to_excel(title, [heading], [[text] for text in texts])
    (sheet,) = load_workbook(io.BytesIO(content)).worksheets
    cells = [row[0] for row in sheet.iter_rows()]
    assert len(cells) == len(texts) + 1
    assert all(cell.data_type in {"s", "inlineStr"} or cell.value is None for cell in cells)
    assert not re.search(r"[\\*?:/\[\]]", sheet.title)
    assert 0 < len(sheet.title) <= 31


@pytest.mark.parametrize("text", [*DANGEROUS, "#N/A", "#DIV/0!"])
def test_to_excel_formula_is_kept_as_text(text: str) -> None:
    content = to_excel("Readings", ["file", "n"], [[text, -5]])
    cell, number = load_workbook(io.BytesIO(content)).worksheets[0][2]
    assert cell.data_type == "s"
    assert cell.value.replace("\n", "\r") == text.replace("\x00", "\ufffd").replace("\n", "\r")
    assert cell.quotePrefix == (text[0] != "#")
    assert (number.data_type, number.value) == ("n", -5)


@pytest.mark.parametrize("title", ["=1+1", "a/b", "[x]", "'quoted'", "x" * 40, "", ":::", "\t"])
def test_to_excel_any_title_can_be_opened(title: str) -> None:
    (sheet,) = load_workbook(io.BytesIO(to_excel(title, ["file"], []))).worksheets
    assert 0 < len(sheet.title) <= 31
    assert not sheet.title.startswith("'")
    assert not sheet.title.endswith("'")
