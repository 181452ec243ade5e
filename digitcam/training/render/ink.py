"""What there is to write with: MNIST's digits, thinned and as they are, other ways of writing, and what is no digit."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.training.render.marks import Marks, by_label
from digitcam.training.render.pen import Shape, any_fade, line_shape, scanned_shape

_HABIT: Final = np.array([0.18, 0.55, 0.12, 0.08, 0.37, 0.15, 0.16, 0.50, 0.06, 0.35])
"""Share of each digit that is written in another way than MNIST's: more where its writers had fewer."""

_SCANNED: Final = 0.4
"""Share of MNIST's digits that keep their own pen's ink: thinning leaves out some, and changes all a little."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What there is to write with.

    Attributes:
        thinned: MNIST's digits as lines.
        images: (N, 28, 28) uint8: MNIST's digits as they are.
        labels: (N,) uint8.
        habits: Digits written in other ways.
        strangers: What is no digit.
        letters: (N, 84, 84) uint8, 0 or 1: all Latin letters, those among them that alone could be a digit.
        signs: (N, 84, 84) uint8, 0 or 1: what stands between numbers, some of it like a 1 where nothing else is.
    """

    thinned: Marks
    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    habits: Marks
    strangers: Marks
    letters: NDArray[np.uint8]
    signs: NDArray[np.uint8]
    _index: dict[str, list[NDArray[np.int64]]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self._index["thinned"] = list(by_label(self.thinned))
        self._index["habits"] = list(by_label(self.habits))
        self._index["images"] = [np.flatnonzero(self.labels == digit) for digit in range(10)]

    def digit(self, label: int, rng: np.random.Generator) -> Shape:
        """One of this digit's shapes."""
        chance = rng.random()
        if chance < _SCANNED:
            return scanned_shape(self.images[rng.choice(self._index["images"][label])], any_fade(rng))
        if rng.random() < _HABIT[label]:
            return line_shape(self.habits.lines[rng.choice(self._index["habits"][label])], rng)
        return line_shape(self.thinned.lines[rng.choice(self._index["thinned"][label])], rng)

    def stranger(self, rng: np.random.Generator) -> Shape:
        """Something that is no digit."""
        return line_shape(self.strangers.lines[rng.integers(len(self.strangers.lines))], rng)

    def sign(self, rng: np.random.Generator) -> Shape:
        """A sign of a sum."""
        return line_shape(self.signs[rng.integers(len(self.signs))], rng)

    def letter(self, rng: np.random.Generator) -> NDArray[np.uint8]:
        """A letter of a word, (84, 84) uint8."""
        letter: NDArray[np.uint8] = self.letters[rng.integers(len(self.letters))]
        return letter
