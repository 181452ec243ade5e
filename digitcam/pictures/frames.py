"""What the frames of all formats have in common: a photograph is one frame, a page of a TIFF file is one."""

from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitcam.errors import ImageError
from digitcam.pictures.damage import MAX_MISSING, fill_rows
from digitcam.pictures.orientation import SIDEWAYS, UPRIGHT
from digitcam.pictures.tones import Mode

MAX_READ_PIXELS: Final = 25_000_000
"""Pictures with more pixels are reduced by a whole factor until they have no more. The reader looks at copies with a
shorter side of 384 pixels and at crops of 96; photographs of up to 24 million pixels keep all theirs."""


class Size(NamedTuple):
    """Size of a picture as it is seen, pixels."""

    width: int
    height: int

    @property
    def pixels(self) -> int:
        """Number of pixels."""
        return self.width * self.height

    def turned(self, orientation: int) -> "Size":
        """Return the size seen of a picture that is stored with this size and EXIF orientation."""
        return Size(self.height, self.width) if orientation in SIDEWAYS else self

    def within(self, longest_px: int) -> "Size":
        """Return the size of a copy whose longer side is at most this."""
        scale = min(1.0, longest_px / max(self.width, self.height, 1))
        return Size(round(self.width * scale), round(self.height * scale))


@dataclass(frozen=True, slots=True)
class Decoded:
    """A frame's pixels.

    Attributes:
        image: Decoded, perhaps reduced.
        orientation: EXIF orientation by which it has to be turned.
        note: What a user must know about it; None if there is nothing.
    """

    image: Image.Image
    orientation: int = UPRIGHT
    note: str | None = None


class Frame(Protocol):
    """One picture of a file, not decoded yet."""

    @property
    def size(self) -> Size:
        """Size of the original as it is seen."""

    @property
    def reducible(self) -> bool:
        """Whether the decoder can reduce the picture."""

    def bytes_to_decode(self, mode: Mode) -> int:
        """Return the memory that decoding takes, bytes."""

    def decode(self, mode: Mode) -> Decoded:
        """Decode the pixels, for conversion to a mode."""


class DamagedFrame:
    """A page of which not even the size can be read; the pages after it may be good.

    Args:
        reason: What went wrong.
    """

    size: Final = Size(0, 0)
    reducible: Final = False

    def __init__(self, reason: Exception) -> None:
        self._reason = reason

    def bytes_to_decode(self, mode: Mode) -> int:
        """Raise what went wrong."""
        raise self._reason

    def decode(self, mode: Mode) -> Decoded:
        """Raise what went wrong."""
        raise self._reason


def pixel_bytes(mode: str) -> int:
    """Return the memory of a pixel in one of Pillow's modes, bytes."""
    return {"1": 1, "L": 1, "P": 1}.get(mode, 2 if mode.startswith("I;16") else 4)


def reduction_factor(size: Size) -> int:
    """Return the smallest whole factor that reduces a picture to `MAX_READ_PIXELS`, or fewer."""
    factor = 1
    while -(-size.width // factor) * -(-size.height // factor) > MAX_READ_PIXELS:
        factor += 1
    return factor


def complete(image: Image.Image, orientation: int, missing: NDArray[np.bool_], name: str) -> Decoded:
    """Fill the rows that a file lacks.

    Args:
        image: What was decoded; it is changed.
        orientation: EXIF orientation by which it has to be turned.
        missing: (h,) which rows are missing.
        name: Its name in the message.

    Raises:
        ImageError: If more than `MAX_MISSING` of the rows are missing.
    """
    share = float(missing.mean())
    if share > MAX_MISSING:
        raise ImageError(f"{name} cannot be read: the file is incomplete, {share:.0%} of it is missing. Send it again.")
    if not missing.any():
        return Decoded(image, orientation, "The file's end is missing, and perhaps details of the picture with it.")
    fill_rows(image, missing)
    return Decoded(image, orientation, f"The file's end is missing, and {max(share, 0.01):.0%} of the picture with it.")
