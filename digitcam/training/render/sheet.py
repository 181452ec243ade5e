"""Sheets: canvases on which marks are written one by one, in rows and in words."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import DIGITS, NONE
from digitcam.training.render.camera import CANVAS_PX, Legibility
from digitcam.training.render.cursive import cursive_word
from digitcam.training.render.ink import Ink
from digitcam.training.render.pen import Shape, placement, write

_TILTED_SHARE: Final = 0.12
"""Share of sheets that are held, or written on, at an angle."""

_MIN_RADIUS_PX: Final = 0.6
"""Minimum radius of the pen, pixels of the canvas."""


class _Separator(NamedTuple):
    """A stroke between two numbers; lengths are shares of a digit's height.

    Attributes:
        dx: Horizontal extent from the upper end to the lower end; negative if the lower end is further left.
        dy: Vertical extent.
        rise: Height of the upper end above the foot of the row.
        doubled: True if the stroke is repeated above.
    """

    dx: float
    dy: float
    rise: float
    doubled: bool = False


_SEPARATORS: Final = (
    _Separator(0.02, 0.02, 0.05),
    _Separator(-0.08, 0.18, 0.05),
    _Separator(0.02, 0.02, 0.05, doubled=True),
    _Separator(0.3, 0.0, 0.5),
    _Separator(-0.3, 1.1, 1.05),
)
"""Full stop, comma, colon, dash and slash."""

_COLON_GAP: Final = 0.4
"""Distance between the two dots of a colon, as a share of a digit's height."""


