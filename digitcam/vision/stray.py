"""How much of a patch's edges are not its ink's: paper is even, things are not."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

_MARGIN_PX: Final = 20
"""What lies so near the patch's sides may be a neighbour and does not count, in 96 pixels."""

_BESIDE: Final = np.ones((3, 3), np.uint8)


def stray_edges(patch: NDArray[np.float32]) -> float:
    """Share of the gradient's energy that is not where ink and paper meet.

    Writing has two greys, and edges only between them. The two are told apart by Otsu's threshold ("A threshold
    selection method from gray-level histograms", 1979), on a copy half as large and smoothed, on which noise and the
    faint lines of ruled paper hardly count.

    Args:
        patch: (96, 96) float32, standardised.

    Returns:
        0 to 1: 0.13 for most digits on paper, more than 0.2 for most of a room's things.
    """
    middle = patch[_MARGIN_PX:-_MARGIN_PX, _MARGIN_PX:-_MARGIN_PX]
    small = cv2.blur(cv2.resize(middle, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), (3, 3))
    grey = cv2.normalize(small, None, 0, 255, cv2.NORM_MINMAX, cv2.CV_8U)  # type: ignore[call-overload]
    _, ink = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    border = cv2.morphologyEx(ink, cv2.MORPH_GRADIENT, _BESIDE)
    right, down = cv2.Sobel(small, cv2.CV_32F, 1, 0), cv2.Sobel(small, cv2.CV_32F, 0, 1)
    energy = right * right + down * down
    total = float(energy.sum())
    return float(energy[border == 0].sum()) / total if total > 0 else 1.0
