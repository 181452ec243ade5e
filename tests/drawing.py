"""Pictures drawn stroke by stroke, and classifiers that need no training."""

import cv2
import numpy as np
from numpy.typing import NDArray


def paper(height: int, width: int, level: int = 210) -> NDArray[np.uint8]:
    """Return a blank sheet: (height, width) uint8."""
    return np.full((height, width), level, np.uint8)


def stroke(sheet: NDArray[np.uint8], at: tuple[int, int], height: int, ink: int = 40, width: int = 8) -> None:
    """Draw a "1" as one vertical stroke, its centre at (x, y)."""
    x, y = at
    cv2.line(sheet, (x, y - height // 2), (x, y + height // 2), ink, width)


def place(sheet: NDArray[np.uint8], digit: NDArray[np.uint8], at: tuple[int, int], size: int, ink: int = 40) -> None:
    """Draw an MNIST image, scaled to a side of `size`, its centre at (x, y)."""
    alpha = cv2.resize(digit, (size, size), interpolation=cv2.INTER_CUBIC).astype(np.float32) / 255
    y, x = at[1] - size // 2, at[0] - size // 2
    part = sheet[y : y + size, x : x + size]
    part[:] = np.rint(part * (1 - alpha) + ink * alpha).astype(np.uint8)


def by_width(patches: NDArray[np.float32]) -> NDArray[np.float32]:
    """Classify narrow ink as 1 and wide ink as 0; a fake patch network."""
    labels = [1 if np.ptp(np.flatnonzero(patch.max(axis=0))) < 8 else 0 for patch in patches]
    return np.asarray(np.eye(10, dtype=np.float32)[labels].reshape(-1, 10))


def unsure(patches: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give every digit the same probability; a fake patch network."""
    return np.full((len(patches), 10), 0.1, np.float32)
