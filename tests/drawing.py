"""Drawn strokes and small fakes for tests of pure functions."""

import cv2
import numpy as np
from numpy.typing import NDArray


def paper(height: int, width: int, level: int = 210) -> NDArray[np.uint8]:
    """A blank grey sheet (height, width)."""
    return np.full((height, width), level, np.uint8)


def stroke(sheet: NDArray[np.uint8], at: tuple[int, int], height: int, ink: int = 40, width: int = 8) -> None:
    """Draw a "1" as one vertical stroke, its middle at x, y."""
    x, y = at
    cv2.line(sheet, (x, y - height // 2), (x, y + height // 2), ink, width)


def place(sheet: NDArray[np.uint8], digit: NDArray[np.uint8], at: tuple[int, int], size: int, ink: int = 40) -> None:
    """Ink an MNIST digit (28, 28) onto a sheet, its middle at x, y, its 28 pixels scaled to size."""
    alpha = cv2.resize(digit, (size, size), interpolation=cv2.INTER_CUBIC).astype(np.float32) / 255
    y, x = at[1] - size // 2, at[0] - size // 2
    part = sheet[y : y + size, x : x + size]
    part[:] = np.rint(part * (1 - alpha) + ink * alpha).astype(np.uint8)


def by_width(patches: NDArray[np.float32]) -> NDArray[np.float32]:
    """A stand-in classifier that needs no training: narrow ink is a 1, wide ink a 0, both for certain."""
    labels = [1 if np.ptp(np.flatnonzero(patch.max(axis=0))) < 8 else 0 for patch in patches]
    return np.asarray(np.eye(10, dtype=np.float32)[labels].reshape(-1, 10))


def unsure(patches: NDArray[np.float32]) -> NDArray[np.float32]:
    """A stand-in classifier that has no idea."""
    return np.full((len(patches), 10), 0.1, np.float32)
