"""Make the README's picture of how a digit is read: `python docs/pictures.py`."""

import sys
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

ROOT: Final = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from digitcam import ReadSettings, Recogniser, load_recogniser  # noqa: E402 - from the checkout, not an installed one
from digitcam.recognition.view import computer_view  # noqa: E402
from tests.paper import mnist_digit, page  # noqa: E402

SIDE_PX: Final = 240
"""Side of each step's picture, pixels."""

GAP_PX: Final = 24
CAPTION_PX: Final = 44
GREY: Final = (128, 128, 128)

Picture = NDArray[np.uint8]


def main() -> None:
    """Write digitcam/ui/images/how.png."""
    recogniser = load_recogniser()
    panels = [_panel(picture, caption) for caption, picture in _steps(_shaded_page(), recogniser)]
    gap = np.full((panels[0].shape[0], GAP_PX, 4), 0, np.uint8)
    row = [part for panel in panels for part in (panel, gap)][:-1]
    cv2.imwrite(str(ROOT / "digitcam" / "ui" / "images" / "how.png"), np.hstack(row))


def _shaded_page() -> Picture:
    """Return a seven on paper with a shadow across it, (480, 640, 3) uint8 BGR."""
    light = np.linspace(0.45, 1.05, 640)[None, :, None]
    return np.clip(page(mnist_digit(7)) * light, 0, 255).astype(np.uint8)


def _steps(photo: Picture, recogniser: Recogniser) -> list[tuple[str, Picture]]:
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
    return [
        ("the box", np.asarray(framed[80:400, 160:480])),
        ("its grey", np.asarray(grey)),
        ("even light", seen),
        ("detected", np.asarray(found)),
        ("crop", patch),
        (f"{digit.text}, {digit.confidence:.0%}", _bars(digit.probabilities)),
    ]


def _bars(probabilities: NDArray[np.float32]) -> Picture:
    picture = np.full((SIDE_PX, SIDE_PX), 255, np.uint8)
    width = SIDE_PX // 10
    for digit, probability in enumerate(probabilities.tolist()):
        top = SIDE_PX - 30 - round(probability * (SIDE_PX - 50))
        cv2.rectangle(picture, (digit * width + 4, top), ((digit + 1) * width - 4, SIDE_PX - 30), 90, cv2.FILLED)
        cv2.putText(picture, str(digit), (digit * width + 5, SIDE_PX - 8), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 60, 1)
    return picture


def _panel(picture: Picture, caption: str) -> Picture:
    """Return a step with its caption below.

    The background is transparent, which suits light and dark pages.
    """
    square = cv2.resize(picture, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_NEAREST)
    colour = square if square.ndim == 3 else cv2.cvtColor(square, cv2.COLOR_GRAY2BGR)
    panel = np.zeros((SIDE_PX + CAPTION_PX, SIDE_PX, 4), np.uint8)
    panel[:SIDE_PX] = cv2.cvtColor(colour, cv2.COLOR_BGR2BGRA)
    width = cv2.getTextSize(caption, cv2.FONT_HERSHEY_SIMPLEX, 0.7, 2)[0][0]
    at = ((SIDE_PX - width) // 2, SIDE_PX + 30)
    cv2.putText(panel, caption, at, cv2.FONT_HERSHEY_SIMPLEX, 0.7, (*GREY, 255), 2, cv2.LINE_AA)
    return panel


if __name__ == "__main__":
    main()
