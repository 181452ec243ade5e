"""What one picture said."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Box: TypeAlias = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels of the full picture; half-open, so width is x1 - x0."""

UNTRUSTED = "?"


@dataclass(frozen=True, slots=True, eq=False)
class Digit:
    """One mark that was read.

    Attributes:
        label: The digit 0 to 9, or None where the network is not sure enough.
        confidence: How sure it is that this digit stands here, 0 to 1.
        box: Where it is.
        probabilities: (10,) float32, one per digit; what they lack to 1 is that it is no digit.
        patch: (28, 28) or (96, 96) float32 in [0, 1], light ink on dark: what the network was given.
    """

    label: int | None
    confidence: float
    box: Box
    probabilities: NDArray[np.float32]
    patch: NDArray[np.float32]

    @property
    def text(self) -> str:
        """The digit as a character, "?" where it is not trusted."""
        return UNTRUSTED if self.label is None else str(self.label)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Everything that one picture said; empty, not None, when there is nothing to read.

    Attributes:
        lines: The digits of each line of writing, left to right, top line first.
        region: The box that was looked at.
        seen: (h, w) uint8, the region as the computer saw it, light ink on dark, at any size: the ink, 0 or 255, or
            the paper network's even grey. (0, 0) if nobody wanted to see it.
    """

    lines: tuple[tuple[Digit, ...], ...] = ()
    region: Box = (0, 0, 0, 0)
    seen: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((0, 0), np.uint8))

    @property
    def digits(self) -> tuple[Digit, ...]:
        """All digits in reading order."""
        return tuple(digit for line in self.lines for digit in line)

    @property
    def text(self) -> str:
        """The digits as people would type them, one line of text per line of writing."""
        return "\n".join("".join(digit.text for digit in line) for line in self.lines)

    @property
    def confidence(self) -> float:
        """That of the least certain digit, 0 when there is none: a number is as sure as its worst digit."""
        return min((digit.confidence for digit in self.digits), default=0.0)
