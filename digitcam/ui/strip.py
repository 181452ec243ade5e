"""How it was read, in pictures: the box, what the computer sees, what the network gets, its answer."""

import html
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.config import CLASSES, PATCH_PX
from digitcam.preview import jpeg
from digitcam.readings import Digit, Reading
from digitcam.records import one_line
from digitcam.tiles import data_url, png, tile
from digitcam.ui import texts

MAX_SIDE_PX: Final = 200
"""Longer side of a step's picture; larger than it is shown, so that it stays sharp on good screens."""

MAX_TILES: Final = 8
"""In the strip; *Each digit by itself* has all."""

BLANK: Final = np.zeros((PATCH_PX, PATCH_PX), np.uint8)


def strip(grey: NDArray[np.uint8], seen: NDArray[np.uint8], reading: Reading) -> str:
    """The steps of a reading as HTML; black tiles where there is nothing yet.

    Args:
        grey: (h, w) uint8, the box; may be empty.
        seen: (h, w) uint8, what the computer sees in it; may be empty.
        reading: What was read in it.
    """
    steps = (
        _step(_image(jpeg(_shown(grey)), "image/jpeg", ""), texts.STEP_BOX),
        _step(_image(jpeg(_shown(seen)), "image/jpeg", ""), texts.STEP_SEEN),
        _step(_patches(reading), texts.STEP_PATCH),
        _step(f'<div class="digitcam-answer">{_escaped(reading.text)}</div>', texts.STEP_ANSWER),
    )
    return f'<section class="digitcam-strip"><h3>{texts.HOW}</h3>{"".join(steps)}</section>'


def each_digit(reading: Reading) -> str:
    """Every digit with its ten probabilities, as HTML."""
    if not reading.digits:
        return f"<p>{texts.NO_DIGIT}</p>"
    return f'<div class="digitcam-digits">{"".join(_digit(digit) for digit in reading.digits)}</div>'


def _digit(digit: Digit) -> str:
    bars = "".join(_bar(label, float(digit.probabilities[label])) for label in range(CLASSES))
    head = f"{_patch(digit)}<b>{digit.text}</b> {digit.confidence:.0%}"
    return f"<figure>{head}<figcaption>{bars}</figcaption></figure>"


def _bar(label: int, probability: float) -> str:
    drawn = f'<span><i style="width:{100 * probability:.0f}%"></i></span>'
    return f'<div class="digitcam-bar"><span>{label}</span>{drawn}<span>{probability:.0%}</span></div>'


def _patches(reading: Reading) -> str:
    tiles = "".join(_patch(digit) for digit in reading.digits[:MAX_TILES])
    more = len(reading.digits) - MAX_TILES
    return (tiles or _image(png(BLANK), "image/png", texts.NOTHING_YET)) + (f" +{more}" if more > 0 else "")


def _patch(digit: Digit) -> str:
    return _image(png(tile(digit.patch)), "image/png", texts.PATCH_ALT.format(text=digit.text), "digitcam-patch")


def _step(content: str, caption: str) -> str:
    return f"<figure>{content}<figcaption>{caption}</figcaption></figure>"


def _image(content: bytes, kind: str, alternative: str, style: str = "") -> str:
    return f'<img class="{style}" src="{data_url(content, kind)}" alt="{html.escape(alternative)}">'


def _escaped(text: str) -> str:
    return html.escape(one_line(text)) or texts.NOTHING


def _shown(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Small enough to be sent four times a second; black if there is none."""
    if picture.size == 0:
        return BLANK
    scale = min(1.0, MAX_SIDE_PX / max(picture.shape))
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
