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
from digitcam.ui import texts
from digitcam.vision.geometry import shrink

MAX_SIDE_PX: Final = 200
"""Longer side of a step's picture, pixels; larger than it is shown, so that it is sharp on high-density screens."""

MAX_TILES: Final = 8
"""Maximum number of digits shown in the steps; *Each digit by itself* shows all."""

ROW: Final = 4
"""Maximum number of tiles in one row; more are placed in two rows of half the height."""

LONG: Final = 6
"""Minimum number of characters of an answer that is shown in smaller type."""

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
    steps = (
        _step(_picture(grey), texts.live.STEP_BOX, texts.live.THEN),
        _step(_picture(seen), texts.live.STEP_SEEN, texts.live.THEN),
        _step(_patches(reading), texts.live.STEP_PATCH, texts.live.THEN),
        _step(_answer(one_line(reading.text) or texts.common.NOTHING), texts.live.STEP_ANSWER),
    )
    return f'<section class="digitcam-strip"><h3>{texts.live.HOW}</h3><div>{"".join(steps)}</div></section>'


def each_digit(reading: Reading) -> str:
    """Format every digit with its probabilities, and that of no digit, as HTML."""
    if not reading.digits:
        return f"<p>{texts.live.NO_DIGIT}</p>"
    return f'<div class="digitcam-digits">{"".join(_digit(digit) for digit in reading.digits)}</div>'


def _digit(digit: Digit) -> str:
    bars = "".join(map(_bar, SHOWN_LABELS, digit.shown_probabilities().tolist()))
    head = f"{_patch(digit)}<b>{digit.text}</b> {percent(digit.confidence)}%"
    return f"<figure>{head}<figcaption>{bars}</figcaption></figure>"


def _bar(label: str, probability: float) -> str:
    shown = f"{percent(probability)}%"
    drawn = f'<span><i style="width:{shown}"></i></span>'
    return f'<div class="digitcam-bar"><span>{label}</span>{drawn}<span>{shown}</span></div>'


def _patches(reading: Reading) -> str:
    digits = reading.digits[:MAX_TILES]
    if not digits:
        return _blank(texts.live.NOTHING_YET)
    more = len(reading.digits) - MAX_TILES
    rows = 1 if len(digits) <= ROW else 2
    style = f"--columns:{math.ceil(len(digits) / rows)};--rows:{rows}"
    tiles = "".join(_patch(digit) for digit in digits) + (f"<span>+{more}</span>" if more > 0 else "")
    return f'<div class="digitcam-tiles" style="{style}">{tiles}</div>'


def _patch(digit: Digit) -> str:
    return _image(
        png(patch_picture(digit.patch)), "image/png", texts.live.PATCH_ALT.format(text=digit.text), "digitcam-patch"
    )


def _step(content: str, caption: str, then: str = "") -> str:
    arrow = f' <span aria-hidden="true">{then}</span>' if then else ""
    return f"<figure>{content}<figcaption>{caption}{arrow}</figcaption></figure>"


def _answer(text: str) -> str:
    style = "digitcam-answer digitcam-long" if len(text) >= LONG else "digitcam-answer"
    return f'<div class="{style}">{html.escape(text)}</div>'


def _picture(picture: NDArray[np.uint8]) -> str:
    return _image(jpeg(shrink(picture, MAX_SIDE_PX).picture), "image/jpeg", "") if picture.size else _blank("")


def _blank(alternative: str) -> str:
    return _image(png(BLANK), "image/png", alternative, "digitcam-blank")


def _image(content: bytes, kind: str, alternative: str, style: str = "") -> str:
    return f'<img class="{style}" src="{data_url(content, kind)}" alt="{html.escape(alternative)}">'
