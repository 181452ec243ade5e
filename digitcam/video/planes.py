"""A yuv420p frame's memory as arrays that can be drawn on.

Converting a frame to BGR and back costs as much as encoding it; writing to its planes costs only what is drawn.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitcam.readings import Box


class Colour(NamedTuple):
    """Y, U and V, 0 to 255, in the video range (ITU-R BT.601: black is 16, white 235)."""

    y: int
    u: int
    v: int


class PlaneLayout(NamedTuple):
    """How a yuv420p picture lies in memory.

    Attributes:
        height: Rows of the picture and of its Y plane; the U and V planes have ceil(height / 2).
        width: Columns, likewise.
        luma_stride: Bytes from one row of the Y plane to the next.
        chroma_stride: Bytes from one row of the U and V planes to the next.
    """

    height: int
    width: int
    luma_stride: int
    chroma_stride: int


class Planes(NamedTuple):
    """A yuv420p picture.

    Attributes:
        y: (at least height * luma_stride,) uint8, the Y plane's padded rows one after the other.
        u: The same of the U plane.
        v: The same of the V plane.
        layout: Where the pixels are in these.
    """

    y: NDArray[np.uint8]
    u: NDArray[np.uint8]
    v: NDArray[np.uint8]
    layout: PlaneLayout

    @property
    def luma(self) -> NDArray[np.uint8]:
        """The Y plane as a view (height, width), made at each access, because most frames do not need it."""
        height, width, stride, _ = self.layout
        return np.ndarray((height, width), np.uint8, self.y, 0, (stride, 1))

    @property
    def chroma(self) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """The U and V planes as views (ceil(height / 2), ceil(width / 2)), likewise."""
        height, width, _, stride = self.layout
        size = (height + 1) // 2, (width + 1) // 2
        return np.ndarray(size, np.uint8, self.u, 0, (stride, 1)), np.ndarray(size, np.uint8, self.v, 0, (stride, 1))

    def grey(self, region: Box) -> NDArray[np.uint8]:
        """Return a view of the Y plane in a region."""
        return self.luma[region.rows, region.columns]


class PlaneRectangle(NamedTuple):
    """A rectangle of a plane, as numpy describes it in the plane's memory.

    Attributes:
        shape: Rows and columns.
        offset: Bytes before its first pixel.
        strides: Bytes from row to row and from column to column.
    """

    shape: tuple[int, int]
    offset: int
    strides: tuple[int, int]

    def view(self, memory: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return the rectangle as a view of the plane's memory."""
        return np.ndarray(self.shape, np.uint8, memory, self.offset, self.strides)


def plane_rectangle(rows: slice, columns: slice, stride: int) -> PlaneRectangle:
    """Return the rectangle of these rows and columns in a plane of this stride, bytes."""
    shape = rows.stop - rows.start, columns.stop - columns.start
    return PlaneRectangle(shape, rows.start * stride + columns.start, (stride, 1))
