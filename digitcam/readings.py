"""What the reader returns: boxes, digits and readings."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from math import isnan
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

UNTRUSTED: Final = "?"
"""Stands in a text for a digit whose confidence is too low."""

CELL_SEPARATOR: Final = "  "
"""Between the numbers of one line in a text. One space is too easily taken for a wide gap in a number."""

SMALLEST: Final = 1e-9
"""Smallest probability that others are divided by."""


def percent(probability: float) -> int:
    """Round a probability to whole percent, as it is shown everywhere; 0 if it is not a number.

    Examples:
        >>> percent(0.974)
        97
    """
    return 0 if isnan(probability) else round(100 * float(probability))


class Box(NamedTuple):
    """A rectangle in pixels of a picture, half-open: its width is x1 - x0.

    Attributes:
        x0: Left edge.
        y0: Top edge.
        x1: Right edge, exclusive.
        y1: Bottom edge, exclusive.
    """

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.y1 - self.y0

    @property
    def has_pixels(self) -> bool:
        """Whether it is at least one pixel wide and high."""
        return self.x1 > self.x0 and self.y1 > self.y0

    @property
    def rows(self) -> slice:
        """The rows of an array that the box covers."""
        return slice(self.y0, self.y1)

    @property
    def columns(self) -> slice:
        """The columns of an array that the box covers."""
        return slice(self.x0, self.x1)

    def shifted(self, dx: int, dy: int) -> "Box":
        """Move the box.

        Examples:
            >>> Box(1, 2, 3, 4).shifted(10, 20)
            Box(x0=11, y0=22, x1=13, y1=24)
        """
        return Box(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)

    def scaled(self, across: float, down: float | None = None) -> "Box":
        """Return the box in the same picture enlarged, edges rounded to whole pixels.

        Args:
            across: Factor of the width.
            down: Factor of the height; that of the width if None.

        Examples:
            >>> Box(1, 2, 3, 4).scaled(2.5)
            Box(x0=2, y0=5, x1=8, y1=10)
        """
        down = across if down is None else down
        return Box(round(self.x0 * across), round(self.y0 * down), round(self.x1 * across), round(self.y1 * down))

    def clipped(self, bounds: "Box") -> "Box":
        """Return the part inside other bounds; of no area if there is none.

        Examples:
            >>> Box(-5, 2, 30, 40).clipped(Box(0, 0, 20, 20))
            Box(x0=0, y0=2, x1=20, y1=20)
        """
        x0, y0, x1, y1 = bounds
        return Box(
            min(max(self.x0, x0), x1), min(max(self.y0, y0), y1), min(max(self.x1, x0), x1), min(max(self.y1, y0), y1)
        )

    def mirrored(self, width: int) -> "Box":
        """Return the box in the mirrored picture of this width.

        Examples:
            >>> Box(1, 2, 3, 4).mirrored(10)
            Box(x0=7, y0=2, x1=9, y1=4)
        """
        return Box(width - self.x1, self.y0, width - self.x0, self.y1)


NO_BOX: Final = Box(0, 0, 0, 0)
"""A box without pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Digit:
    """One digit that was read.

    Attributes:
        label: 0 to 9, or None where the confidence is too low.
        confidence: Probability that this digit stands here, 0 to 1.
        box: Where it is, in pixels of the picture.
        probabilities: (10,) float32, one per digit. What they lack to 1 is the probability of no digit.
        patch: (28, 28) or (96, 96) float32 in [0, 1], light ink on dark: the network's input.
        before: The separator directly before it, such as "." in 1.5 or "-" in -3; "" for none.
    """

    label: int | None
    confidence: float
    box: Box
    probabilities: NDArray[np.float32]
    patch: NDArray[np.float32]
    before: str = ""

    @property
    def text(self) -> str:
        """The digit as a character, "?" where the confidence is too low."""
        return UNTRUSTED if self.label is None else str(self.label)

    def shown_probabilities(self) -> NDArray[np.float64]:
        """Return the probabilities of the ten digits and of no digit, (11,) float64, as they agree with the confidence.

        The confidence counts more than what the networks say about the class, and is lower. So the likeliest digit gets
        the confidence, the others are reduced in proportion, and the rest is the probability of no digit.
        """
        likeliest = int(self.probabilities.argmax())
        factor = self.confidence / max(float(self.probabilities[likeliest]), SMALLEST)
        shown = np.append(np.minimum(self.probabilities * factor, 1.0), 0.0).astype(np.float64)
        shown[likeliest] = self.confidence
        shown[-1] = max(0.0, 1.0 - float(shown.sum()))
        return shown


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One number in a table; empty if it has no digits.

    Attributes:
        digits: From left to right.
    """

    digits: tuple[Digit, ...] = ()

    @property
    def text(self) -> str:
        """The number as people would type it: its digits and the separators before them."""
        return "".join(digit.before + digit.text for digit in self.digits)

    @property
    def confidence(self) -> float:
        """The lowest confidence of its digits; 0 if there are none."""
        return min((digit.confidence for digit in self.digits), default=0.0)

    @property
    def box(self) -> Box:
        """The smallest box around its digits, in pixels of the picture; `NO_BOX` if there are none."""
        if not self.digits:
            return NO_BOX
        x0, y0, x1, y1 = zip(*(digit.box for digit in self.digits), strict=True)
        return Box(min(x0), min(y0), max(x1), max(y1))


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What was read in one picture; without lines if nothing was.

    Attributes:
        lines: The digits of each line of writing, left to right, top line first.
        region: The part of the picture that was read.
        cell_lengths: Number of digits of each cell, line by line; if there are none, each line is one cell.
    """

    lines: tuple[tuple[Digit, ...], ...] = ()
    region: Box = NO_BOX
    cell_lengths: tuple[tuple[int, ...], ...] = ()

    @property
    def digits(self) -> tuple[Digit, ...]:
        """All digits in reading order."""
        return tuple(digit for line in self.lines for digit in line)

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells of each line, each one number; if columns were found, all rows have as many, some of them empty."""
        lengths = self.cell_lengths or tuple((len(line),) for line in self.lines)
        return tuple(_cells(line, of_line) for line, of_line in zip(self.lines, lengths, strict=True))

    @property
    def text(self) -> str:
        """The numbers as people would type them: a line of text per line of writing, two spaces between its numbers."""
        return "\n".join(CELL_SEPARATOR.join(cell.text for cell in row if cell.digits) for row in self.rows)

    @property
    def confidence(self) -> float:
        """The lowest confidence of its digits; 0 if there are none."""
        return min((digit.confidence for digit in self.digits), default=0.0)

    def with_boxes(self, move: Callable[[Box], Box], region: Box) -> "Reading":
        """Return the same reading of a picture in which everything stands elsewhere.

        Args:
            move: Returns where a digit's box is in the other picture.
            region: The part of the other picture that was read.
        """
        lines = tuple(tuple(replace(digit, box=move(digit.box)) for digit in line) for line in self.lines)
        return Reading(lines, region, self.cell_lengths)


def _cells(line: tuple[Digit, ...], lengths: tuple[int, ...]) -> tuple[Cell, ...]:
    return tuple(Cell(line[start:end]) for start, end in pairwise(accumulate(lengths, initial=0)))
