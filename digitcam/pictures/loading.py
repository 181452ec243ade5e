"""Picture files → arrays."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from digitcam.errors import ImageError

MAX_PIXELS: Final = 50_000_000
"""Pictures with more pixels are refused before they are decoded: 8K has 33 million, a phone's photograph 12 to 48."""

FORMATS: Final = ("PNG", "JPEG", "WEBP", "BMP", "TIFF")
"""Formats that are tried. Some of Pillow's other readers start programs."""

SIXTEEN_BIT_MODES: Final = ("I;16", "I;16B", "I;16L", "I;16N", "I")


def load_picture(source: Path | BinaryIO, name: str | None = None) -> NDArray[np.uint8]:
    """Decode a picture as people see it: EXIF orientation applied, transparency on white, 16 bits reduced to 8.

    Args:
        source: A path, or a file opened in binary mode.
        name: Its name in error messages; the path if None.

    Returns:
        (H, W) uint8 grey.

    Raises:
        ImageError: If it is not a picture, is damaged, or is too large; the message says which.
    """
    return _load(source, name or str(source), "L", _grey)


def load_colour(source: Path | BinaryIO, name: str | None = None) -> NDArray[np.uint8]:
    """Decode a picture like `load_picture`, in colour.

    Returns:
        (H, W, 3) uint8 BGR.

    Raises:
        ImageError: Like `load_picture`.
    """
    return _load(source, name or str(source), "RGB", _colour)


def _load(
    source: Path | BinaryIO, name: str, mode: str, convert: Callable[[Image.Image], NDArray[np.uint8]]
) -> NDArray[np.uint8]:
    try:
        with Image.open(source, formats=FORMATS) as image:
            _check_size(image, name)
            # The JPEG decoder skips colour where grey is wanted; other formats ignore this.
            image.draft(mode, image.size)
            return convert(ImageOps.exif_transpose(image))
    except UnidentifiedImageError as exc:
        raise ImageError(f"{name} is not a picture; PNG, JPEG, WebP, BMP and TIFF can be read.") from exc
    except Image.DecompressionBombError as exc:
        raise _too_large(name) from exc
    # On damaged data Pillow's decoders raise any of these.
    except (OSError, ValueError, SyntaxError, EOFError, IndexError) as exc:
        raise ImageError(f"{name} cannot be read: {_reason(exc)}") from exc


def _check_size(image: Image.Image, name: str) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise _too_large(name)


def _too_large(name: str) -> ImageError:
    return ImageError(f"{name} is larger than {MAX_PIXELS // 1_000_000} million pixels; make it smaller first.")


def _reason(exc: Exception) -> str:
    return (exc.strerror if isinstance(exc, OSError) and exc.strerror else str(exc)) or type(exc).__name__


def _grey(image: Image.Image) -> NDArray[np.uint8]:
    return (
        _as_eight_bit(image) if image.mode in SIXTEEN_BIT_MODES else np.array(_on_white(image).convert("L"), np.uint8)
    )


def _colour(image: Image.Image) -> NDArray[np.uint8]:
    if image.mode in SIXTEEN_BIT_MODES:
        return np.repeat(_as_eight_bit(image)[:, :, None], 3, axis=2)
    return np.array(np.asarray(_on_white(image).convert("RGB"), np.uint8)[:, :, ::-1])


def _as_eight_bit(image: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.asarray(image) // 257, 0, 255), np.uint8)


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image.convert("RGBA"))
