"""Write a file that Chromium plays in a loop as its camera."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

FPS: Final = 30
"""Rate at which Chromium plays any motion JPEG file (media/capture/video/file_video_capture_device.cc)."""

QUALITY: Final = 85
"""JPEG quality, 0 to 100."""


def write_webcam(path: Path, frames: Iterable[NDArray[np.uint8]], seconds_each: float = 1.0) -> Path:
    """Write a motion JPEG file, which is a sequence of JPEG pictures.

    Args:
        path: Path of the file; it must end in ``.mjpeg``.
        frames: (h, w, 3) uint8 BGR pictures of one size.
        seconds_each: Time that each picture is shown, seconds.

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
