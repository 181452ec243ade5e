"""Forms: printed lines and words, and numbers written into cells, boxes and columns."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.training.render.camera import CANVAS_PX
from digitcam.training.render.sheet import Sheet
from digitcam.training.render.texts import integer, random_text, separated
from digitcam.training.render.writing import Row, write_around, write_text

_WORDS: Final = (
    "Total",
    "No",
    "Date",
    "Name",
    "Score",
    "Sum",
    "Nr",
    "Points",
    "Amount",
    "Q",
    "Pos",
    "Tel",
    "Qty",
    "mm",
)


_PEN: Final = (0.035, 0.18)
"""Minimum and maximum width of the stroke of a separated number over the height of a digit."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """How the lines of a form are printed.

    Attributes:
        width: Width, pixels of the canvas.
        dash: Length of dashes, pixels; 0 for solid lines.
        opacity: 0 to 1.
        angle: Direction of rows, radians.
    """

    width: int
    dash: int
    opacity: float
    angle: float

    @staticmethod
    def random(height: float, rng: np.random.Generator) -> "_Rule":
        width = max(1, round(height * float(np.exp(rng.uniform(np.log(0.01), np.log(0.09))))))
        dash = int(rng.uniform(width, 5 * width + 2)) if rng.random() < 0.15 else 0
        return _Rule(width, dash, float(rng.uniform(0.3, 1.0)), float(rng.normal(0, 0.03)))

    def draw(self, sheet: Sheet, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Print a line; the sheet is turned by `angle` about the origin."""
        c, s = np.cos(self.angle), np.sin(self.angle)
        first, last = (np.array([x * c - y * s, x * s + y * c]) for x, y in (start, end))
        layer = np.zeros(sheet.printed.shape, np.uint8)
        length = float(np.hypot(*(last - first)))
        pieces = max(1, int(length / (2 * self.dash))) if self.dash else 1
        share = 0.5 if self.dash else 1.0
        for piece in range(pieces):
            a, b = first + (last - first) * piece / pieces, first + (last - first) * (piece + share) / pieces
            cv2.line(layer, _pixel(a), _pixel(b), 255, self.width, cv2.LINE_AA, 3)
        np.maximum(sheet.printed, layer.astype(np.float32) * np.float32(self.opacity / 255), out=sheet.printed)


def _pixel(point: NDArray[np.float64]) -> tuple[int, int]:
    return round(float(point[0]) * 8), round(float(point[1]) * 8)


def text_in_crop(sheet: Sheet) -> None:
    """Write a text with one character in the centre, as in a crop; often in a cell or on a line."""
    rng, middle = sheet.rng, CANVAS_PX / 2
    height = float(rng.uniform(0.42, 0.84) * CANVAS_PX)
    x, y = (float(v) for v in middle + rng.uniform(-0.08, 0.08, 2) * CANVAS_PX)
    text = random_text(rng).replace("^", "")
    index = int(rng.choice([i for i, sign in enumerate(text) if sign not in " .,:"]))
    row = Row.random(y, height, rng)
    box = write_around(sheet, text, index, x, Row(y - row.slope * x, height, row.gap, row.slope, row.irregularity))
    if rng.random() < 0.5:
        _print_cell(sheet, box, height)


def separated_number(sheet: Sheet) -> None:
    """Write a number, mostly with a separator, as large as the separator network sees it; often on a line or in a cell.

    A point is a tenth as high as a digit: of small digits, or with a very thin pen, it would not be seen.
    """
    rng = sheet.rng
    sheet.pen = float(np.exp(rng.uniform(np.log(_PEN[0]), np.log(_PEN[1]))))
    height = float(rng.uniform(0.25, 0.5) * CANVAS_PX)
    x, y = (float(v) for v in rng.uniform((0.02, 0.3), (0.3, 0.7)) * CANVAS_PX)
    row = Row.random(y, height, rng)
    end = write_text(sheet, separated(rng), x, Row(y - row.slope * x, height, row.gap, row.slope, row.irregularity))
    if rng.random() < 0.4:
        _print_cell(sheet, np.array([x, y - height / 2, end, y + height / 2]), height)


