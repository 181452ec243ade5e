"""The box in the middle of the picture."""

from functools import lru_cache
from typing import Final

from digitcam.config import BoxName
from digitcam.readings import Box

REFERENCE_LINES: Final = 480
"""Picture height at which the sizes below hold; they grow and shrink with it."""

SIZES_PX: Final[dict[BoxName, tuple[int, int]]] = {"digit": (150, 150), "number": (450, 150)}
"""Width and height of each box; ``whole`` has none, it is the picture."""


@lru_cache(maxsize=64)
def region_of_interest(width: int, height: int, box: BoxName) -> Box:
    """Return the centred box for a picture of this size.

    A box too wide for the picture (``number`` on an upright phone) shrinks as a whole, keeping its shape.

    Args:
        width: Of the picture, in pixels, at least 1.
        height: Of the picture, in pixels, at least 1.
        box: Which box.

    Returns:
        The region, at least one pixel each way and inside the picture.

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
