r"""Texts from outside in elements that Streamlit renders as Markdown.

Streamlit (1.67) renders labels, captions, messages and headings as GitHub's Markdown with its own additions: colours
(``:red[…]``), icons (``:material/…:``), emoji (``:smile:``), formulas (``$…$``) and arrows (``->``). File names,
messages of libraries and whatever else was written elsewhere go through `escape` before they are put into such an
element.
"""

import re
from typing import Final

from digitcam.reporting.printable import printable

JOINER: Final = "\N{WORD JOINER}"
"""An invisible character. Streamlit looks for addresses, icons, emoji and arrows after it has removed backslashes, so
a backslash does not stop it. This character between two others does."""

_SPACE: Final = re.compile(r"[\s\ufeff]+")

_JOINED: Final = (
    # An icon, an emoji, a colour, or an address with its scheme.
    (re.compile(r"(?<=:)(?=\S)"), JOINER),
    # An address without its scheme.
    (re.compile(r"(?<=www)(?=\.)", re.IGNORECASE), JOINER),
    # An address for mail.
    (re.compile(r"(?<=@)(?=\S)"), JOINER),
    # An arrow, a dash or a mathematical sign by itself.
    (re.compile(r"(?<!\S)([<>~-])(->|[->=])(?!\S)"), rf"\1{JOINER}\2"),
)
"""Where the character is inserted: patterns and what replaces them."""

_SPECIAL: Final = re.compile(r"[\\`*\[\]<>$~|&]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
"""Characters that mean something anywhere in a line; an underscore does not within a word."""

_AT_THE_START: Final = re.compile(r"^(\d{1,9})?(?(1)(?=[.)](?!\S))|(?=[-+=#]))")
"""Place before a character that means something at the start of a line: of an item, a heading or a rule."""


def escape(text: str) -> str:
    r"""Return Markdown that Streamlit shows as this text, in one line.

    White space becomes single spaces; control characters and those that change the direction of text become backslash
    escapes that are shown. An ordinary name or sentence is returned as it is.

    Examples:
        >>> escape("my_photo (1).png cannot be read: it is truncated.")
        'my_photo (1).png cannot be read: it is truncated.'
        >>> escape("![x](//evil).png")
        '!\\[x\\](//evil).png'
    """
    line = printable(_SPACE.sub(" ", text).strip())
    for pattern, replacement in _JOINED:
        line = pattern.sub(replacement, line)
    return _AT_THE_START.sub(r"\g<0>\\", _SPECIAL.sub(r"\\\g<0>", line))