def _print_cell(sheet: Sheet, box: NDArray[np.float64], height: float) -> None:
    """Print lines around a character, near it or through its ends."""
    rng, rule = sheet.rng, _Rule.random(height, sheet.rng)
    reach = height * rng.uniform(-0.12, 0.35, 4)
    x0, y0, x1, y1 = (box + reach * (-1, -1, 1, 1)).tolist()
    shift = np.tan(rule.angle)
    if rng.random() < 0.75:
        rule.draw(sheet, (-50, y1 - shift * x1), (CANVAS_PX + 50, y1 - shift * x1))
    if rng.random() < 0.5:
        rule.draw(sheet, (-50, y0 - shift * x1), (CANVAS_PX + 50, y0 - shift * x1))
    for x in (x0, x1):
        if rng.random() < 0.55:
            rule.draw(sheet, (x, -50), (x, CANVAS_PX + 50))


def lines_of_text(sheet: Sheet) -> None:
    """Write lines of dates, amounts, sums and other numbers."""
    rng = sheet.rng
    height = float(np.exp(rng.uniform(np.log(0.1), np.log(0.5))) * CANVAS_PX)
    y = float(rng.uniform(0.1, 0.7) * CANVAS_PX)
    rule = _Rule.random(height, rng) if rng.random() < 0.35 else None
    while y < CANVAS_PX * 1.05:
        row = Row.random(y, height, rng)
        x = float(rng.uniform(-0.3, 0.35) * CANVAS_PX)
        while x < CANVAS_PX:
            if rng.random() < 0.15:
                end = float(sheet.write_joined(x, y + 0.1 * height, 1.3 * height)[2])
            else:
                end = write_text(sheet, random_text(rng), x, row)
            x = end + height * float(rng.uniform(0.5, 2.5))
        if rule is not None:
            foot = y + height * float(rng.uniform(0.35, 0.75))
            rule.draw(sheet, (-50, foot), (CANVAS_PX + 50, foot))
        if rng.random() < 0.2:
            _print_word(sheet, (float(rng.uniform(0, 0.7)) * CANVAS_PX, y), height * float(rng.uniform(0.25, 0.6)))
        y += height * float(rng.uniform(1.15, 2.2))
        if rng.random() < 0.3:
            break


def boxes(sheet: Sheet) -> None:
    """Write a number with one digit in each printed box, or between the ticks of a comb."""
    rng = sheet.rng
    side = float(np.exp(rng.uniform(np.log(0.16), np.log(1.0))) * CANVAS_PX)
    wide, apart = side * float(rng.uniform(0.6, 1.05)), side * float(rng.choice([0, 0, rng.uniform(0.05, 0.5)]))
    rule, kind = _Rule.random(side, rng), rng.random()
    count, digits = int(rng.integers(1, 9)), float(rng.uniform(0.45, 1.05)) * side
    start, top = float(rng.uniform(-0.6, 0.4) * CANVAS_PX), float(rng.uniform(0.05, 0.6) * CANVAS_PX)
    for place in range(count):
        x = start + place * (wide + apart)
        _print_box(sheet, rule, (x, top, x + wide, top + side), kind)
        if rng.random() < 0.85:
            centre = np.array([x + wide / 2, top + side / 2]) + rng.normal(0, 0.09, 2) * (wide, side)
            c, s = np.cos(rule.angle), np.sin(rule.angle)
            at = (float(centre[0] * c - centre[1] * s), float(centre[0] * s + centre[1] * c))
            sheet.write(sheet.random_label(0.04), at, digits * float(rng.uniform(0.85, 1.15)))
    if rng.random() < 0.3:
        _print_word(
            sheet, (float(rng.uniform(0, 0.5)) * CANVAS_PX, top - side * 0.3), side * float(rng.uniform(0.2, 0.4))
        )


def _print_box(sheet: Sheet, rule: _Rule, box: tuple[float, float, float, float], kind: float) -> None:
    """Print a closed box, one open at the top, or a place of a comb."""
    x0, y0, x1, y1 = box
    rule.draw(sheet, (x0, y1), (x1, y1))
    if kind < 0.65:
        rule.draw(sheet, (x0, y0), (x1, y0))
    top = y0 if kind < 0.8 else y1 - (y1 - y0) * 0.3
    rule.draw(sheet, (x0, top), (x0, y1))
    rule.draw(sheet, (x1, top), (x1, y1))


