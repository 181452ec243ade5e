"""Sheets: canvases on which marks are written one by one, in rows and in words."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import DIGITS, NONE, SEPARATORS
from digitcam.training.render.camera import CANVAS_PX, Legibility
from digitcam.training.render.cursive import cursive_word
from digitcam.training.render.ink import Ink
from digitcam.training.render.pen import Shape, placement, write
from digitcam.training.render.separators import Separator, draw_separator

_TILTED_SHARE: Final = 0.12
"""Share of sheets that are held, or written on, at an angle."""

_MIN_RADIUS_PX: Final = 0.6
"""Minimum radius of the pen, pixels of the canvas."""

_JOINED_SHARE: Final = 0.75
"""Share of words that are written as one shape and not letter by letter."""

_FONT_WORD_SHARE: Final = 0.65
"""Share of handwriting fonts among those."""


@dataclass(slots=True)
class Sheet:
    """A canvas and the pen with which it is written on.

    Attributes:
        ink: The shapes that can be written.
        rng: Random generator.
        opacity: (192, 192) float32, 0 for paper and 1 for ink.
        printed: (192, 192) float32, likewise for what is printed: the lines and words of a form.
        labels: The digits written so far.
        boxes: Their boxes, (4,) float64 xyxy each, pixels of the canvas.
        separators: The separators written so far.
        pen: Width of the stroke over the height of a digit.
        tilt: Maximum rotation of a digit either way, degrees.
    """

    ink: Ink
    rng: np.random.Generator
    opacity: NDArray[np.float32] = field(default_factory=lambda: np.zeros((CANVAS_PX, CANVAS_PX), np.float32))
    printed: NDArray[np.float32] = field(default_factory=lambda: np.zeros((CANVAS_PX, CANVAS_PX), np.float32))
    labels: list[int] = field(default_factory=list)
    boxes: list[NDArray[np.float64]] = field(default_factory=list)
    separators: list[Separator] = field(default_factory=list)
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
        shape = self.ink.negative(self.rng) if label == NONE else self.ink.digit(label, self.rng)
        box = self._write_shape(shape, centre, height, after, before)
        if label != NONE:
            self.labels.append(label)
            self.boxes.append(box)
        return box

    def _write_shape(
        self, shape: Shape, centre: tuple[float, float], height: float, after: float | None, before: float | None
    ) -> NDArray[np.float64]:
        rng = self.rng
        matrix = placement(shape, centre, height, rng, self.tilt)
        radius = max(_MIN_RADIUS_PX, self.pen * height * rng.uniform(0.9, 1.1) / 2)
        if after is not None or before is not None:
            box = self._measure(shape, matrix, radius)
            matrix[0, 2] += after - box[0] if after is not None else (before or 0.0) - box[2]
        return write(self.opacity, shape, matrix, radius, rng)

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
                sign = SEPARATORS[rng.integers(len(SEPARATORS))]
                gaps = height * rng.uniform((0.03, 0.05), (0.1, 0.2))
                x = self.write_separator(sign, (x + gaps[0], middle + height / 2), height)[2] + gaps[1]
        return x

    def write_word(self, x: float, y: float, height: float) -> float:
        """Write a word, of a font, cursive or in single letters, from x on; return its right end."""
        rng = self.rng
        if rng.random() < _JOINED_SHARE:
            return float(self.write_joined(x, y, height)[2])
        radius = max(_MIN_RADIUS_PX, self.pen * height / 2)
        for _ in range(rng.integers(2, 9)):
            shape = self.ink.letter(rng)
            matrix = placement(shape, (0, y + rng.normal(0, 0.04) * height), height * rng.uniform(0.6, 1.0), rng)
            x = self._write_from(x, shape, matrix, radius) + rng.uniform(-0.02, 0.2) * height
        return x

    def write_joined(self, x: float, y: float, height: float, at: float = 0.0) -> NDArray[np.float64]:
        """Write a word of a font, or a cursive one.

        Args:
            x: Where it is written, pixels of the canvas.
            y: Centre of the row.
            height: Height of a row; capitals are about half as high.
            at: Which part of the word comes to x: 0 for its left end, 1 for its right end.

        Returns:
            (4,) float64 xyxy, its box.
        """
        rng = self.rng
        shape = self.ink.word(rng) if rng.random() < _FONT_WORD_SHARE else cursive_word(rng)
        scale = height * rng.uniform(0.9, 1.1) / shape.field.shape[0] * 1.4
        left = x - at * scale * shape.field.shape[1]
        matrix = np.array([[scale, rng.uniform(-0.35, 0.1) * scale, left], [0, scale, y - 0.7 * height]])
        return write(self.opacity, shape, matrix, max(_MIN_RADIUS_PX, self.pen * height / 2), rng)

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

    def write_separator(self, sign: str, foot: tuple[float, float], height: float) -> NDArray[np.float64]:
        """Write a separator.

        Args:
            sign: One of `SEPARATORS`.
            foot: Its left end and the foot of its row, x and y, pixels of the canvas.
            height: Height of the digits beside it, pixels of the canvas.

        Returns:
            (4,) float64 xyxy, its box.
        """
        pen = max(2 * _MIN_RADIUS_PX, self.pen * height)
        box = draw_separator(self.opacity, sign, foot, height, pen, self.rng)
        self.separators.append(Separator(SEPARATORS.index(sign), box, height))
        return box

    def write_mark(
        self,
        sign: str,
        centre: tuple[float, float],
        height: float,
        after: float | None = None,
        before: float | None = None,
    ) -> NDArray[np.float64]:
        """Write a sign or a letter of `marks`; return its box. The arguments are those of `write`."""
        return self._write_shape(self.ink.mark(sign, self.rng), centre, height, after, before)
