"""Texts from outside, such as file names, on one line and without invisible control characters."""

import unicodedata
from typing import Final

UNSAFE_CATEGORIES: Final = ("Cc", "Cs", "Zl", "Zp")
"""Unicode categories of characters that are never shown as they are: control characters, among them tabs, line ends
and the start of a terminal's escape sequences; surrogates, which stand for bytes that are not UTF-8; and separators of
lines and of paragraphs."""

TEXT_DIRECTION: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the direction of text; the rest of the line would be shown in another order."""


def printable(text: str) -> str:
    r"""Return a text on one line, with a backslash escape for each character that is unsafe to show.

    Examples:
        >>> printable("two\nlines\tand \x1b[2J.png")
        'two\\nlines\\tand \\x1b[2J.png'
        >>> printable("naïve 数字 (1).png")
        'naïve 数字 (1).png'
    """
    return "".join(_escaped(character) if _is_unsafe(character) else character for character in text)


def _is_unsafe(character: str) -> bool:
    return character in TEXT_DIRECTION or unicodedata.category(character) in UNSAFE_CATEGORIES


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
