"""MNIST test digits inked on paper, as a camera would see them: pure functions, the same picture each time."""

from functools import lru_cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

MNIST: Final = Path(__file__).parent.parent / "digitcam" / "data" / "mnist.npz"

WIDTH_PX: Final = 640
HEIGHT_PX: Final = 480

DIGIT_PX: Final = 110
"""The longer side of a digit: it leaves a margin in the 150-pixel box, as people do."""

GAP_PX: Final = 32
"""Between two digits of a number."""

PAPER_GREY: Final = 205.0
GRADIENT: Final = 12.0
"""Half the difference in grey between the lit and the shaded side of the paper."""

NOISE: Final = 2.0
"""Standard deviation of the camera's noise in grey levels."""

INK_BGR: Final = (105, 45, 30)
"""A dark blue ballpoint."""

PEN_EDGE: Final = (70, 160)
"""Grey values of the enlarged digit between which the ink fades in: a pen's edge is sharper than a blown-up pixel's."""


def first_of_each_class() -> list[NDArray[np.uint8]]:
    """The first digit of each class in the test set, 0 to 9: not chosen for being easy."""
    return [mnist_digit(label) for label in range(10)]


def mnist_digit(label: int, nth: int = 0) -> NDArray[np.uint8]:
    """The nth test image of a class, (28, 28) uint8, white on black."""
    images, labels = _test_set()
    return np.asarray(images[np.flatnonzero(labels == label)[nth]])


def page(*digits: NDArray[np.uint8], seed: int = 0) -> NDArray[np.uint8]:
    """Ink digits in a row in the middle of a sheet of paper.

    Args:
        digits: (28, 28) uint8 each, white on black; none for blank paper.
        seed: Of the camera's noise.

    Returns:
        (480, 640, 3) uint8 BGR.
    """
    ink = _row(digits)[:, :, None]
    paper = _paper(np.random.default_rng(seed))[:, :, None]
    picture = paper * (1 - ink) + np.array(INK_BGR, np.float32) * ink
    return np.clip(picture, 0, 255).astype(np.uint8)


def _row(digits: tuple[NDArray[np.uint8], ...]) -> NDArray[np.float32]:
    """How much ink lies on each pixel of the sheet: (480, 640) float32 in [0, 1]."""
    inked = [_pen(digit) for digit in digits]
    sheet = np.zeros((HEIGHT_PX, WIDTH_PX), np.float32)
    x = (WIDTH_PX - sum(ink.shape[1] for ink in inked) - GAP_PX * (len(inked) - 1)) // 2
    for ink in inked:
        y = (HEIGHT_PX - ink.shape[0]) // 2
        sheet[y : y + ink.shape[0], x : x + ink.shape[1]] = ink
        x += ink.shape[1] + GAP_PX
    return sheet


def _pen(digit: NDArray[np.uint8]) -> NDArray[np.float32]:
    """A digit cut out and enlarged to DIGIT_PX, as ink in [0, 1]."""
    x, y, w, h = cv2.boundingRect((digit > 0).astype(np.uint8))
    # With a pixel of paper around it, so that its edges fade too.
    crop = np.pad(digit, 1)[y : y + h + 2, x : x + w + 2]
    scale = DIGIT_PX / max(w, h)
    size = (round(crop.shape[1] * scale), round(crop.shape[0] * scale))
    large = cv2.resize(crop, size, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    low, high = PEN_EDGE
    return np.clip((large - low) / (high - low), 0, 1)


def _paper(rng: np.random.Generator) -> NDArray[np.float32]:
    """Blank paper (480, 640) float32, lit from the upper left."""
    x, y = np.linspace(1, -1, WIDTH_PX, dtype=np.float32), np.linspace(1, -1, HEIGHT_PX, dtype=np.float32)
    light = PAPER_GREY + GRADIENT * (x[None, :] + y[:, None]) / 2
    return np.asarray(light + rng.normal(0, NOISE, light.shape), np.float32)


@lru_cache(maxsize=1)
def _test_set() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The 10,000 test images (N, 28, 28) and their labels (N,)."""
    with np.load(MNIST) as data:
        return data["x_test"], data["y_test"]
