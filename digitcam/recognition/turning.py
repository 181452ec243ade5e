"""Which way up a page is, by the writing itself: turned wrongly, fewer of its digits can be read for certain.

Only pages of several digits are turned: a 6 upside down is a 9. ``python -m digitcam.evaluate.turn_trials`` prints
what the constants were chosen on.
"""

from collections.abc import Callable
from math import sqrt
from statistics import fmean
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Reading
from digitcam.recognition.strips import digit_height

Turn: TypeAlias = Literal[0, 90, 180, 270]
"""Degrees clockwise."""

TURNS: Final[tuple[Turn, ...]] = get_args(Turn)
"""All of them."""

MIN_READ: Final = 4
"""Minimum number of digits for a mean confidence: that of fewer depends too much on each of them."""

PLAIN_CONFIDENCE: Final = 0.96
"""Mean confidence of the digits from which a picture is upright without another look. Raising it costs time on upright
pages; lowering it overlooks pages that are upside down."""

STANDING_CONFIDENCE: Final = 0.92
"""Mean confidence of the digits from which a picture does not lie on its side. Raising it costs time."""

LARGE: Final = 0.1
"""Height of a usual digit, as a share of the picture's longer side, from which fewer than `MIN_READ` digits are taken
for all there are: a page that lies on its side looks like few small digits."""

SURE_CONFIDENCE: Final = 0.97
"""Digits of at least this confidence count for a turn."""

MIN_SURE: Final = 5
"""Minimum number of such digits in the turned picture. Lowering it turns slips of a few digits, and some of them
wrongly."""

MARGIN: Final = 0.8
"""By how much they must be more than in the upright picture, in square roots of their number in both: the difference
that chance makes grows like that. Raising it overlooks turned pages with few digits."""


class Turned(NamedTuple):
    """A reading, and how the picture was turned for it.

    Attributes:
        reading: Its boxes in pixels of the turned picture.
        turn: Degrees clockwise by which the picture was turned; 0 if it is upright, or if that is unknown.
    """

    reading: Reading
    turn: Turn = 0


def turn_picture(picture: NDArray[np.uint8], turn: Turn) -> NDArray[np.uint8]:
    """Turn a picture.

    Args:
        picture: (H, W) or (H, W, 3) uint8.
        turn: Degrees clockwise.

    Returns:
        (h, w, …) uint8, contiguous; the same array if there is nothing to turn.
    """
    return np.ascontiguousarray(np.rot90(picture, -turn // 90)) if turn else picture


def read_turned(read: Callable[[NDArray[np.uint8]], Reading], picture: NDArray[np.uint8]) -> Turned:
    """Read a page, turned if it was photographed upside down or lies on its side.

    Args:
        read: Reads a picture.
        picture: (H, W) or (H, W, 3) uint8.

    Returns:
        The reading of the picture as it is, unless it is doubtful and can be read much better turned.
    """
    upright = Turned(read(picture))
    if _is_plain(upright.reading, max(picture.shape[:2])):
        return upright
    if upright.reading.digits:
        turned = _read(read, picture, 180)
        if _is_better(turned.reading, upright.reading):
            return turned
    if _is_certain(upright.reading, STANDING_CONFIDENCE):
        return upright
    lying = _read(read, picture, 90)
    if lying.reading.digits:
        lying = max(lying, _read(read, picture, 270), key=_sure_of)
    return lying if _is_better(lying.reading, upright.reading) else upright


def _read(read: Callable[[NDArray[np.uint8]], Reading], picture: NDArray[np.uint8], turn: Turn) -> Turned:
    return Turned(read(turn_picture(picture, turn)), turn)


def _is_plain(reading: Reading, picture_px: int) -> bool:
    """Return whether a reading needs no other to be compared with."""
    digits = reading.digits
    if len(digits) >= MIN_READ:
        return _is_certain(reading, PLAIN_CONFIDENCE)
    return bool(digits) and digit_height(digit.box for digit in digits) >= LARGE * picture_px


def _is_certain(reading: Reading, confidence: float) -> bool:
    """Return whether a reading has several digits, with this mean confidence."""
    digits = reading.digits
    return len(digits) >= MIN_READ and fmean(digit.confidence for digit in digits) >= confidence


def _is_better(turned: Reading, upright: Reading) -> bool:
    """Return whether so many more digits are sure in a turned picture that it must be the right way up."""
    more, fewer = _sure(turned), _sure(upright)
    return more >= MIN_SURE and more - fewer >= MARGIN * sqrt(more + fewer)


def _sure_of(turned: Turned) -> int:
    return _sure(turned.reading)


def _sure(reading: Reading) -> int:
    return sum(digit.confidence >= SURE_CONFIDENCE for digit in reading.digits)
