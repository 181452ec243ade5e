"""Drawing on a frame: the box, the boxes of the digits, and the reading with its confidence."""

from functools import lru_cache
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.readings import NO_BOX, Box, Reading, percent
from digitcam.video.outline import DARK_LUMA, draw_outline, line_px
from digitcam.video.planes import Colour, PlaneLayout, PlaneRectangle, Planes, plane_rectangle

WHITE: Final = Colour(235, 128, 128)
BLACK: Final = Colour(16, 128, 128)
GREEN: Final = Colour(170, 70, 60)
CAPTION_GROUND: Final = Colour(45, 112, 108)
"""Behind the caption: readable on paper and on dark clothes alike."""

FONT: Final = cv2.FONT_HERSHEY_SIMPLEX
FONT_PX: Final = 22
"""Height of a capital of FONT at scale 1, pixels."""

TEXT_HEIGHT: Final = 1 / 14
"""Height of the caption's capitals as a share of the picture's shorter side."""

FRAME_LINE_WIDTH: Final = 1 / 480
"""Width of each line of a digit's frame as a share of the picture's shorter side."""

FRAME_LINES: Final = 3
"""Lines of a digit's frame: dark, green, dark. They stand outside the digit's box."""


class Annotation(NamedTuple):
    """What is drawn for a reading; made once per reading, drawn on many frames.

    Attributes:
        text: The reading and its confidence; empty if there is none.
        region: The part of the picture that was read; the caption stands at its top.
        boxes: Around each digit.
    """

    text: str = ""
    region: Box = NO_BOX
    boxes: tuple[Box, ...] = ()

    def mirrored(self, width: int) -> "Annotation":
        """Return the same for the mirrored picture of this width."""
        boxes = tuple(box.mirrored(width) for box in self.boxes)
        return Annotation(self.text, self.region.mirrored(width), boxes)


NO_ANNOTATION: Final = Annotation()


def annotation_of(reading: Reading) -> Annotation:
    """Return what is drawn for a reading."""
    digits = reading.digits
    if not digits:
        return NO_ANNOTATION
    text = f"{reading.text}  {percent(reading.confidence)}%".replace("\n", " / ")
    # A digit at the border may have no pixel on a smaller frame.
    return Annotation(text, reading.region, tuple(digit.box for digit in digits if digit.box.has_pixels))


def draw_live(planes: Planes, region: Box, annotation: Annotation, *, mirror: bool) -> None:
    """Draw everything that stands on the live video.

    Args:
        planes: The frame; changed.
        region: The box on this frame.
        annotation: What was read last.
        mirror: Whether the frame is mirrored first, so that the drawn text is not.
    """
    if mirror:
        mirror_planes(planes)
        width = planes.layout.width
        region, annotation = region.mirrored(width), annotation.mirrored(width)
    draw_outline(planes, region, WHITE)
    if annotation.text:
        draw_annotation(planes, annotation)


def mirror_planes(planes: Planes) -> None:
    """Flip a picture left to right."""
    for plane in (planes.luma, *planes.chroma):
        plane[:] = cv2.flip(plane, 1)


def draw_picture(planes: Planes, region: Box, picture: NDArray[np.uint8]) -> None:
    """Replace a region by a grey picture (h, w) uint8 of any size."""
    resized = cv2.resize(picture, (region.width, region.height), interpolation=cv2.INTER_NEAREST)
    luma = planes.luma[region.rows, region.columns]
    cv2.addWeighted(resized, (WHITE.y - BLACK.y) / 255, resized, 0, BLACK.y, luma)
    for plane in planes.chroma:
        plane[halved(region.rows), halved(region.columns)] = BLACK.u


