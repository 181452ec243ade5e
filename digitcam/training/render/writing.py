"""Writing: texts of digits, separators and other marks on a sheet, one character after the other."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import SEPARATORS
from digitcam.training.render.marks import RELATIVE_HEIGHT
from digitcam.training.render.sheet import Sheet

_SUPERSCRIPT: Final = 0.55
"""Height of a superscript over that of a digit."""

_RISE: Final = 0.4
"""Distance of a superscript's centre above that of the row, as a share of a digit's height."""

_SPACE: Final = (0.35, 0.8)
"""Minimum and maximum width of a space, as a share of a digit's height."""

_AFTER_DASH: Final = (0.1, 0.6)
"""Minimum and maximum width of the gap after a dash that stands apart, as a share of a digit's height."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of writing; lengths are pixels of the canvas.

    Attributes:
        y: Centre of a digit at x = 0.
        height: Height of a digit.
        gap: Gap between two characters, as a share of the height; negative if they overlap.
        slope: How much the row falls per pixel to the right.
        irregularity: Standard deviation of heights and of vertical places, as a share of the height.
    """

    y: float
    height: float
    gap: float
    slope: float = 0.0
    irregularity: float = 0.05

    @staticmethod
    def random(y: float, height: float, rng: np.random.Generator) -> "Row":
        """Return a row of a random hand."""
        gap = float(rng.choice([rng.uniform(-0.1, 0.05), rng.uniform(0.0, 0.25), rng.uniform(0.2, 0.5)]))
        return Row(y, height, gap, rng.uniform(-0.08, 0.08), rng.uniform(0, 0.1))


def write_text(sheet: Sheet, text: str, x: float, row: Row) -> float:
    """Write a text from x on to the right; return its right end."""
    is_raised = False
    for sign in text:
        if sign == "^":
            is_raised = True
            continue
        x = _write_after(sheet, sign, x, row, is_raised)
        is_raised = False
    return x


def write_around(sheet: Sheet, text: str, index: int, x: float, row: Row) -> NDArray[np.float64]:
    """Write a text with one of its characters at x, and as much to both sides as the canvas shows.

    Args:
        sheet: The sheet.
        text: The text, without superscripts.
        index: Index of the character at x; not a separator that is drawn from its foot, nor a space.
        x: Centre of that character.
        row: Where and how.

    Returns:
        (4,) float64 xyxy, the box of the character at x.
    """
    box = _write_centred(sheet, text[index], x, row)
    write_text(sheet, text[index + 1 :], float(box[2]) + _gap(sheet, row), row)
    left = float(box[0]) - _gap(sheet, row)
    for sign in reversed(text[:index]):
        left = _write_before(sheet, sign, left, row)
    return box


def _gap(sheet: Sheet, row: Row) -> float:
    return row.height * (row.gap + float(sheet.rng.normal(0, 0.04)))


def _write_centred(sheet: Sheet, sign: str, x: float, row: Row) -> NDArray[np.float64]:
    if sign in SEPARATORS:
        return sheet.write_separator(sign, (x, row.y + row.height / 2), row.height)
    if sign.isdecimal():
        return sheet.write(int(sign), (x, row.y), row.height)
    return sheet.write_mark(sign, (x, row.y), row.height * RELATIVE_HEIGHT.get(sign, 1.0))


def _write_after(sheet: Sheet, sign: str, x: float, row: Row, is_raised: bool) -> float:
    """Write a character with its left end at x; return where the next one begins."""
    rng, height = sheet.rng, row.height * (_SUPERSCRIPT if is_raised else 1.0)
    if sign == " ":
        return x + row.height * float(rng.uniform(*_SPACE))
    y = row.y + row.slope * x + float(rng.normal(0, row.irregularity)) * height / 2 - is_raised * _RISE * row.height
    if sign in SEPARATORS:
        x += row.height * float(rng.uniform(-0.02, 0.08))
        right = float(sheet.write_separator(sign, (x, y + height / 2), height)[2])
        apart = (
            float(rng.uniform(*_AFTER_DASH)) if sign == "-" and rng.random() < 0.4 else float(rng.uniform(0.02, 0.12))
        )
        return right + row.height * max(row.gap, apart)
    tall = max(height * (1 + float(rng.normal(0, row.irregularity))), height / 2)
    if sign.isdecimal():
        box = sheet.write(int(sign), (x, y), tall, after=x)
    else:
        box = sheet.write_mark(sign, (x, y), tall * RELATIVE_HEIGHT.get(sign, 1.0), after=x)
    return float(box[2]) + _gap(sheet, row)


def _write_before(sheet: Sheet, sign: str, x: float, row: Row) -> float:
    """Write a character with its right end at x; return where the one before it ends."""
    rng, y = sheet.rng, row.y + row.slope * x
    if sign == " ":
        return x - row.height * float(rng.uniform(*_SPACE))
    if sign in SEPARATORS:
        # Its width is known only after it is drawn; slashes and dashes are about a third of a digit wide.
        wide = row.height * (0.35 if sign in "-/" else 0.05)
        box = sheet.write_separator(sign, (x - wide, y + row.height / 2), row.height)
    elif sign.isdecimal():
        box = sheet.write(int(sign), (x, y), row.height, before=x)
    else:
        box = sheet.write_mark(sign, (x, y), row.height * RELATIVE_HEIGHT.get(sign, 1.0), before=x)
    return float(box[0]) - _gap(sheet, row)
