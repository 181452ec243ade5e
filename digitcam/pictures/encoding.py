"""Arrays → PNG and JPEG files, and the little pictures of ink that a page or a notebook shows."""

import base64
import io
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitcam.readings import Reading

INK_PX: Final = 28
"""Height of a kept picture of ink, pixels: enough to see what was written, a few hundred bytes per digit."""

JPEG_QUALITY: Final = 85
"""0 to 100."""


def png(grey: NDArray[np.uint8]) -> bytes:
    """Encode (h, w) uint8 as PNG."""
    file = io.BytesIO()
    Image.fromarray(grey).save(file, "PNG")
    return file.getvalue()


def jpeg(picture: NDArray[np.uint8]) -> bytes:
    """Encode (h, w) grey or (h, w, 3) BGR uint8 as JPEG."""
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1])


def data_url(content: bytes, mime_type: str = "image/png") -> str:
    """Return a file as a data URL: a linked file may be gone before the browser asks for it."""
    return f"data:{mime_type};base64,{base64.b64encode(content).decode()}"


def patch_picture(patch: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return a patch (n, n) in [0, 1] as a picture (n, n) uint8."""
    return np.rint(np.clip(patch, 0, 1) * 255).astype(np.uint8)


def ink_strip(reading: Reading) -> NDArray[np.uint8]:
    """Return the digits' patches side by side: (INK_PX, INK_PX * digits) uint8."""
    tiles = [
        cv2.resize(patch_picture(digit.patch), (INK_PX, INK_PX), interpolation=cv2.INTER_AREA)
        for digit in reading.digits
    ]
    return np.asarray(np.hstack(tiles), np.uint8) if tiles else np.zeros((INK_PX, 0), np.uint8)
