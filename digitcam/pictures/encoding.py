"""Little grey pictures as PNG: what the network was given, as a page or a notebook shows it."""

import base64
import io
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitcam.readings import Reading

INK_PX: Final = 28
"""Height of a kept picture of ink: enough to see what was written, a few hundred bytes a digit."""


def png(grey: NDArray[np.uint8]) -> bytes:
    """Encode (h, w) uint8."""
    file = io.BytesIO()
    Image.fromarray(grey).save(file, "PNG")
    return file.getvalue()


def data_url(content: bytes, kind: str = "image/png") -> str:
    """A picture as part of the page itself: a file of its own could be gone before the browser asks for it."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def tile(patch: NDArray[np.float32]) -> NDArray[np.uint8]:
    """A patch (n, n) in [0, 1] as a picture (n, n) uint8."""
    return np.rint(np.clip(patch, 0, 1) * 255).astype(np.uint8)


def ink(reading: Reading) -> NDArray[np.uint8]:
    """The digits of a reading side by side, as the network got them: (INK_PX, INK_PX * digits) uint8."""
    tiles = [cv2.resize(tile(d.patch), (INK_PX, INK_PX), interpolation=cv2.INTER_AREA) for d in reading.digits]
    return np.asarray(np.hstack(tiles), np.uint8) if tiles else np.zeros((INK_PX, 0), np.uint8)
