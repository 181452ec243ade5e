"""A Reading drawn onto a frame, straight onto its Y, U and V planes.

Converting a frame to BGR and back costs as much as encoding it; drawing on the planes costs what is drawn.
"""

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

    def each(self, colour: Colour) -> tuple[tuple[NDArray[np.uint8], int, int], ...]:
        """The values of each plane, how many pixels each way have one of them, and what it is in the colour."""
        u, v = self.chroma
        return ((self.luma, 1, colour.y), (u, 2, colour.u), (v, 2, colour.v))


class Part(NamedTuple):
    """A rectangle of a plane: how it lies in the plane's memory."""

    shape: tuple[int, int]
    offset: int
    strides: tuple[int, int]

    def of(self, memory: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """A view of it."""
        return np.ndarray(self.shape, np.uint8, memory, self.offset, self.strides)


def part(rows: slice, columns: slice, stride: int) -> Part:
    """The rectangle of these rows and columns."""
    shape = rows.stop - rows.start, columns.stop - columns.start
    return Part(shape, rows.start * stride + columns.start, (stride, 1))


class Marks(NamedTuple):
    """What of a reading stands on the video; made once for each, since it is on many frames.

    Attributes:
        text: The answer and its confidence; empty if there is none, and then nothing is drawn.
        region: The box beside which it stands.
        boxes: Around each digit, if there are several, and around one that is small in its region.
    """

    text: str = ""
    region: Box = (0, 0, 0, 0)
    boxes: tuple[Box, ...] = ()


NO_MARKS: Final = Marks()


def marks(reading: Reading) -> Marks:
    """What is to be drawn of a reading."""
    digits = reading.digits
    if not digits:
        return NO_MARKS
    text = f"{reading.text}  {reading.confidence:.0%}".replace("\n", " / ")
    framed = len(digits) > 1 or _small(digits[0].box, reading.region)
    return Marks(text, reading.region, tuple(digit.box for digit in digits) if framed else ())


def _small(box: Box, region: Box) -> bool:
    """Whether people would have to look for it: of one that fills its region they see what was read."""
    (x0, y0, x1, y1), (left, top, right, bottom) = box, region
    return 2 * max(x1 - x0, y1 - y0) < min(right - left, bottom - top)


def draw_live(planes: Planes, region: Box, shown: Marks, *, mirror_first: bool) -> None:
    """Draw all that stands on the live video, turned before if wanted; ``region`` is the newest frame's box."""
    if mirror_first:
        mirror(planes)
        width = planes.layout.width
        region, shown = _turned(region, width), mirrored(shown, width)
    luma, chroma = _edges(planes.layout, region)
    # One step for each plane: this is on every frame, and each step finds the processor's caches cold.
    planes.y[luma], planes.u[chroma], planes.v[chroma] = WHITE
    if shown.text:
        draw_marks(planes, shown)


def mirror(planes: Planes) -> None:
    """Turn the picture left to right: before anything is written on it, so that what is written can be read."""
    for plane, _, _ in planes.each(WHITE):
        plane[:] = cv2.flip(plane, 1)


def mirrored(shown: Marks, width: int) -> Marks:
    """The same marks, their places as they are in the mirrored picture of this width."""
    return Marks(shown.text, _turned(shown.region, width), tuple(_turned(box, width) for box in shown.boxes))


@lru_cache(maxsize=64)
def _edges(layout: Layout, region: Box) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where in the memory of the Y plane, and of the others, the white box lies; remembered.

    Its middle line is the region's edge.
    """
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


def draw_marks(planes: Planes, shown: Marks) -> None:
    """Draw the answer and its confidence beside the region, and the boxes around the digits."""
    if shown.boxes:
        for plane, cell_px, value in planes.each(GREEN):
            for x0, y0, x1, y1 in shown.boxes:
                _rectangle(plane, x0 // cell_px, y0 // cell_px, (x1 - 1) // cell_px, (y1 - 1) // cell_px, value)
    caption = _caption(planes.layout, shown.text, shown.region)
    caption.luma.of(planes.y)[:] = caption.plate
    # The letters are on the luma alone: at half size those of the chroma planes would not lie on these.
    caption.chroma.of(planes.u).fill(PLATE.u)
    caption.chroma.of(planes.v).fill(PLATE.v)


class _Caption(NamedTuple):
    """A written plate, and where it goes."""

    plate: NDArray[np.uint8]
    luma: Part
    chroma: Part


@lru_cache(maxsize=64)
def _caption(layout: Layout, text: str, region: Box) -> _Caption:
    """A dark green plate above the region, or inside its top where there is no room above; remembered."""
    height, width, luma_stride, chroma_stride = layout
    text_px = TEXT_HEIGHT * min(height, width)
    margin = round(text_px / 3)
    plate = _plate(text, text_px, max(1, width - region[0] - 2 * margin))
    tall, long = plate.shape
    top = max(0, region[1] - margin - tall) if region[1] > tall else region[1]
    rows, columns = slice(top, min(height, top + tall)), slice(region[0], min(width, region[0] + long))
    half_rows, half_columns = (slice(whole.start // 2, (whole.stop + 1) // 2) for whole in (rows, columns))
    luma, chroma = part(rows, columns, luma_stride), part(half_rows, half_columns, chroma_stride)
    return _Caption(plate[: luma.shape[0], : luma.shape[1]], luma, chroma)


def _plate(text: str, text_px: float, room: int) -> NDArray[np.uint8]:
    """The luma of a plate with a text, (h, w) uint8, no wider than the room and its margins."""
    thickness, margin = max(1, round(text_px / 12)), round(text_px / 3)
    scale = text_px / FONT_PX
    text_width = cv2.getTextSize(text, FONT, scale, thickness)[0][0]
    size = (round(text_px) + 2 * margin, min(text_width, room) + 2 * margin)
    plate = np.full(size, PLATE.y, np.uint8)
    scale *= min(1.0, room / max(1, text_width))
    cv2.putText(plate, text, (margin, size[0] - margin), FONT, scale, WHITE.y, thickness, cv2.LINE_AA)
    return plate


def _rectangle(plane: NDArray[np.uint8], left: int, top: int, right: int, bottom: int, value: int) -> None:
    """Its outline, one value wide, the last row and column included."""
    # Not OpenCV's: that waits for its turn among the other sessions' threads after each.
    plane[top, left : right + 1] = plane[bottom, left : right + 1] = value
    plane[top : bottom + 1, left] = plane[top : bottom + 1, right] = value


def _turned(box: Box, width: int) -> Box:
    x0, y0, x1, y1 = box
    return (width - x1, y0, width - x0, y1)
