"""The frame of a WebP file that is no animation.

OpenCV decodes it to the same pixels as Pillow, takes less memory, and does not stop other threads meanwhile.
"""

from typing import BinaryIO, Final, NamedTuple

import cv2
import numpy as np
from PIL import Image

from digitcam.pictures.frames import Decoded, Size, reduction_factor
from digitcam.pictures.orientation import orientation_of
from digitcam.pictures.tones import Mode

BYTES: Final = 7
"""Memory that OpenCV takes for a pixel, bytes: its copy of the decoded picture, and lossless files once more."""

MAX_CHUNKS: Final = 1000
"""Number of chunks that are searched for metadata. A still picture has a handful."""

_ANIMATION_FLAG: Final = 0x02


class WebpFile(NamedTuple):
    """What a WebP file's chunks say.

    Attributes:
        size: Size as stored.
        animated: Whether it has several frames.
        exif: EXIF data; empty if there are none.
        xmp: XMP data; empty if there are none.
    """

    size: Size
    animated: bool
    exif: bytes
    xmp: bytes


def scan_webp(file: BinaryIO) -> WebpFile | None:
    """Read the chunks of a WebP file; None if it is none, or its header is damaged."""
    file.seek(0)
    head = file.read(30)
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP" or len(head) < 30:
        return None
    size = _size(head)
    if size is None:
        return None
    animated = head[12:16] == b"VP8X" and bool(head[20] & _ANIMATION_FLAG)
    exif = xmp = b""
    position = 12
    for _ in range(MAX_CHUNKS):
        file.seek(position)
        chunk = file.read(8)
        if len(chunk) < 8:
            break
        length = int.from_bytes(chunk[4:], "little")
        if chunk[:4] == b"EXIF":
            exif = file.read(length)
        elif chunk[:4] == b"XMP ":
            xmp = file.read(length)
        position += 8 + length + length % 2
    return WebpFile(size, animated, exif, xmp)


class WebpFrame:
    """The picture of a WebP file.

    Args:
        file: The file.
        webp: What its chunks say.

    Attributes:
        size: Size of the original as it is seen.
        reducible: Whether the decoder can reduce the picture.
    """

    def __init__(self, file: BinaryIO, webp: WebpFile) -> None:
        self._file, self._stored = file, webp.size
        self._orientation = orientation_of(webp.exif, webp.xmp)
        self.size = webp.size.turned(self._orientation)
        self.reducible = False

    def bytes_to_decode(self, mode: Mode) -> int:
        """Return the memory that decoding takes, bytes."""
        return self.size.pixels * BYTES

    def decode(self, mode: Mode) -> Decoded:
        """Decode the pixels, and reduce them if there are many.

        Raises:
            OSError: If the file is damaged.
        """
        self._file.seek(0)
        pixels = cv2.imdecode(np.frombuffer(self._file.read(), np.uint8), cv2.IMREAD_UNCHANGED)
        if pixels is None or pixels.shape[1::-1] != self._stored:
            raise OSError("the file is damaged")
        factor = reduction_factor(self._stored)
        if factor > 1:
            few = (max(1, self._stored.width // factor), max(1, self._stored.height // factor))
            pixels = cv2.resize(pixels, few, interpolation=cv2.INTER_AREA)
        order = cv2.COLOR_BGRA2RGBA if pixels.shape[2] == 4 else cv2.COLOR_BGR2RGB
        return Decoded(
            Image.fromarray(np.asarray(cv2.cvtColor(pixels, order, dst=pixels), np.uint8)), self._orientation
        )


def _size(head: bytes) -> Size | None:
    """Return the size that the first chunk states."""
    kind = head[12:16]
    if kind == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = int.from_bytes(head[26:28], "little"), int.from_bytes(head[28:30], "little")
        return Size(width & 0x3FFF, height & 0x3FFF)
    if kind == b"VP8X":
        return Size(int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1)
    if kind == b"VP8L" and head[20] == 0x2F:
        bits = int.from_bytes(head[21:25], "little")
        return Size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    return None
