"""A Reading drawn onto a frame, straight onto its Y, U and V planes.

Converting a frame to BGR and back costs as much as encoding it; drawing on the planes costs what is drawn.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Box, Reading


class Colour(NamedTuple):
    """Y, U and V, 0 to 255, in the video range (BT.601)."""

    y: int
    u: int
    v: int


WHITE: Final = Colour(235, 128, 128)
BLACK: Final = Colour(16, 128, 128)
GREEN: Final = Colour(170, 70, 60)
PLATE: Final = Colour(45, 112, 108)
"""Behind the answer: readable on paper and on dark clothes alike."""

FONT: Final = cv2.FONT_HERSHEY_SIMPLEX
FONT_PX: Final = 22
"""Height of a FONT capital at scale 1, in pixels."""

TEXT_HEIGHT: Final = 1 / 14
"""Height of the drawn reading as a share of the picture's shorter side."""


class Layout(NamedTuple):
    """How a yuv420p picture lies in memory.

    Attributes:
        height: Of the picture and its Y plane; those of U and V have ceil(height / 2) rows.
        width: Likewise.
        luma_stride: From a row of the Y plane to the next, in bytes.
        chroma_stride: The same of U and V.
    """

    height: int
    width: int
    luma_stride: int
    chroma_stride: int


class Planes(NamedTuple):
    """A yuv420p picture to be drawn on.

    Attributes:
        y: (at least height * luma_stride,) uint8: the rows of the Y plane one after the other, each padded.
        u: The same of the U plane.
        v: As u.
        layout: Where its pixels are in these.
    """

    y: NDArray[np.uint8]
    u: NDArray[np.uint8]
    v: NDArray[np.uint8]
    layout: Layout

    @property
    def luma(self) -> NDArray[np.uint8]:
        """A view (height, width) of the Y plane, made anew each time: a frame that is not read does without."""
        height, width, stride, _ = self.layout
        return np.ndarray((height, width), np.uint8, self.y, 0, (stride, 1))

    @property
    def chroma(self) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Views (ceil(height / 2), ceil(width / 2)) of U and V, likewise."""
        height, width, _, stride = self.layout
        size = (height + 1) // 2, (width + 1) // 2
        return np.ndarray(size, np.uint8, self.u, 0, (stride, 1)), np.ndarray(size, np.uint8, self.v, 0, (stride, 1))

    def each(self, colour: Colour) -> tuple[tuple[NDArray[np.uint8], float, int], ...]:
        """The pixels of each plane with their scale and their value of the colour."""
        u, v = self.chroma
        return ((self.luma, 1.0, colour.y), (u, 0.5, colour.u), (v, 0.5, colour.v))


def draw_live(planes: Planes, region: Box, reading: Reading, *, mirror_first: bool) -> None:
    """Draw all that stands on the live video, turned before if wanted; ``region`` is the newest frame's box."""
    if mirror_first:
        mirror(planes)
        width = planes.layout.width
        region, reading = _turned(region, width), mirrored(reading, width)
    draw_region(planes, region)
    draw_reading(planes, reading)


def mirror(planes: Planes) -> None:
    """Turn the picture left to right: before anything is written on it, so that what is written can be read."""
    for plane, _, _ in planes.each(WHITE):
        plane[:] = cv2.flip(plane, 1)


def mirrored(reading: Reading, width: int) -> Reading:
    """The same reading, its places as they are in the mirrored picture of this width."""
    lines = tuple(tuple(replace(digit, box=_turned(digit.box, width)) for digit in line) for line in reading.lines)
    return replace(reading, lines=lines, region=_turned(reading.region, width))


def draw_region(planes: Planes, region: Box) -> None:
    """Draw the white box; its middle line is the region's edge."""
    luma, chroma = _edges(planes.layout, region)
    # One step for each plane: this is on every frame, and each step finds the processor's caches cold.
    planes.y[luma], planes.u[chroma], planes.v[chroma] = WHITE


