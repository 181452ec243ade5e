"""Time that ``digitcam read`` takes for one large sheet of many digits."""

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.bench.material import images
from digitcam.bench.photographs import run_command
from digitcam.bench.rows import Outcome
from digitcam.evaluate.sheets import Sheet, render_sheet

CARDS: Final = (14, 56)
"""Numbers of the two score cards that the sheet shows beside each other."""

SIZE_PX: Final = (4242, 2828)
"""Width and height of the sheet: 12 megapixels."""


def measure() -> Iterator[Outcome]:
    """Measure the row about a large sheet; the start of the command counts."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "sheet.jpg"
        cv2.imwrite(str(file), picture())
        started = time.perf_counter()
        run_command([sys.executable, "-m", "digitcam", "read", str(file)])
        seconds = time.perf_counter() - started
    yield Outcome("large_sheet", seconds, f"{seconds:.1f} s")


def cards() -> list[Sheet]:
    """Return the two score cards."""
    return [render_sheet("sheet_card", number, images()) for number in CARDS]


def picture() -> NDArray[np.uint8]:
    """Return the sheet, (2828, 4242) uint8 grey."""
    beside = np.hstack([card.picture for card in cards()])
    return np.asarray(cv2.resize(beside, SIZE_PX, interpolation=cv2.INTER_CUBIC), np.uint8)
