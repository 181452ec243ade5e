"""Where the labels of numbers stand in a picture: beside their number, and over nothing that was written."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Box

GAP_PX: Final = 5
"""Distance between a label and its number, pixels: the number's frame stands in it."""

CLEAR_PX: Final = 15
"""Distance from other numbers and labels that a place should have, pixels: nearer, a label could be theirs."""


class Size(NamedTuple):
    """Width and height of a label, pixels."""

    width: int
    height: int


class Marked(NamedTuple):
    """A number that gets a label.

    Attributes:
        boxes: Of its digits, at least one.
        sizes: Sizes that its label may have, the preferred one first; at least one.
    """

    boxes: tuple[Box, ...]
    sizes: tuple[Size, ...]


def place_labels(numbers: Sequence[Marked], picture: Box) -> list[Box]:
    """Place one label for each number.

    Each label takes the first place that is free, above, below, right or left of its number, in the first of its sizes
    for which there is one; rather a place that is far enough from other numbers. If there is none, it covers as little
    as possible.

    Args:
        numbers: In the order in which they choose.
        picture: Where labels may stand.

    Returns:
        A box for each number, inside the picture if it is no larger than that.
    """
    labels: list[Box] = []
    for number in numbers:
        others = [box for other in numbers if other is not number for box in other.boxes]
        labels.append(_place(number, np.array([*others, *labels], np.int64).reshape(-1, 4), picture))
    return labels


def covered(boxes: Sequence[Box], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many pixels each of P boxes shares with others (N, 4) xyxy, in total: (P,)."""
    x0, y0, x1, y1 = np.array(boxes, np.int64).reshape(-1, 4).T[..., np.newaxis]
    widths = np.minimum(x1, others[:, 2]) - np.maximum(x0, others[:, 0])
    heights = np.minimum(y1, others[:, 3]) - np.maximum(y0, others[:, 1])
    return np.asarray((np.maximum(widths, 0) * np.maximum(heights, 0)).sum(axis=1), np.int64)


def _place(number: Marked, others: NDArray[np.int64], picture: Box) -> Box:
    own = np.array(number.boxes, np.int64)
    places = [place for size in number.sizes for place in _places(surrounding(number.boxes), size, picture)]
    inside = [place for place in places if place == place.clipped(picture)]
    for distance_px in (CLEAR_PX, 0):
        is_free = covered([_grown(place, distance_px) for place in inside], others) == 0
        if is_free.any():
            return inside[int(is_free.argmax())]
    # What covers digits of its own number is better than what covers others.
    moved = [_moved_inside(place, picture) for place in places]
    return moved[int((2 * covered(moved, others) + covered(moved, own)).argmin())]


def _grown(box: Box, margin_px: int) -> Box:
    return Box(box.x0 - margin_px, box.y0 - margin_px, box.x1 + margin_px, box.y1 + margin_px)


def _places(number: Box, size: Size, picture: Box) -> Iterator[Box]:
    """Yield the places beside a number, the preferred one first; they may lie outside the picture."""
    width, height = size
    columns = (number.x0, (number.x0 + number.x1 - width) // 2, number.x1 - width)
    rows = (number.y0, (number.y0 + number.y1 - height) // 2, number.y1 - height)
    for y in (number.y0 - GAP_PX - height, number.y1 + GAP_PX):
        for x in columns:
            yield _at(_within(x, width, picture.x0, picture.x1), y, size)
    for x in (number.x1 + GAP_PX, number.x0 - GAP_PX - width):
        for y in rows:
            yield _at(x, _within(y, height, picture.y0, picture.y1), size)


def _moved_inside(place: Box, picture: Box) -> Box:
    x = _within(place.x0, place.width, picture.x0, picture.x1)
    return _at(x, _within(place.y0, place.height, picture.y0, picture.y1), Size(place.width, place.height))


def _within(start: int, length: int, low: int, high: int) -> int:
    """Move a span so that it lies between two limits, if it is no longer than they allow."""
    return max(low, min(start, high - length))


def _at(x: int, y: int, size: Size) -> Box:
    return Box(x, y, x + size.width, y + size.height)


def surrounding(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around others, of which there is at least one."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))
