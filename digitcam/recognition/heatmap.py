"""The paper network's finding map to boxes."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

STRIDE_PX: Final = 4
"""Pixels of the picture a cell of the map stands for."""

SIZE_UNIT_PX: Final = 32.0
"""Widths and heights are told as the logarithm of their ratio to this."""

_WIDEST_PX: Final = 400.0

_NEIGHBOURS: Final = np.ones((3, 3), np.uint8)


@dataclass(frozen=True, slots=True)
class Places:
    """Where digits may be.

    Attributes:
        scores: (N,) float32, 0 to 1.
        boxes: (N, 4) float32 xyxy.
    """

    scores: NDArray[np.float32]
    boxes: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.scores)

    def chosen(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> "Places":
        """Some of them."""
        return Places(self.scores[which], self.boxes[which])


def nowhere() -> Places:
    """No place at all."""
    return Places(np.zeros(0, np.float32), np.zeros((0, 4), np.float32))


def peaks(found: NDArray[np.float32], least: float) -> Places:
    """The cells that are surer than their neighbours.

    Args:
        found: (h, w, 5) float32: probability, the way to the middle in cells (x, y), logarithms of width and height.
        least: Probability from which on a cell counts.

    Returns:
        The places, surest first, in pixels of the picture that the map belongs to.
    """
    heat = np.ascontiguousarray(found[..., 0])
    rows, columns = np.nonzero((heat >= least) & (heat == cv2.dilate(heat, _NEIGHBOURS)))
    answers = found[rows, columns]
    order = np.argsort(-answers[:, 0], kind="stable")
    rows, columns, answers = rows[order], columns[order], answers[order]
    centre = (np.stack([columns, rows], axis=1) + np.float32(0.5) + answers[:, 1:3]) * np.float32(STRIDE_PX)
    size = np.minimum(SIZE_UNIT_PX * np.exp(answers[:, 3:5].clip(-4, 4)), _WIDEST_PX).astype(np.float32)
    return Places(answers[:, 0].astype(np.float32), np.concatenate([centre - size / 2, centre + size / 2], axis=1))


def together(places: list[Places]) -> Places:
    """All of them, surest first."""
    scores = np.concatenate([p.scores for p in places]) if places else np.zeros(0, np.float32)
    boxes = np.concatenate([p.boxes for p in places]) if places else np.zeros((0, 4), np.float32)
    order = np.argsort(-scores, kind="stable")
    return Places(scores[order], boxes[order])


def overlaps(
    boxes: NDArray[np.float32], others: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How much boxes share.

    Args:
        boxes: (N, 4) float32 xyxy.
        others: (M, 4) float32 xyxy.

    Returns:
        Intersection over union, and over the smaller area: (N, M) float32 each.
    """
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=2)
    one, two = _areas(boxes)[:, None], _areas(others)[None, :]
    return shared / np.maximum(one + two - shared, 1e-6), shared / np.maximum(np.minimum(one, two), 1e-6)


def _areas(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(np.clip(boxes[:, 2:] - boxes[:, :2], 0, None).prod(axis=1), np.float32)


def without_repeats(places: Places, union: float, smaller: float) -> NDArray[np.int64]:
    """Which places to keep, so that none stands for a digit that a surer one has already.

    Greedy non-maximum suppression.

    Args:
        places: Surest first.
        union: Intersection over union above which two are the same digit.
        smaller: Intersection over the smaller one's area above which they are.

    Returns:
        Indices, surest first.
    """
    iou, inside = overlaps(places.boxes, places.boxes)
    same = (iou > union) | (inside > smaller)
    kept: list[int] = []
    for i in range(len(places)):
        if not same[i, kept].any():
            kept.append(i)
    return np.array(kept, np.int64)
