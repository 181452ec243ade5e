"""Texts that spreadsheets would take for formulas, or cannot hold."""

import re
from typing import Final

_BLANK: Final = r"\s\x00-\x20\u200b-\u200f\u2060\ufeff"
"""Characters that a spreadsheet may skip before a formula: space, control characters, and invisible ones."""

_SIGN: Final = "[=+\\-@＝＋－＠]"
"""First characters of a formula; spreadsheets with Japanese or Chinese input also take the full-width ones."""

FORMULA: Final = re.compile(rf"[{_BLANK}]*{_SIGN}|[\t\r\n]")
"""Beginning of a text that is a formula to a spreadsheet (OWASP, *CSV Injection*)."""

NEXT_CELL: Final = re.compile(rf'(?<=[;\t\r\n])(?=["{_BLANK}]*{_SIGN})')
"""Place inside a text of CSV where a formula begins if a spreadsheet splits at semicolons or tabs, as it does where the
comma is the decimal sign. Quotation marks do not help: such a program sees them in the middle of a cell."""

NUMBER: Final = re.compile(r"-\d+([.,]\d+)?", re.ASCII)
"""A negative number. It begins like a formula, but a spreadsheet takes it for the number that it is."""

PLAIN: Final = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
"""A number that every spreadsheet can store as one."""

EXACT_DIGITS: Final = 15
"""Longest number that Excel stores exactly; longer ones stay text."""

UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that are not valid in Excel's files, or in UTF-8."""


def clean(text: str) -> str:
    r"""Replace characters that cannot be written to a file for spreadsheets.

    Examples:
        >>> clean("a\x00b") == "a\ufffdb"
        True
    """
    return UNWRITABLE.sub("\ufffd", text)


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would take a text for a formula.

    Examples:
        >>> is_formula("=1+1"), is_formula("  @SUM(A1)"), is_formula("1-1"), is_formula("-3.5"), is_formula("-3-5")
        (True, True, False, False, True)
    """
    return FORMULA.match(text) is not None and NUMBER.fullmatch(text) is None


def neutralised(text: str) -> str:
    """Put an apostrophe before whatever a spreadsheet would take for a formula.

    Examples:
        >>> neutralised("=1+1"), neutralised("a.png"), neutralised("a;=1+1")
        ("'=1+1", 'a.png', "a;'=1+1")
    """
    text = NEXT_CELL.sub("'", text)
    return f"'{text}" if is_formula(text) else text


def number_or_text(text: str) -> int | float | str:
    """Return a number as a spreadsheet stores it, or the text if that would lose a digit.

    Examples:
        >>> number_or_text("12"), number_or_text("-3.5"), number_or_text("007"), number_or_text("12.50")
        (12, -3.5, '007', '12.50')
        >>> number_or_text("8,06"), number_or_text("")
        ('8,06', '')
    """
    if len(text) > EXACT_DIGITS or PLAIN.fullmatch(text) is None:
        return text
    value = float(text) if "." in text else int(text)
    return value if str(value) == text else text
