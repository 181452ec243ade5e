"""Encode arrays as PNG and JPEG files, and files as data URLs."""

import base64
import io
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

JPEG_START: Final = b"\xff\xd8"
"""First bytes of every JPEG file."""

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


def data_url(content: bytes, mime_type: str = "") -> str:
    """Return a file as a data URL: a linked file may be gone before the browser asks for it.

    Args:
        content: Of the file.
        mime_type: Its type; by default PNG or JPEG, whichever it is.
    """
    mime_type = mime_type or ("image/jpeg" if content.startswith(JPEG_START) else "image/png")
    return f"data:{mime_type};base64,{base64.b64encode(content).decode()}"


def patch_picture(patch: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return a patch (n, n) in [0, 1] as a picture (n, n) uint8."""
    return np.rint(np.clip(patch, 0, 1) * 255).astype(np.uint8)
