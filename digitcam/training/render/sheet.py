"""A sheet: marks written on a canvas one by one, side by side, in rows."""

from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import NONE
from digitcam.training.render.camera import Legibility
from digitcam.training.render.cursive import cursive_word
from digitcam.training.render.ink import Ink
from digitcam.training.render.pen import Shape, line_shape, placement, write

DRAWN_PX: Final = 192
"""Side of the canvas, pixels: twice the picture's."""

_TILTED_SHARE: Final = 0.12
"""Share of sheets that are held, or written on, at an angle."""


@dataclass(slots=True)
class Sheet:
    """A canvas that is written on with one pen.

    Attributes:
        ink: What can be written.
        rng: Random generator.
        opacity: (192, 192) float32, 0 to 1, where ink is.
        labels: The digits written so far.
        boxes: Their boxes, (4,) float64 xyxy each, pixels of the canvas.
        pen: Width of the stroke over the height of a digit.
        tilt: Largest rotation of a mark either way, degrees.
    """

    ink: Ink
    rng: np.random.Generator
    opacity: NDArray[np.float32] = field(default_factory=lambda: np.zeros((DRAWN_PX, DRAWN_PX), np.float32))
    labels: list[int] = field(default_factory=list)
    boxes: list[NDArray[np.float64]] = field(default_factory=list)
    pen: float = 0.05
    tilt: float = 12.0

    def __post_init__(self) -> None:
        self.pen = float(np.exp(self.rng.uniform(np.log(0.012), np.log(0.2))))
        self.tilt = 26.0 if self.rng.random() < _TILTED_SHARE else 12.0

    def legible(self, contrast: float) -> Legibility:
        """Return the limits for the camera, for ink of this contrast, grey levels."""
        height = min((float(max(b[2] - b[0], b[3] - b[1])) for b in self.boxes), default=float(DRAWN_PX))
        return Legibility(contrast, max(1.2, self.pen * height), height)

    def any_label(self, negative: float = 0.0) -> int:
        """Return a random digit, or with this probability `NONE`."""
        return NONE if self.rng.random() < negative else int(self.rng.integers(10))

    def write(
        self,
        label: int,
        centre: tuple[float, float],
        height: float,
        after: float | None = None,
        before: float | None = None,
    ) -> NDArray[np.float64]:
        """Write a mark; return its box.

        Args:
            label: 0 to 9, or `NONE` for a negative.
            centre: Of its box, pixels of the canvas.
            height: Longer side of its box, pixels of the canvas.
            after: Left edge of its box, instead of the centre's x.
            before: Right edge of its box, likewise.
        """
        rng = self.rng
        shape = self.ink.negative(rng) if label == NONE else self.ink.digit(label, rng)
        matrix = placement(shape, centre, height, rng, self.tilt)
        radius = max(0.6, self.pen * height * rng.uniform(0.9, 1.1) / 2)
        if after is not None or before is not None:
            box = write(np.zeros((1, 1), np.float32), shape, matrix, radius, rng)
            matrix[0, 2] += after - box[0] if after is not None else (before or 0.0) - box[2]
        box = write(self.opacity, shape, matrix, radius, rng)
        if label != NONE:
            self.labels.append(label)
            self.boxes.append(box)
        return box

    def row(self, x: float, y: float, height: float, count: int, negative: float, step: float) -> float:
        """Write marks side by side, their gaps ``step`` times their height; return the row's right end."""
        rng = self.rng
        slope, ragged = rng.uniform(-0.15, 0.15), rng.uniform(0, 0.12)
        start = x
        for _ in range(count):
            tall = height * (1 + rng.normal(0, ragged))
            middle = y + slope * (x - start) + rng.normal(0, ragged) * height / 2
            box = self.write(self.any_label(negative), (x, middle), max(tall, height / 2), after=x)
            x = box[2] + height * (step + rng.normal(0, 0.05))
            if rng.random() < 0.08:
                x = self.separator(x, middle + height / 2, height)
        return x

    def word(self, x: float, y: float, height: float) -> float:
        """Write a word, cursive or in single letters; return its right end."""
        rng = self.rng
        radius = max(0.6, self.pen * height / 2)
        if rng.random() < 0.6:
            shape = cursive_word(rng)
            scale = height * rng.uniform(0.9, 1.1) / shape.field.shape[0] * 1.4
            matrix = np.array([[scale, rng.uniform(-0.35, 0.1) * scale, x], [0, scale, y - 0.7 * height]])
            return float(write(self.opacity, shape, matrix, radius, rng)[2])
        for _ in range(rng.integers(2, 9)):
            shape = line_shape(self.ink.letter(rng), rng)
            matrix = placement(shape, (0, y + rng.normal(0, 0.04) * height), height * rng.uniform(0.6, 1.0), rng)
            x = self._write_from(x, shape, matrix, radius) + rng.uniform(-0.02, 0.2) * height
        return x

    def signs(self, x: float, y: float, height: float) -> None:
        """Write signs in a row up to the edge, without digits."""
        rng = self.rng
        radius, gap = max(0.6, self.pen * height / 2), np.exp(rng.uniform(np.log(0.15), np.log(2.0)))
        while x < DRAWN_PX:
            shape = self.ink.sign(rng)
            matrix = placement(shape, (0, y + rng.normal(0, 0.05) * height), height * rng.uniform(0.7, 1.1), rng)
            x = self._write_from(x, shape, matrix, radius) + gap * height * rng.uniform(0.7, 1.3)

    def _write_from(self, x: float, shape: Shape, matrix: NDArray[np.float64], radius: float) -> float:
        """Write a negative, its left edge at x; return its right edge."""
        box = write(np.zeros((1, 1), np.float32), shape, matrix, radius, self.rng)
        matrix[0, 2] += x - box[0]
        return float(write(self.opacity, shape, matrix, radius, self.rng)[2])

    def separator(self, x: float, bottom: float, height: float) -> float:
        """Write a full stop, comma, colon, dash or slash; return its right end."""
        rng, kind = self.rng, self.rng.integers(5)
        width = max(1, round(self.pen * height))
        tall = {0: 0.02, 1: 0.18, 2: 0.02, 3: 0.0, 4: 1.1}[int(kind)] * height
        wide = {0: 0.02, 1: -0.08, 2: 0.02, 3: 0.3, 4: -0.3}[int(kind)] * height
        top = bottom - (0.5 * height if kind == 3 else 1.05 * height if kind == 4 else 0.05 * height)
        mark = np.zeros(self.opacity.shape, np.uint8)
        x += abs(wide) / 2 + height * 0.05
        for y in (top, top - 0.4 * height) if kind == 2 else (top,):
            cv2.line(mark, (int(x), int(y)), (int(x + wide), int(y + tall)), 255, width, cv2.LINE_AA)
        np.maximum(self.opacity, mark.astype(np.float32) / np.float32(255), out=self.opacity)
        return x + abs(wide) / 2 + height * float(rng.uniform(0.05, 0.2))
