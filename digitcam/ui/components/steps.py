"""The steps of a reading as pictures.

The steps are the box, what the computer sees, the input of the networks, and the answer.
"""

import html
import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.pictures.encoding import data_url, jpeg, patch_picture, png
from digitcam.pictures.export import one_line
from digitcam.readings import Digit, Reading, percent
from digitcam.recognition.contract import DIGITS, PATCH_PX
from digitcam.recognition.view import digit_alone
from digitcam.ui import texts
from digitcam.vision.geometry import shrink

MAX_SIDE_PX: Final = 480
"""Longer side of a step's picture, pixels; as it is shown on a large window."""

MAX_TILES: Final = 8
"""Maximum number of tiles in the steps. If there are more digits, the last tile says how many more; *Each digit by
itself* shows all."""

ROW: Final = 4
"""Maximum number of tiles in one row; more are placed in two rows of half the height."""

LONG: Final = 13
"""Minimum number of characters of an answer that is shown on several lines, in small type."""

DIGIT_WIDTH: Final = 0.55
"""Width of a digit of the answer, as a share of the step's height."""

WIDEST: Final = 3.0
"""Maximum width of a step over its height: a strip of digits is not wider."""

SHOWN_LABELS: Final = (*(str(label) for label in range(DIGITS)), texts.live.NO_DIGIT_BAR)
"""Labels of `Digit.shown_probabilities`."""

BLANK: Final = np.full((PATCH_PX, PATCH_PX), 128, np.uint8)


def reading_steps(grey: NDArray[np.uint8], seen: NDArray[np.uint8], reading: Reading) -> str:
    """Format the steps of a reading as HTML.

    Its height is constant: grey tiles are shown where there is nothing yet.

    Args:
        grey: (h, w) uint8, the box; may be empty.
        seen: (h, w) uint8, what the computer sees, from `computer_view`; may be empty.
        reading: The reading of the box.
    """
    text = one_line(reading.text) or texts.common.NOTHING
    aspect = _aspect(grey)
    steps = (
        _step(_picture(grey), texts.live.STEP_BOX, aspect, texts.live.THEN),
        _step(_picture(seen), texts.live.STEP_SEEN, aspect, texts.live.THEN),
        _step(_patches(reading), texts.live.STEP_PATCH, _columns(reading) / _rows(reading), texts.live.THEN),
        _step(_answer(text), texts.live.STEP_ANSWER, min(max(DIGIT_WIDTH * len(text), 1.0), WIDEST)),
    )
    return f'<section class="digitcam-strip"><h3>{texts.live.HOW}</h3><div>{"".join(steps)}</div></section>'


def each_digit(reading: Reading) -> str:
    """Format every digit with its probabilities, and that of no digit, as HTML."""
    if not reading.digits:
        return f"<p>{texts.live.NO_DIGIT}</p>"
    return f'<div class="digitcam-digits">{"".join(_digit(digit, reading) for digit in reading.digits)}</div>'


def _digit(digit: Digit, reading: Reading) -> str:
    bars = "".join(map(_bar, SHOWN_LABELS, digit.shown_probabilities().tolist()))
    head = f"{_patch(digit, reading)}<b>{digit.text}</b> {percent(digit.confidence)}%"
    return f"<figure>{head}<figcaption>{bars}</figcaption></figure>"


def _bar(label: str, probability: float) -> str:
    shown = f"{percent(probability)}%"
    drawn = f'<span><i style="width:{shown}"></i></span>'
    return f'<div class="digitcam-bar"><span>{label}</span>{drawn}<span>{shown}</span></div>'


def _tile_count(reading: Reading) -> int:
    return min(max(len(reading.digits), 1), MAX_TILES)


def _rows(reading: Reading) -> int:
    return 1 if _tile_count(reading) <= ROW else 2


def _columns(reading: Reading) -> int:
    return math.ceil(_tile_count(reading) / _rows(reading))


def _patches(reading: Reading) -> str:
    if not reading.digits:
        return _blank(texts.live.NOTHING_YET)
    left_out = len(reading.digits) - MAX_TILES
    shown = reading.digits if left_out <= 0 else reading.digits[: MAX_TILES - 1]
    tiles = "".join(_patch(digit, reading) for digit in shown) + (f"<b>+{left_out + 1}</b>" if left_out > 0 else "")
    return f'<div class="digitcam-tiles" style="--columns:{_columns(reading)};--rows:{_rows(reading)}">{tiles}</div>'


def _patch(digit: Digit, reading: Reading) -> str:
    content = png(patch_picture(digit_alone(digit, reading.digits)))
    return _image(content, "image/png", texts.live.PATCH_ALT.format(text=digit.text), "digitcam-patch")


def _aspect(picture: NDArray[np.uint8]) -> float:
    """Return a picture's width over its height, 1 to WIDEST."""
    height, width = picture.shape
    return min(max(width / height, 1.0), WIDEST) if picture.size else 1.0


def _step(content: str, caption: str, aspect: float, then: str = "") -> str:
    arrow = f' <span aria-hidden="true">{then}</span>' if then else ""
    return f'<figure style="--aspect:{aspect:.2f}">{content}<figcaption>{caption}{arrow}</figcaption></figure>'


def _answer(text: str) -> str:
    style = ' class="digitcam-long"' if len(text) >= LONG else ""
    return (
        f'<div class="digitcam-answer" style="--characters:{len(text)}"><span{style}>{html.escape(text)}</span></div>'
    )


def _picture(picture: NDArray[np.uint8]) -> str:
    return _image(jpeg(shrink(picture, MAX_SIDE_PX).picture), "image/jpeg", "") if picture.size else _blank("")


def _blank(alternative: str) -> str:
    return _image(png(BLANK), "image/png", alternative, "digitcam-blank")


def _image(content: bytes, kind: str, alternative: str, style: str = "") -> str:
    return f'<img class="{style}" src="{data_url(content, kind)}" alt="{html.escape(alternative)}">'
