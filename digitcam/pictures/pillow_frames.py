"""The frames of PNG, BMP and TIFF files and of WebP animations."""

import contextlib
import logging
import warnings
from collections.abc import Iterator
from itertools import count
from typing import Any, BinaryIO, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile

from digitcam.pictures.damage import marked_picture, release, unwritten_rows
from digitcam.pictures.foreign import raw_picture
from digitcam.pictures.frames import DamagedFrame, Decoded, Size, complete, pixel_bytes
from digitcam.pictures.orientation import ORIENTATION_TAG, UPRIGHT, find_orientation
from digitcam.pictures.tones import Mode

FORMATS: Final = ("PNG", "WEBP", "BMP", "TIFF")
"""Formats that are tried beside JPEG. Some of Pillow's other readers start programs."""

WEBP_BYTES: Final = 16
"""Memory that Pillow's WebP decoder takes for a pixel, bytes: two canvases, a copy and the picture."""

BMP_BYTES: Final = 2
"""The same for a BMP file beside the picture: run-length coding is undone in a copy."""

ANIMATED_PNG_BYTES: Final = 12
"""The same for a PNG file with several frames: the frame, the one before it, and what is shown."""

_SUBFILE, _WIDTH, _HEIGHT, _BITS, _SAMPLES, _ROWS = 254, 256, 257, 258, 277, 278
_TILE_WIDTH, _TILE_HEIGHT, _SUB_DIRECTORIES, _DNG_VERSION = 322, 323, 330, 50706
_BLOCK_LENGTHS: Final = (279, 325)
"""Tags of TIFF files."""

_REDUCED, _MASK = 1, 4
"""Bits of the tag for subfiles: a smaller copy of another page, and its mask."""

# Pillow warns of odd metadata, which do not matter here, and of large pictures, whose size is checked.
warnings.filterwarnings("ignore", module=r"PIL\.")
logging.getLogger("PIL").addHandler(logging.NullHandler())


class PillowFrame:
    """One frame of a file that Pillow has opened.

    Args:
        image: The file, at the frame.
        file: The file, to open it again if its end is missing.
        number: Number of the frame, from 0.
        name: Name in messages.

    Attributes:
        size: Size of the original as it is seen.
        reducible: Whether the decoder can reduce the picture.
    """

    def __init__(self, image: ImageFile.ImageFile, file: BinaryIO, number: int, name: str) -> None:
        self._image, self._file, self._number, self._name = image, file, number, name
        self._orientation = find_orientation(image)
        self._stored = _stored_size(image)
        self.size = self._stored.turned(self._orientation)
        self.reducible = False

    def bytes_to_decode(self, mode: Mode) -> int:
        """Return the memory that decoding takes, bytes."""
        pixel = pixel_bytes(self._image.mode)
        if self._image.format == "TIFF":
            # It is turned by Pillow, in a copy.
            turned = self.size.pixels * pixel if self._orientation != UPRIGHT else 0
            return self.size.pixels * pixel + max(turned, _block_bytes(self._image))
        if self._image.format == "WEBP":
            pixel = WEBP_BYTES
        elif self._image.format == "BMP":
            pixel += BMP_BYTES
        elif self._image.format == "PNG" and getattr(self._image, "is_animated", False):
            pixel = ANIMATED_PNG_BYTES
        return self.size.pixels * pixel

    def decode(self, mode: Mode) -> Decoded:
        """Decode the pixels.

        Raises:
            ImageError: If the file lacks too much of the picture.
            Exception: One of Pillow's, if the file is damaged.
        """
        is_tiff = self._image.format == "TIFF"
        try:
            if is_tiff:
                _keep_only_orientation(self._image, self._orientation)
            self._image.load()
        # Pillow's decoders raise exceptions of many kinds.
        except Exception:
            release(self._image)
            part = self._decoded_part()
            if part is None:
                raise
            return complete(part.image, self._orientation, part.missing, self._name)
        return Decoded(self._image, UPRIGHT if is_tiff else self._orientation)

    def _decoded_part(self) -> "_Part | None":
        """Decode once more, into a picture in which unwritten rows can be told; None if there is nothing in it."""
        with contextlib.suppress(Exception), Image.open(self._file, formats=FORMATS) as image:
            image.seek(self._number)
            if image.format == "TIFF":
                _keep_only_orientation(image, UPRIGHT)
            image.im = marked_picture(image.mode, self._stored).im
            with contextlib.suppress(Exception):
                image.load()
            image.tile = []
            # A TIFF picture states the size that is seen, its copy that of the pixels.
            part = image.copy() if image.format == "TIFF" else image
            missing = unwritten_rows(part)
            return None if missing.all() else _Part(part, missing)
        return None


