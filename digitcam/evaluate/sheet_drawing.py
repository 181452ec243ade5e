"""Draw a table of numbers on a sheet: where its cells stand, the handwriting, the printed lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.evaluate.rooms import Picture
from digitcam.evaluate.scenes import draw_digit
from digitcam.evaluate.separator_drawing import Drawn, draw_separator
from digitcam.evaluate.written import Table
from digitcam.readings import Box

Size: TypeAlias = tuple[int, int]
"""Width and height of a photographed sheet, pixels."""

DIGIT_PX: Final = (36, 60)
"""Height of a digit, pixels; less where the table would not fit."""

DIGIT_WIDTH: Final = 0.95
"""Room that a digit takes in a row, as a share of its height."""

GAP: Final = (0.05, 0.35)
"""Gap between the digits of a number, in heights of a digit."""

ROW_PITCH: Final = (1.5, 2.3)
"""Distance between two rows, in heights of a digit."""

DIGIT_TURN_DEG: Final = 8.0
"""Maximum rotation of a digit either way, degrees."""

ALIGNMENTS: Final = (0.2, 0.5, 0.8)
"""Where the numbers of a column stand, as a share of the free room: left, centred, right."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table stands on a sheet; lengths in pixels.

    Attributes:
        size: Width and height of the sheet.
        edges: Left edge of each column, and the right edge of the last.
        top: Top edge of the first row.
        pitch: Distance between two rows.
        rows: Number of rows.
        height: Height of a digit.
        alignment: One of `ALIGNMENTS`.
    """

    size: Size
    edges: tuple[float, ...]
    top: float
    pitch: float
    rows: int
    height: float
    alignment: float


def place(table: Table, size: Size, column_gap: tuple[float, float], rng: np.random.Generator) -> Placed:
    """Choose a height of its digits and a place for a table, within the sheet.

    Args:
        table: The numbers.
        size: Width and height of the sheet, pixels.
        column_gap: Minimum and maximum gap between two columns at their longest numbers, in heights of a digit.
        rng: Random generator.
    """
    width, sheet_height = size
    digits = np.array([max(len(row[column]) for row in table) for column in range(len(table[0]))])
    widths = DIGIT_WIDTH * digits + rng.uniform(*column_gap, len(digits))
    pitch = rng.uniform(*ROW_PITCH)
    height = min(rng.uniform(*DIGIT_PX), 0.95 * width / widths.sum(), 0.9 * sheet_height / (pitch * len(table)))
    left = rng.uniform(0, width - height * widths.sum())
    top = rng.uniform(0.03, 0.97 - height * pitch * len(table) / sheet_height) * sheet_height
    edges = left + height * np.concatenate([[0], np.cumsum(widths)])
    return Placed(
        size,
        tuple(edges.tolist()),
        float(top),
        float(height * pitch),
        len(table),
        float(height),
        float(rng.choice(ALIGNMENTS)),
    )


class Handwriting:
    """Digits of MNIST's test split, chosen at random, and drawn separators."""

    def __init__(self, images: Mnist, rng: np.random.Generator) -> None:
        """Take the dataset and a random generator."""
        self._images, self.rng = images.x_test, rng
        self._of_label = [np.flatnonzero(images.y_test == label) for label in range(10)]

    def draw(self, character: str, height: float) -> Drawn:
        """Draw a digit about this high, or a separator between such digits."""
        if not character.isdecimal():
            return draw_separator(character, height, self.rng)
        image = self._images[self.rng.choice(self._of_label[int(character)])]
        return Drawn(draw_digit(image, height * self.rng.uniform(0.85, 1.05), DIGIT_TURN_DEG, self.rng), 0.0)


class Written(NamedTuple):
    """Handwriting on a sheet.

    Attributes:
        ink: (H, W) float32, 0 for paper to 1 for full ink.
        boxes: (N, 4) float32 xyxy, where each digit stands, pixels.
    """

    ink: Picture
    boxes: NDArray[np.float32]


def write(table: Table, placed: Placed, hand: Handwriting) -> Written:
    """Draw a table's numbers in handwriting."""
    sheet = np.zeros(placed.size[::-1], np.float32)
    boxes: list[Box] = []
    for r, row in enumerate(table):
        base = placed.top + placed.pitch * (r + 0.5) + placed.height * (0.5 + hand.rng.normal(0, 0.05))
        for column, number in enumerate(row):
            boxes += _write_number(sheet, number, placed, column, base, hand)
    return Written(sheet, np.array(boxes, np.float32).reshape(-1, 4))


def _write_number(
    sheet: Picture, number: str, placed: Placed, column: int, base: float, hand: Handwriting
) -> Iterator[Box]:
    """Draw a number; yield the box of each digit."""
    height, rng = placed.height, hand.rng
    drawn = [hand.draw(character, height) for character in number]
    gaps = rng.uniform(*GAP, len(drawn)) * height
    room = placed.edges[column + 1] - placed.edges[column] - sum(d.ink.shape[1] for d in drawn) - gaps[:-1].sum()
    x = placed.edges[column] + placed.alignment * room + rng.normal(0, 0.1) * height
    for character, (ink, rise), gap in zip(number, drawn, gaps, strict=True):
        box = _paste(sheet, ink, x, base - rise - ink.shape[0] + rng.normal(0, 0.04) * height)
        if character.isdecimal():
            yield box
        x += ink.shape[1] + gap


def _paste(sheet: Picture, ink: Picture, x: float, y: float) -> Box:
    """Draw ink on the sheet. (x, y) is its upper left corner; it is shifted if it would cross the sheet's edge."""
    left = round(min(max(0, x), sheet.shape[1] - ink.shape[1]))
    top = round(min(max(0, y), sheet.shape[0] - ink.shape[0]))
    part = sheet[top : top + ink.shape[0], left : left + ink.shape[1]]
    np.maximum(part, ink, out=part)
    return Box(left, top, left + ink.shape[1], top + ink.shape[0])


def print_lines(ground: str, placed: Placed, rng: np.random.Generator) -> Picture:
    """Print lines on a sheet: (H, W) float32 in [0, 1].

    Args:
        ground: One of those of `SheetStyle`.
        placed: Where the table stands: a grid has its rows and columns, ruled paper its rows.
        rng: Random generator.
    """
    width, height = placed.size
    bottom, right = placed.top + placed.pitch * placed.rows, placed.edges[-1]
    lines, thickness = np.zeros((height, width), np.uint8), int(rng.integers(1, 3))
    down = {
        "grid": np.linspace(placed.top, bottom, placed.rows + 1),
        "ruled": np.arange(placed.top, height, placed.pitch),
        "squared": np.arange(0, height, step := placed.height * rng.uniform(0.5, 1.3)),
    }.get(ground, np.zeros(0))
    across = {"grid": np.array(placed.edges), "squared": np.arange(0, width, step)}.get(ground, np.zeros(0))
    spans = (placed.edges[0], right, placed.top, bottom) if ground == "grid" else (0, width, 0, height)
    x0, x1, y0, y1 = map(round, spans)
    for y in down:
        cv2.line(lines, (x0, round(y)), (x1, round(y)), 255, thickness, cv2.LINE_AA)
    for x in across:
        cv2.line(lines, (round(x), y0), (round(x), y1), 255, thickness, cv2.LINE_AA)
    return lines.astype(np.float32) / np.float32(255)
