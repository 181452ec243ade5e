"""Access to the pixels of av's frames."""

from typing import Any, Final

import av
import numpy as np
from av.video.frame import PictureType

from digitcam.video.planes import PlaneLayout, Planes

FULL_RANGE: Final = 2
"""``AVCOL_RANGE_JPEG``: luma uses 0 to 255."""

NO_PICTURE_TYPE: Final = int(PictureType.NONE)
"""As a number: av looks up the enumeration's member at each assignment."""


def writable_yuv420p(frame: av.VideoFrame) -> av.VideoFrame:
    """Return a yuv420p frame with writable pixels: the frame itself if it has this format already."""
    shown = frame if frame.format.name == "yuv420p" else _converted(frame)
    # Copies only if there is another reference: H.264 decoders predict the next frames from these pixels.
    shown.make_writable()
    # A decoded key frame is marked as one and would be encoded as one, ten times as large.
    shown.pict_type = NO_PICTURE_TYPE
    return shown


def _converted(frame: av.VideoFrame) -> av.VideoFrame:
    """Return the frame as yuv420p, with its time stamps."""
    converted = frame.reformat(format="yuv420p")
    converted.pts = frame.pts
    if frame.time_base is not None:
        converted.time_base = frame.time_base
    return converted


def frame_planes(frame: av.VideoFrame) -> Planes:
    """Return a yuv420p frame's planes as views of its memory."""
    # av's planes support the buffer protocol, though their type does not say so.
    planes: Any = frame.planes
    y, u, v = planes
    layout = PlaneLayout(y.height, y.width, y.line_size, u.line_size)
    return Planes(np.frombuffer(y, np.uint8), np.frombuffer(u, np.uint8), np.frombuffer(v, np.uint8), layout)