@lru_cache(maxsize=64)
def _edges(layout: Layout, region: Box) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where in the memory of the Y plane, and of the others, the box of this region lies; remembered."""
    height, width, luma_stride, chroma_stride = layout
    line = max(1, round(min(height, width) / 240))
    left, top = (max(0, c - line // 2) for c in region[:2])
    right, bottom = (max(0, c - 1 - line // 2) for c in region[2:])
    xs, ys = (left, right + line), (top, bottom + line)
    lines = [((y, y + line), xs) for y in (top, bottom)] + [(ys, (x, x + line)) for x in (left, right)]
    luma = np.zeros((height, luma_stride), np.bool_)
    chroma = np.zeros(((height + 1) // 2, chroma_stride), np.bool_)
    for (y0, y1), (x0, x1) in lines:
        end = min(x1, width)
        luma[y0:y1, x0:end] = True
        chroma[y0 // 2 : (y1 + 1) // 2, x0 // 2 : (end + 1) // 2] = True
    return np.flatnonzero(luma), np.flatnonzero(chroma)


def draw_seen(planes: Planes, reading: Reading) -> None:
    """Replace the region by what the computer sees: light ink on dark; nothing if the reading does not say."""
    x0, y0, x1, y1 = reading.region
    if reading.seen.size == 0:
        return
    seen = cv2.resize(reading.seen, (x1 - x0, y1 - y0), interpolation=cv2.INTER_NEAREST)
    cv2.addWeighted(seen, (WHITE.y - BLACK.y) / 255, seen, 0, BLACK.y, planes.luma[y0:y1, x0:x1])
    for plane in planes.chroma:
        plane[y0 // 2 : (y1 + 1) // 2, x0 // 2 : (x1 + 1) // 2] = BLACK.u


def draw_reading(planes: Planes, reading: Reading) -> None:
    """Draw the answer and its confidence beside the region, and where more than one digit was read a box around each.

    Draws nothing for an empty reading.
    """
    if not reading.lines:
        return
    if len(reading.digits) > 1:
        for digit in reading.digits:
            _rectangle(planes, digit.box, GREEN, 1)
    _caption(planes, f"{reading.text}  {reading.confidence:.0%}".replace("\n", " / "), reading.region)


def _caption(planes: Planes, text: str, region: Box) -> None:
    """Write on a dark green plate above the region, or inside its top where there is no room above."""
    height, width = planes.layout.height, planes.layout.width
    text_px = TEXT_HEIGHT * min(height, width)
    margin = round(text_px / 3)
    plate = _plate(text, text_px, max(1, width - region[0] - 2 * margin))
    tall, long = plate.shape
    top = max(0, region[1] - margin - tall) if region[1] > tall else region[1]
    rows, columns = slice(top, min(height, top + tall)), slice(region[0], min(width, region[0] + long))
    planes.luma[rows, columns] = plate[: rows.stop - rows.start, : columns.stop - columns.start]
    # The letters are on the luma alone: at half size those of the chroma planes would not lie on these.
    half = tuple(slice(part.start // 2, (part.stop + 1) // 2) for part in (rows, columns))
    u, v = planes.chroma
    u[half], v[half] = PLATE.u, PLATE.v


@lru_cache(maxsize=64)
def _plate(text: str, text_px: float, room: int) -> NDArray[np.uint8]:
    """The luma of a plate with a text, no wider than the room and its margins; remembered, since it is on many frames.

    Returns:
        (h, w) uint8, not to be changed.
    """
    thickness, margin = max(1, round(text_px / 12)), round(text_px / 3)
    scale = text_px / FONT_PX
    text_width = cv2.getTextSize(text, FONT, scale, thickness)[0][0]
    size = (round(text_px) + 2 * margin, min(text_width, room) + 2 * margin)
    plate = np.full(size, PLATE.y, np.uint8)
    scale *= min(1.0, room / max(1, text_width))
    cv2.putText(plate, text, (margin, size[0] - margin), FONT, scale, WHITE.y, thickness, cv2.LINE_AA)
    return plate


def _rectangle(planes: Planes, box: Box, colour: Colour, thickness: int) -> None:
    x0, y0, x1, y1 = box
    for plane, s, value in planes.each(colour):
        first, last = (int(x0 * s), int(y0 * s)), (int((x1 - 1) * s), int((y1 - 1) * s))
        cv2.rectangle(plane, first, last, value, thickness if thickness < 0 else max(1, round(thickness * s)))


def _turned(box: Box, width: int) -> Box:
    x0, y0, x1, y1 = box
    return (width - x1, y0, width - x0, y1)