class _Part(NamedTuple):
    """What could be decoded of a damaged picture, and which rows (h,) are missing."""

    image: Image.Image
    missing: NDArray[np.bool_]


def pillow_frames(file: BinaryIO, name: str) -> Iterator[PillowFrame | DamagedFrame]:
    """Return the frames of a file one after the other; a frame is of use until the next is asked for.

    Smaller copies of a page in a TIFF file are left out.

    Raises:
        ImageError: If it is a camera's raw file.
        Exception: One of Pillow's, if the beginning of the file is damaged.
    """
    image = Image.open(file, formats=FORMATS)
    if _is_raw(image):
        raise raw_picture(name)
    for number in count():
        try:
            image.seek(number)
            is_copy = number > 0 and bool(_number(image, _SUBFILE) & (_REDUCED | _MASK))
            frame = None if is_copy else PillowFrame(image, file, number, name)
        except EOFError:
            return
        # Damaged tags raise exceptions of many kinds.
        except Exception as exc:  # noqa: BLE001
            yield DamagedFrame(exc)
        else:
            if frame is not None:
                yield frame
        # Where Pillow did not reach a page, it does not know where the next one is.
        if image.tell() != number:
            return


def _keep_only_orientation(image: ImageFile.ImageFile, orientation: int) -> None:
    """Have Pillow turn a TIFF picture, which it does while decoding, without minding its other metadata."""
    with contextlib.suppress(Exception):
        image.getexif()
    # The second call returns what the first could parse.
    exif = image.getexif()
    for tag in list(exif):
        del exif[tag]
    exif[ORIENTATION_TAG] = orientation
    image.info.pop("xmp", None)


def _stored_size(image: ImageFile.ImageFile) -> Size:
    """Return the size of the stored pixels; Pillow states that of a TIFF picture as it is seen."""
    if image.format == "TIFF":
        return Size(_number(image, _WIDTH), _number(image, _HEIGHT))
    return Size(*image.size)


def _block_bytes(image: ImageFile.ImageFile) -> int:
    """Return the memory of the largest strip or tile of a TIFF picture, decoded and as stored, bytes."""
    width, height = _number(image, _WIDTH), _number(image, _HEIGHT)
    pixels = width * min(_number(image, _ROWS) or height, height)
    pixels = max(pixels, _number(image, _TILE_WIDTH) * _number(image, _TILE_HEIGHT))
    stored = max((length for tag in _BLOCK_LENGTHS for length in _numbers(image, tag)), default=0)
    return stored + pixels * max(_number(image, _SAMPLES), 1) * max(_number(image, _BITS), 1) // 8


def _is_raw(image: ImageFile.ImageFile) -> bool:
    """Return whether a TIFF file is a camera's raw file, whose first page is a small preview."""
    tags: Any = getattr(image, "tag_v2", {})
    return _DNG_VERSION in tags or (_SUB_DIRECTORIES in tags and bool(_number(image, _SUBFILE) & _REDUCED))


def _number(image: ImageFile.ImageFile, tag: int) -> int:
    """Return a tag of a TIFF picture as a whole number, the first of several; 0 if it is none."""
    return next(iter(_numbers(image, tag)), 0)


def _numbers(image: ImageFile.ImageFile, tag: int) -> tuple[int, ...]:
    """Return the whole numbers of a tag of a TIFF picture."""
    tags: Any = getattr(image, "tag_v2", {})
    value = tags.get(tag, ())
    return tuple(number for number in (value if isinstance(value, tuple) else (value,)) if isinstance(number, int))