def table(sheet: Sheet) -> None:
    """Write numbers into the cells of a table, some empty, with or without printed lines."""
    rng = sheet.rng
    step = float(np.exp(rng.uniform(np.log(0.12), np.log(0.55))) * CANVAS_PX)
    rule = _Rule.random(step, rng)
    height = step * float(rng.uniform(0.4, 0.95))
    xs = np.cumsum([rng.uniform(-0.6, 0.3) * CANVAS_PX, *(step * rng.uniform(0.9, 4.5, 8))])
    ys = np.arange(rng.uniform(-0.3, 0.2) * CANVAS_PX, 1.2 * CANVAS_PX, step)
    has_rows, has_columns = rng.random() < 0.75, rng.random() < 0.7
    for y in ys.tolist() if has_rows else ():
        rule.draw(sheet, (-50, y), (CANVAS_PX + 50, y))
    for x in xs.tolist() if has_columns else ():
        rule.draw(sheet, (x, -50), (x, CANVAS_PX + 50))
    empty, longest = float(rng.uniform(0, 0.4)), int(rng.integers(1, 4))
    for y in ys.tolist():
        for x0, x1 in zip(xs.tolist(), xs.tolist()[1:], strict=False):
            if x0 > CANVAS_PX or rng.random() < empty:
                continue
            _write_cell(sheet, (x0, x1, y + step / 2), height, rule.angle, longest)


def _write_cell(sheet: Sheet, place: tuple[float, float, float], height: float, angle: float, longest: int) -> None:
    rng, (x0, x1, y) = sheet.rng, place
    x = float(rng.uniform(x0 + 0.05 * (x1 - x0), x0 + 0.55 * (x1 - x0)))
    if rng.random() < 0.06:
        _print_word(sheet, (x, y + height * 0.3), height * float(rng.uniform(0.4, 0.8)))
        return
    text = integer(rng, longest) if rng.random() < 0.85 else random_text(rng)
    row = Row.random(y + float(rng.normal(0, 0.08)) * height, height, rng)
    write_text(
        sheet, text, x - y * float(np.sin(angle)), Row(row.y, height, row.gap, float(np.tan(angle)), row.irregularity)
    )


def column(sheet: Sheet) -> None:
    """Write a column of short numbers, one per line, as on a list of marks."""
    rng = sheet.rng
    height = float(np.exp(rng.uniform(np.log(0.1), np.log(0.22))) * CANVAS_PX)
    step = height * float(rng.uniform(1.1, 1.9))
    rule = _Rule.random(step, rng) if rng.random() < 0.6 else None
    left, longest = float(rng.uniform(0.05, 0.75) * CANVAS_PX), int(rng.choice([1, 1, 2, 2, 3]))
    for y in np.arange(rng.uniform(-0.1, 0.3) * CANVAS_PX, rng.uniform(0.7, 1.2) * CANVAS_PX, step).tolist():
        if rule is not None:
            rule.draw(sheet, (-50, y + step / 2), (CANVAS_PX + 50, y + step / 2))
        x = left + float(rng.normal(0, 0.15)) * height
        if rule is not None and rng.random() < 0.1:
            foot = y + height * float(rng.uniform(0.1, 0.5))
            rule.draw(
                sheet,
                (x - height * float(rng.uniform(0.8, 4)), foot),
                (x - height * float(rng.uniform(0.05, 0.4)), foot),
            )
        write_text(sheet, integer(rng, longest), x, Row.random(y, height, rng))
    if rule is not None and rng.random() < 0.6:
        for x in (left - height * float(rng.uniform(0.3, 1.2)), left + longest * height * float(rng.uniform(0.9, 1.6))):
            rule.draw(sheet, (x, -50), (x, CANVAS_PX + 50))


def _print_word(sheet: Sheet, at: tuple[float, float], height: float) -> None:
    """Print a word or two with its lower left corner at a place."""
    rng = sheet.rng
    face = cv2.FontFace(str(rng.choice(["sans", "italic"])))
    layer = np.zeros(sheet.printed.shape, np.uint8)
    text = str(rng.choice(_WORDS)) + str(rng.choice(["", ":", "."]))
    cv2.putText(
        layer, text, (int(at[0]), int(at[1])), 255, face, max(6, round(height)), weight=int(rng.choice([300, 500, 700]))
    )
    np.maximum(sheet.printed, layer.astype(np.float32) * np.float32(rng.uniform(0.4, 1) / 255), out=sheet.printed)
