"""Drawing how far a number is on its way to be kept: a bar below the box that fills, and the box that flashes."""

from typing import Final

from digitcam.readings import Box
from digitcam.video.keeper import Hold
from digitcam.video.outline import draw_outline, line_px
from digitcam.video.overlay import BLACK, GREEN, WHITE, halved
from digitcam.video.planes import Colour, Planes

BAR_HEIGHT: Final = 1 / 30
"""Height of the bar as a share of the picture's shorter side."""

BAR_GAP: Final = 1 / 60
"""Distance of the bar from the box's edge, likewise: room for its corners."""

FLASH_LINES: Final = 3
"""Width of the flashing box's lines, in ordinary ones."""


def draw_hold(planes: Planes, region: Box, hold: Hold, now_s: float, *, mirror: bool, flash: bool = True) -> None:
    """Draw the bar, or the box that flashes; nothing if no number is held.

    Args:
        planes: The frame; changed.
        region: The box on the camera's picture.
        hold: How far the number is.
        now_s: Time of the frame, seconds by the clock.
        mirror: Whether the frame was mirrored.
        flash: Whether the box flashes.
    """
    if mirror:
        region = region.mirrored(planes.layout.width)
    if hold.is_flashing(now_s):
        if flash:
            draw_outline(planes, region, GREEN, FLASH_LINES)
    elif hold.since_s is not None:
        _draw_bar(planes, region, hold.progress(now_s))


def _draw_bar(planes: Planes, region: Box, share: float) -> None:
    """Draw a bar below the box, or inside it where there is no room below; it fills from the left."""
    layout = planes.layout
    edge, gap = line_px(layout), line_px(layout, BAR_GAP)
    height = max(5 * edge, line_px(layout, BAR_HEIGHT))
    top = region.y1 + gap
    if top + height > layout.height:
        top = max(0, region.y1 - gap - height)
    ground = Box(region.x0, top, region.x1, min(layout.height, top + height))
    # White around black, so that its whole length shows on any ground.
    inside = _shrunk(ground, edge)
    _fill(planes, ground, WHITE)
    _fill(planes, inside, BLACK)
    _fill(planes, _shrunk(inside, edge)._replace(x1=inside.x0 + edge + round(share * (inside.width - 2 * edge))), GREEN)


def _shrunk(box: Box, pixels: int) -> Box:
    return Box(box.x0 + pixels, box.y0 + pixels, box.x1 - pixels, box.y1 - pixels)


def _fill(planes: Planes, box: Box, colour: Colour) -> None:
    if not box.has_pixels:
        return
    planes.luma[box.rows, box.columns] = colour.y
    for plane, value in zip(planes.chroma, colour[1:], strict=True):
        plane[halved(box.rows), halved(box.columns)] = value
