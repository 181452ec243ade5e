"""Region of interest: the box in the centre of the picture that is read."""

from functools import lru_cache
from typing import Final

from digitcam.config import BoxName
from digitcam.readings import Box

REFERENCE_LINES: Final = 480
"""Picture height for which `SIZES_PX` holds, pixels; the boxes scale with the picture's height."""

SIZES_PX: Final[dict[BoxName, tuple[int, int]]] = {"digit": (150, 150), "number": (450, 150)}
"""Width and height of each box, pixels. ``whole`` is not listed: it is the whole picture."""


@lru_cache(maxsize=64)
def region_of_interest(width: int, height: int, box: BoxName) -> Box:
    """Return the centred box for a picture of this size.

    A box too wide for the picture (``number`` on a phone held upright) is scaled down and keeps its aspect ratio.

    Args:
        width: Width of the picture, pixels, at least 1.
        height: Height of the picture, pixels, at least 1.
        box: Name of the box.

    Returns:
        A box inside the picture, at least one pixel wide and high.

    Examples:
        >>> region_of_interest(640, 480, "digit")
        Box(x0=245, y0=165, x1=395, y1=315)
        >>> region_of_interest(640, 480, "whole")
        Box(x0=0, y0=0, x1=640, y1=480)
    """
    if box == "whole":
        return Box(0, 0, width, height)
    box_width, box_height = SIZES_PX[box]
    scale = min(height / REFERENCE_LINES, width / box_width)
    w, h = max(1, round(box_width * scale)), max(1, round(box_height * scale))
    x0, y0 = (width - w) // 2, (height - h) // 2
    return Box(x0, y0, x0 + w, y0 + h)