@dataclass(slots=True)
class Sheet:
    """A canvas and the pen with which it is written on.

    Attributes:
        ink: The shapes that can be written.
        rng: Random generator.
        opacity: (192, 192) float32, 0 for paper and 1 for ink.
        labels: The digits written so far.
        boxes: Their boxes, (4,) float64 xyxy each, pixels of the canvas.
        pen: Width of the stroke over the height of a digit.
        tilt: Maximum rotation of a digit either way, degrees.
    """

    ink: Ink
    rng: np.random.Generator
    opacity: NDArray[np.float32] = field(default_factory=lambda: np.zeros((CANVAS_PX, CANVAS_PX), np.float32))
    labels: list[int] = field(default_factory=list)
    boxes: list[NDArray[np.float64]] = field(default_factory=list)
    pen: float = field(init=False)
    tilt: float = field(init=False)

    def __post_init__(self) -> None:
        self.pen = float(np.exp(self.rng.uniform(np.log(0.012), np.log(0.2))))
        self.tilt = 26.0 if self.rng.random() < _TILTED_SHARE else 12.0

    def legibility(self, contrast: float) -> Legibility:
        """Return the limits of degradation, for ink of this contrast in grey levels."""
        height = min((float(max(b[2] - b[0], b[3] - b[1])) for b in self.boxes), default=float(CANVAS_PX))
        return Legibility(contrast, max(1.2, self.pen * height), height)

    def random_label(self, negative: float = 0.0) -> int:
        """Return a random digit, or `NONE` with the given probability."""
        return NONE if self.rng.random() < negative else int(self.rng.integers(DIGITS))

    def write(
        self,
        label: int,
        centre: tuple[float, float],
        height: float,
        after: float | None = None,
        before: float | None = None,
    ) -> NDArray[np.float64]:
        """Write a digit or a negative.

        Args:
            label: 0 to 9, or `NONE` for a negative.
            centre: Centre of its box, (x, y), pixels of the canvas.
            height: Longer side of its box, pixels of the canvas.
            after: Left edge of its box; replaces the centre's x.
            before: Right edge of its box; replaces the centre's x.

        Returns:
            (4,) float64 xyxy, its box.
        """
        rng = self.rng
        shape = self.ink.negative(rng) if label == NONE else self.ink.digit(label, rng)
        matrix = placement(shape, centre, height, rng, self.tilt)
        radius = max(_MIN_RADIUS_PX, self.pen * height * rng.uniform(0.9, 1.1) / 2)
        if after is not None or before is not None:
            box = self._measure(shape, matrix, radius)
            matrix[0, 2] += after - box[0] if after is not None else (before or 0.0) - box[2]
        box = write(self.opacity, shape, matrix, radius, rng)
        if label != NONE:
            self.labels.append(label)
            self.boxes.append(box)
        return box

    def write_row(self, x: float, y: float, height: float, count: int, negative: float, gap: float) -> float:
        """Write marks side by side, sometimes with a separator after one.

        Args:
            x: Left edge of the row, pixels of the canvas.
            y: Centre of its first mark, pixels of the canvas.
            height: Height of a mark, pixels of the canvas.
            count: Number of marks.
            negative: Probability that a mark is a negative.
            gap: Gap between two marks, as a share of their height; negative if they overlap.

        Returns:
            The row's right end.
        """
        rng = self.rng
        slope, irregularity = rng.uniform(-0.15, 0.15), rng.uniform(0, 0.12)
        start = x
        for _ in range(count):
            tall = height * (1 + rng.normal(0, irregularity))
            middle = y + slope * (x - start) + rng.normal(0, irregularity) * height / 2
            box = self.write(self.random_label(negative), (x, middle), max(tall, height / 2), after=x)
            x = box[2] + height * (gap + rng.normal(0, 0.05))
            if rng.random() < 0.08:
                x = self._write_separator(x, middle + height / 2, height)
        return x

    def write_word(self, x: float, y: float, height: float) -> float:
        """Write a word, cursive or in single letters, from x on; return its right end."""
        rng = self.rng
        radius = max(_MIN_RADIUS_PX, self.pen * height / 2)
        if rng.random() < 0.6:
            shape = cursive_word(rng)
            scale = height * rng.uniform(0.9, 1.1) / shape.field.shape[0] * 1.4
            matrix = np.array([[scale, rng.uniform(-0.35, 0.1) * scale, x], [0, scale, y - 0.7 * height]])
            return float(write(self.opacity, shape, matrix, radius, rng)[2])
        for _ in range(rng.integers(2, 9)):
            shape = self.ink.letter(rng)
            matrix = placement(shape, (0, y + rng.normal(0, 0.04) * height), height * rng.uniform(0.6, 1.0), rng)
            x = self._write_from(x, shape, matrix, radius) + rng.uniform(-0.02, 0.2) * height
        return x

    def write_signs(self, x: float, y: float, height: float) -> None:
        """Write mathematical signs from x to the right edge, without digits."""
        rng = self.rng
        radius, gap = max(_MIN_RADIUS_PX, self.pen * height / 2), np.exp(rng.uniform(np.log(0.15), np.log(2.0)))
        while x < CANVAS_PX:
            shape = self.ink.sign(rng)
            matrix = placement(shape, (0, y + rng.normal(0, 0.05) * height), height * rng.uniform(0.7, 1.1), rng)
            x = self._write_from(x, shape, matrix, radius) + gap * height * rng.uniform(0.7, 1.3)

    def _write_from(self, x: float, shape: Shape, matrix: NDArray[np.float64], radius: float) -> float:
        """Write a negative with its left edge at x; return its right edge."""
        matrix[0, 2] += x - self._measure(shape, matrix, radius)[0]
        return float(write(self.opacity, shape, matrix, radius, self.rng)[2])

    def _measure(self, shape: Shape, matrix: NDArray[np.float64], radius: float) -> NDArray[np.float64]:
        """Return the box that a shape would have."""
        return write(np.zeros((1, 1), np.float32), shape, matrix, radius, self.rng)

    def _write_separator(self, x: float, foot: float, height: float) -> float:
        """Write a separator between numbers; return its right end."""
        stroke = _SEPARATORS[self.rng.integers(len(_SEPARATORS))]
        dx, top = stroke.dx * height, foot - stroke.rise * height
        x += abs(dx) / 2 + height * 0.05
        mark = np.zeros(self.opacity.shape, np.uint8)
        for y in (top, top - _COLON_GAP * height) if stroke.doubled else (top,):
            end = (int(x + dx), int(y + stroke.dy * height))
            cv2.line(mark, (int(x), int(y)), end, 255, max(1, round(self.pen * height)), cv2.LINE_AA)
        np.maximum(self.opacity, mark.astype(np.float32) / np.float32(255), out=self.opacity)
        return x + abs(dx) / 2 + height * float(self.rng.uniform(0.05, 0.2))
