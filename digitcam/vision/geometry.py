"""Resizing, cropping and box arithmetic."""

from typing import Final, NamedTuple, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

MAX_ASPECT: Final = 8
"""Longest side over shortest that `resize_to_multiple` keeps; a narrower picture is squeezed."""

CROP_MARGIN: Final = 1.1
"""A region that is reduced before it is cropped is this much wider than the crop: interpolation needs neighbours."""

_MIN_AREA: Final = 1e-6
_Value = TypeVar("_Value", bound=np.generic)


class Resized(NamedTuple):
    """A resized picture.

    Attributes:
        picture: (h, w) or (h, w, 3) uint8.
        scale: (2,) float64, its pixels per pixel of the original, x and y.
    """

    picture: NDArray[np.uint8]
    scale: NDArray[np.float64]


def shrink(picture: NDArray[np.uint8], longest_px: int) -> Resized:
    """Shrink a picture so that its longer side is at most this; return a smaller one as it is.

    Args:
        picture: (H, W) or (H, W, 3) uint8.
        longest_px: Largest longer side of the result, pixels.
    """
    height, width = picture.shape[:2]
    scale = longest_px / max(height, width, 1)
    if scale >= 1:
        return Resized(picture, np.ones(2))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return Resized(np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8), np.full(2, scale))


def resize_to_multiple(grey: NDArray[np.uint8], side_px: int, multiple_px: int) -> Resized:
    """Resize a picture to a shorter side of about `side_px`, both sides multiples of `multiple_px`.

    Args:
        grey: (H, W) uint8, at least 1×1.
        side_px: Shorter side of the result, pixels; a multiple of `multiple_px`.
        multiple_px: Both sides of the result are multiples of this.
    """
    height, width = grey.shape
    scale = side_px / min(height, width)
    size = [
        min(MAX_ASPECT * side_px, max(side_px, round(length * scale / multiple_px) * multiple_px))
        for length in (width, height)
    ]
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    resized = np.asarray(cv2.resize(grey, size, interpolation=interpolation), np.uint8)
    return Resized(resized, np.array(size) / (width, height))


def crop_square(grey: NDArray[np.uint8], centre: NDArray[np.float32], side: float, side_px: int) -> NDArray[np.uint8]:
    """Cut out a square and resize it; pixels beyond the border repeat the border.

    Args:
        grey: (H, W) uint8.
        centre: (2,) float32, x and y of the square's centre, pixels of `grey`.
        side: Side of the square, pixels of `grey`.
        side_px: Side of the result, pixels.

    Returns:
        (side_px, side_px) uint8.
    """
    scale = np.array([side_px / side, side_px / side])
    if scale[0] < 0.5:
        grey, centre, scale = _reduce_around(grey, centre, side, scale)
    shift = side_px / 2 - scale * centre
    matrix = np.array([[scale[0], 0, shift[0]], [0, scale[1], shift[1]]])
    cropped = cv2.warpAffine(grey, matrix, (side_px, side_px), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cropped, np.uint8)


def _reduce_around(
    grey: NDArray[np.uint8], centre: NDArray[np.float32], side: float, scale: NDArray[np.float64]
) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.float64]]:
    """Reduce the square's surroundings by averaging: sampling single pixels would lose thin strokes."""
    height, width = grey.shape
    x0, y0 = np.clip(np.floor(centre - side * CROP_MARGIN / 2), 0, (width - 1, height - 1)).astype(int)
    x1, y1 = np.clip(np.ceil(centre + side * CROP_MARGIN / 2), (x0 + 1, y0 + 1), (width, height)).astype(int)
    region = np.array([x1 - x0, y1 - y0])
    # OpenCV averages over whole blocks of pixels four times as fast as over fractions.
    factor = int(1 / scale.max())
    size = np.maximum(1, region // factor)
    region = np.minimum(region, size * factor)
    block = grey[y0 : y0 + region[1], x0 : x0 + region[0]]
    small = cv2.resize(block, size.tolist(), interpolation=cv2.INTER_AREA)
    ratio = size / region
    return np.asarray(small, np.uint8), np.asarray((centre - (x0, y0)) * ratio, np.float32), scale / ratio


def crop_margin(picture: NDArray[_Value], margin_px: int) -> NDArray[_Value]:
    """Return a view of a picture (h, w) without its outermost rows and columns; `margin_px` at least 1."""
    return picture[margin_px:-margin_px, margin_px:-margin_px]


def box_centres(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the centres (N, 2), x and y, of boxes (N, 4) xyxy."""
    return np.asarray((boxes[:, :2] + boxes[:, 2:]) / 2, np.float32)


def longer_sides(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the longer side (N,) of each box (N, 4) xyxy."""
    return np.asarray((boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0), np.float32)


class Overlap(NamedTuple):
    """How much N boxes share with M others.

    Attributes:
        iou: (N, M) float32, intersection over union.
        containment: (N, M) float32, intersection over the smaller box's area.
    """

    iou: NDArray[np.float32]
    containment: NDArray[np.float32]


def overlap(boxes: NDArray[np.float32], others: NDArray[np.float32]) -> Overlap:
    """Measure how much boxes (N, 4) share with others (M, 4), both float32 xyxy."""
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=2)
    first, second = _areas(boxes)[:, None], _areas(others)[None, :]
    union, smaller = first + second - shared, np.minimum(first, second)
    return Overlap(shared / np.maximum(union, _MIN_AREA), shared / np.maximum(smaller, _MIN_AREA))


def _areas(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(np.clip(boxes[:, 2:] - boxes[:, :2], 0, None).prod(axis=1), np.float32)


def non_maximum_suppression(boxes: NDArray[np.float32], iou: float, containment: float) -> NDArray[np.int64]:
    """Keep each object's best box, greedily.

    Args:
        boxes: (N, 4) float32 xyxy, best first.
        iou: A box that overlaps a kept one by more than this intersection over union is dropped.
        containment: Likewise by more than this intersection over the smaller one's area.

    Returns:
        (M,) int64 indices of the kept boxes, best first.
    """
    shared = overlap(boxes, boxes)
    same = (shared.iou > iou) | (shared.containment > containment)
    kept: list[int] = []
    for index in range(len(boxes)):
        if not same[index, kept].any():
            kept.append(index)
    return np.array(kept, np.int64)
