"""A file that Chromium plays, over and over, as if it were a camera."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

FPS: Final = 30
"""Chromium plays motion JPEG at this rate, whatever the file (media/capture/video/file_video_capture_device.cc)."""

QUALITY: Final = 85


def write_webcam(path: Path, frames: Iterable[NDArray[np.uint8]], seconds_each: float = 1.0) -> Path:
    """Write a motion JPEG: JPEG pictures one after the other.

    Args:
        path: Where to; its name must end in ``.mjpeg``.
        frames: (h, w, 3) uint8 BGR, all of one size.
        seconds_each: How long each is shown.

    Returns:
        The path.
    """
    with path.open("wb") as file:
        for frame in frames:
            done, jpeg = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
            if not done:
                raise ValueError(f"cannot encode a frame of shape {frame.shape}")
            file.write(jpeg.tobytes() * round(seconds_each * FPS))
    return path