def draw_annotation(planes: Planes, annotation: Annotation) -> None:
    """Draw the boxes around the digits and the caption."""
    if annotation.boxes:
        _draw_frames(planes, annotation)
    caption = _caption(planes.layout, annotation.text, annotation.region)
    caption.luma.view(planes.y)[:] = caption.picture
    # Letters are drawn on the luma alone: at half size those of the chroma planes would not lie on them.
    caption.chroma.view(planes.u).fill(CAPTION_GROUND.u)
    caption.chroma.view(planes.v).fill(CAPTION_GROUND.v)


def _draw_frames(planes: Planes, annotation: Annotation) -> None:
    """Draw a thin green frame around each digit, dark on both sides, so that it shows on any ground."""
    line = line_px(planes.layout, FRAME_LINE_WIDTH)
    around = FRAME_LINES * line
    luma, (u, v) = planes.luma, planes.chroma
    for x0, y0, x1, y1 in annotation.boxes:
        outer = Box(x0 - around, y0 - around, x1 + around, y1 + around).clipped(annotation.region)
        _draw_edges(luma, *outer, around, DARK_LUMA)
        left, top, right, bottom = outer.x0 + line, outer.y0 + line, outer.x1 - line, outer.y1 - line
        _draw_edges(luma, left, top, right, bottom, line, GREEN.y)
        for plane, value in ((u, GREEN.u), (v, GREEN.v)):
            _draw_edges(plane, left // 2, top // 2, (right + 1) // 2, (bottom + 1) // 2, 1, value)


def _draw_edges(plane: NDArray[np.uint8], left: int, top: int, right: int, bottom: int, line: int, value: int) -> None:
    """Draw lines along the inner sides of a rectangle's edges."""
    # OpenCV's own releases the interpreter's lock and waits for it after each call, behind the other sessions' threads.
    plane[top : top + line, left:right] = plane[max(top, bottom - line) : bottom, left:right] = value
    plane[top:bottom, left : left + line] = plane[top:bottom, max(left, right - line) : right] = value


class _Caption(NamedTuple):
    """A caption.

    Attributes:
        picture: (h, w) uint8, its luma.
        luma: Where it lies in the Y plane.
        chroma: Where it lies in the U and V planes.
    """

    picture: NDArray[np.uint8]
    luma: PlaneRectangle
    chroma: PlaneRectangle


@lru_cache(maxsize=64)
def _caption(layout: PlaneLayout, text: str, region: Box) -> _Caption:
    """White on a dark ground, above the region, or inside its top where there is no room above."""
    height, width, luma_stride, chroma_stride = layout
    text_px = TEXT_HEIGHT * min(height, width)
    margin = round(text_px / 3)
    picture = _caption_picture(text, text_px, max(1, width - region.x0 - 2 * margin))
    rows, columns = picture.shape
    top = max(0, region.y0 - margin - rows) if region.y0 > rows else region.y0
    down, across = slice(top, min(height, top + rows)), slice(region.x0, min(width, region.x0 + columns))
    luma = plane_rectangle(down, across, luma_stride)
    chroma = plane_rectangle(halved(down), halved(across), chroma_stride)
    return _Caption(picture[: luma.shape[0], : luma.shape[1]], luma, chroma)


def _caption_picture(text: str, text_px: float, max_text_px: int) -> NDArray[np.uint8]:
    """Return the luma of a caption, (h, w) uint8; text wider than `max_text_px` is drawn smaller."""
    thickness, margin = max(1, round(text_px / 12)), round(text_px / 3)
    scale = text_px / FONT_PX
    text_width = cv2.getTextSize(text, FONT, scale, thickness)[0][0]
    size = (round(text_px) + 2 * margin, min(text_width, max_text_px) + 2 * margin)
    picture = np.full(size, CAPTION_GROUND.y, np.uint8)
    scale *= min(1.0, max_text_px / max(1, text_width))
    cv2.putText(picture, text, (margin, size[0] - margin), FONT, scale, WHITE.y, thickness, cv2.LINE_AA)
    return picture


def halved(pixels: slice) -> slice:
    """Return the values of a chroma plane that lie under these rows or columns."""
    return slice(pixels.start // 2, (pixels.stop + 1) // 2)
