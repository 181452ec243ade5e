"""Write the sample pictures of the page: `python docs/samples.py`.

The files are the same each time.
"""

import sys
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

ROOT: Final = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.paper import mnist_digit  # noqa: E402 - from the checkout, not an installed one

FOLDER: Final = ROOT / "digitcam" / "data" / "samples"

PAPER_BGR: Final = (216, 222, 226)
BOARD_BGR: Final = (62, 74, 58)
INK_BGR: Final = (110, 50, 35)
CHALK_BGR: Final = (225, 232, 232)

Picture = NDArray[np.uint8]
Colour = tuple[int, int, int]


def main() -> None:
    """Write four JPEG files."""
    samples = {
        "one-digit": _written(["7"], 480, 400, 260, PAPER_BGR, INK_BGR),
        "a-number": _written(["407"], 640, 360, 150, PAPER_BGR, INK_BGR),
        "scores": _written(["18", "25", "9", "30"], 480, 640, 96, PAPER_BGR, INK_BGR),
        "blackboard": _written(["1984", "2026"], 720, 480, 130, BOARD_BGR, CHALK_BGR),
    }
    FOLDER.mkdir(exist_ok=True)
    for name, picture in samples.items():
        cv2.imwrite(str(FOLDER / f"{name}.jpg"), picture, [cv2.IMWRITE_JPEG_QUALITY, 85])


def _written(lines: list[str], width: int, height: int, digit_px: int, ground: Colour, pen: Colour) -> Picture:
    """Lines of digits on a ground that is brighter at the upper left."""
    ink = np.zeros((height, width, 1), np.float32)
    step = height // (len(lines) + 1)
    for row, line in enumerate(lines):
        _line(ink, line, step * (row + 1), digit_px)
    light = np.linspace(1.04, 0.82, width)[None, :, None] * np.linspace(1.0, 0.92, height)[:, None, None]
    noise = np.random.default_rng(len(lines)).normal(0, 2, (height, width, 1))
    picture = (np.array(ground) * (1 - ink) + np.array(pen) * ink) * light + noise
    return np.clip(picture, 0, 255).astype(np.uint8)


def _line(ink: NDArray[np.float32], line: str, middle: int, digit_px: int) -> None:
    """Write one line, centred, the middle of its digits at this height."""
    advance = round(digit_px * 0.95)
    x = (ink.shape[1] - advance * len(line)) // 2
    for place, label in enumerate(line):
        digit = mnist_digit(int(label), nth=3 * place)
        large = cv2.resize(digit, (digit_px, digit_px), interpolation=cv2.INTER_CUBIC).astype(np.float32)
        alpha = np.clip((large - 70) / 90, 0, 1)[:, :, None]
        top, left = middle - digit_px // 2, x + advance * place
        part = ink[top : top + digit_px, left : left + digit_px]
        np.maximum(part, alpha, out=part)


if __name__ == "__main__":
    main()
