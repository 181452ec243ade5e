"""Pictures of MNIST's test digits on paper, as a camera would take them."""

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
"""Longer side of a digit, pixels. It leaves a margin in the 150-pixel box, as people do."""

GAP_PX: Final = 32
"""Gap between two digits of a number, pixels."""

SHEET_DIGIT_PX: Final = 48
SHEET_GAP_PX: Final = 8
SHEET_LEFT_PX: Final = 130
SHEET_TOP_PX: Final = 50
SHEET_PITCH_PX: Final = (230, 100)
"""Of a sheet with several numbers: longer side of a digit, gap between two, place of the first number, distance between
columns and rows, pixels."""

PAPER_GREY: Final = 205.0
"""Grey value in the centre of the sheet."""

GRADIENT: Final = 12.0
"""Half the difference between the lit and the shaded corner of the sheet, grey levels."""

NOISE: Final = 2.0
"""Standard deviation of the camera's noise, grey levels."""

INK_BGR: Final = (105, 45, 30)
"""Colour of a dark blue ballpoint pen."""

PEN_EDGE: Final = (70, 160)
"""Grey values of the enlarged image between which ink fades in: a pen's edge is sharper than that of an enlarged
pixel."""


def first_of_each_class() -> list[NDArray[np.uint8]]:
    """Return the first test image of each class, 0 to 9, easy or not."""
    return [mnist_digit(label) for label in range(10)]


def mnist_digit(label: int, nth: int = 0) -> NDArray[np.uint8]:
    """Return the nth test image of a class: (28, 28) uint8, light ink on dark."""
    images, labels = _test_set()
    return np.asarray(images[np.flatnonzero(labels == label)[nth]])


def page(*digits: NDArray[np.uint8], seed: int = 0) -> NDArray[np.uint8]:
    """Draw digits in a row in the centre of a sheet.

    Args:
        digits: (28, 28) uint8 each, light ink on dark; none for blank paper.
        seed: Random seed of the camera's noise.

    Returns:
        (480, 640, 3) uint8 BGR.
    """
    ink = _row(digits)[:, :, None]
    paper = _paper(np.random.default_rng(seed))[:, :, None]
    picture = paper * (1 - ink) + np.array(INK_BGR, np.float32) * ink
    return np.clip(picture, 0, 255).astype(np.uint8)


def sheet_page(*rows: list[str], seed: int = 0) -> NDArray[np.uint8]:
    """Draw columns of numbers on a sheet that fills the frame.

    Args:
        rows: The numbers of each row; "" leaves a place empty.
        seed: Random seed of the camera's noise.

    Returns:
        (480, 640, 3) uint8 BGR.
    """
    ink = np.zeros((HEIGHT_PX, WIDTH_PX), np.float32)
    for row, numbers in enumerate(rows):
        for column, number in enumerate(numbers):
            x, y = SHEET_LEFT_PX + SHEET_PITCH_PX[0] * column, SHEET_TOP_PX + SHEET_PITCH_PX[1] * row
            for label in number:
                digit = _pen(mnist_digit(int(label)), SHEET_DIGIT_PX)
                ink[y : y + digit.shape[0], x : x + digit.shape[1]] = digit
                x += digit.shape[1] + SHEET_GAP_PX
    picture = _paper(np.random.default_rng(seed))[:, :, None] * (1 - ink[:, :, None])
    return np.clip(picture + np.array(INK_BGR, np.float32) * ink[:, :, None], 0, 255).astype(np.uint8)


def _row(digits: tuple[NDArray[np.uint8], ...]) -> NDArray[np.float32]:
    """Draw a row of digits: (480, 640) float32, 0 for paper and 1 for ink."""
    inked = [_pen(digit) for digit in digits]
    sheet = np.zeros((HEIGHT_PX, WIDTH_PX), np.float32)
    x = (WIDTH_PX - sum(ink.shape[1] for ink in inked) - GAP_PX * (len(inked) - 1)) // 2
    for ink in inked:
        y = (HEIGHT_PX - ink.shape[0]) // 2
        sheet[y : y + ink.shape[0], x : x + ink.shape[1]] = ink
        x += ink.shape[1] + GAP_PX
    return sheet


def _pen(digit: NDArray[np.uint8], side_px: int = DIGIT_PX) -> NDArray[np.float32]:
    """Enlarge a digit so that its longer side has this length: (h, w) float32 in [0, 1]."""
    x, y, w, h = cv2.boundingRect((digit > 0).astype(np.uint8))
    # One pixel of paper on each side lets the edges fade out.
    crop = np.pad(digit, 1)[y : y + h + 2, x : x + w + 2]
    scale = side_px / max(w, h)
    size = (round(crop.shape[1] * scale), round(crop.shape[0] * scale))
    large = cv2.resize(crop, size, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    low, high = PEN_EDGE
    return np.clip((large - low) / (high - low), 0, 1)


def _paper(rng: np.random.Generator) -> NDArray[np.float32]:
    """Return blank paper lit from the upper left: (480, 640) float32."""
    x, y = np.linspace(1, -1, WIDTH_PX, dtype=np.float32), np.linspace(1, -1, HEIGHT_PX, dtype=np.float32)
    light = PAPER_GREY + GRADIENT * (x[None, :] + y[:, None]) / 2
    return np.asarray(light + rng.normal(0, NOISE, light.shape), np.float32)


@lru_cache(maxsize=1)
def _test_set() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Load the 10,000 test images (N, 28, 28) and their labels (N,)."""
    with np.load(MNIST) as data:
        return data["x_test"], data["y_test"]
