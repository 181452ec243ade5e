"""Make the pictures of how a digit is read, for the README and the About page: `python docs/pictures.py`."""

import sys
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

ROOT: Final = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from digitcam import ReadSettings, Recogniser, load_recogniser  # noqa: E402 - from the checkout, not an installed one
from digitcam.recognition.contract import DIGITS  # noqa: E402
from digitcam.recognition.view import computer_view  # noqa: E402
from digitcam.ui.texts.about import PICTURES  # noqa: E402
from tests.paper import mnist_digit, page  # noqa: E402

SIDE_PX: Final = 240
"""Side of each step's picture, pixels."""

GAP_PX: Final = 24
CAPTION_PX: Final = 44
GREY: Final = (128, 128, 128)

BARS: Final = (*map(str, range(DIGITS)), "no")
"""Labels of the bars: the digits, and no digit."""

WEBP: Final = (cv2.IMWRITE_WEBP_QUALITY, 90)
"""Options of the files; as PNG they would be eight times as large, for the camera's noise."""

Picture = NDArray[np.uint8]


def main() -> None:
    """Write docs/images/how.webp, all steps in a row, and digitcam/ui/images/how-*.webp, each alone."""
    steps = _steps(_shaded_page(), load_recogniser())
    for name, picture in steps.items():
        cv2.imwrite(str(ROOT / "digitcam" / "ui" / "images" / f"how-{name}.webp"), _square(picture), WEBP)
    panels = [_panel(picture, PICTURES[name][0]) for name, picture in steps.items()]
    gap = np.full((panels[0].shape[0], GAP_PX, 4), 0, np.uint8)
    row = [part for panel in panels for part in (panel, gap)][:-1]
    cv2.imwrite(str(ROOT / "docs" / "images" / "how.webp"), np.hstack(row), WEBP)


def _shaded_page() -> Picture:
    """Return a seven on paper with a shadow across it, (480, 640, 3) uint8 BGR."""
    light = np.linspace(0.45, 1.05, 640)[None, :, None]
    return np.clip(page(mnist_digit(7)) * light, 0, 255).astype(np.uint8)


def _steps(photo: Picture, recogniser: Recogniser) -> dict[str, Picture]:
    reading = recogniser.read(photo, ReadSettings())
    (digit,) = reading.digits
    x0, y0, x1, y1 = reading.region
    grey = cv2.cvtColor(photo[y0:y1, x0:x1], cv2.COLOR_BGR2GRAY)
    framed = cv2.rectangle(photo.copy(), (x0, y0), (x1, y1), (255, 255, 255), 3)
    seen = computer_view(np.asarray(grey, np.uint8), None)
    patch = np.rint(digit.patch * 255).astype(np.uint8)
    found = cv2.cvtColor(cv2.resize(seen, grey.shape[::-1]), cv2.COLOR_GRAY2BGR)
    left, top, right, bottom = digit.box
    cv2.rectangle(found, (left - x0, top - y0), (right - x0, bottom - y0), (90, 220, 90), 2)
    return {
        "box": np.asarray(framed[80:400, 160:480]),
        "grey": np.asarray(grey),
        "light": seen,
        "found": np.asarray(found),
        "crop": patch,
        "answer": _bars(digit.shown_probabilities()),
    }


def _bars(probabilities: NDArray[np.float64]) -> Picture:
    """Return a chart of the probabilities of the ten digits and of no digit, (SIDE_PX, SIDE_PX) uint8."""
    picture = np.full((SIDE_PX, SIDE_PX), 255, np.uint8)
    width = SIDE_PX // len(BARS)
    for bar, (label, probability) in enumerate(zip(BARS, probabilities.tolist(), strict=True)):
        top = SIDE_PX - 30 - round(probability * (SIDE_PX - 50))
        cv2.rectangle(picture, (bar * width + 4, top), ((bar + 1) * width - 4, SIDE_PX - 30), 90, cv2.FILLED)
        at = (bar * width + 5, SIDE_PX - 8)
        cv2.putText(picture, label, at, cv2.FONT_HERSHEY_SIMPLEX, 0.5, 60, 1, cv2.LINE_AA)
    # On a phone the labels are too small.
    likeliest = int(probabilities.argmax())
    at = (likeliest * width - 60, 90)
    cv2.putText(picture, BARS[likeliest], at, cv2.FONT_HERSHEY_SIMPLEX, 2.5, 60, 6, cv2.LINE_AA)
    return picture


def _square(picture: Picture) -> Picture:
    return np.asarray(cv2.resize(picture, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_NEAREST), np.uint8)


def _panel(picture: Picture, caption: str) -> Picture:
    """Return a step with its caption below.

    The background is transparent, which suits light and dark pages.
    """
    square = _square(picture)
    colour = square if square.ndim == 3 else cv2.cvtColor(square, cv2.COLOR_GRAY2BGR)
    panel = np.zeros((SIDE_PX + CAPTION_PX, SIDE_PX, 4), np.uint8)
    panel[:SIDE_PX] = cv2.cvtColor(colour, cv2.COLOR_BGR2BGRA)
    width = cv2.getTextSize(caption, cv2.FONT_HERSHEY_SIMPLEX, 0.7, 2)[0][0]
    at = ((SIDE_PX - width) // 2, SIDE_PX + 30)
    cv2.putText(panel, caption, at, cv2.FONT_HERSHEY_SIMPLEX, 0.7, (*GREY, 255), 2, cv2.LINE_AA)
    return panel


if __name__ == "__main__":
    main()
