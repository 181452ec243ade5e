"""What decoders raise → what a user is told."""

import logging

from PIL import Image

from digitcam.errors import ImageError

log = logging.getLogger(__name__)


def as_error(exc: Exception, name: str, max_pixels: int) -> ImageError:
    """Return the error that a user sees in place of a decoder's; the details are logged.

    Args:
        exc: What the decoder raised.
        name: Name of the file or page in the message.
        max_pixels: Limit that a picture was too large for, if that was the reason.
    """
    if isinstance(exc, ImageError):
        return exc
    log.info("a picture cannot be decoded", exc_info=exc)
    if isinstance(exc, Image.DecompressionBombError | Image.DecompressionBombWarning):
        return too_large(name, max_pixels)
    if isinstance(exc, OSError) and exc.strerror:
        return ImageError(f"{name} cannot be read: {exc.strerror}")
    if isinstance(exc, MemoryError):
        return ImageError(f"{name} cannot be read: the memory does not suffice. Make it smaller.")
    return damaged(name)


def damaged(name: str) -> ImageError:
    """Return the error for a file that looks like a picture but cannot be decoded."""
    return ImageError(
        f"{name} cannot be read: the file is damaged, incomplete or of an unusual kind. Send it again, "
        "or save it anew as PNG or JPEG."
    )


def too_large(name: str, pixels: int) -> ImageError:
    """Return the error for a picture of more pixels than the limit."""
    return ImageError(f"{name} is larger than {pixels // 1_000_000} million pixels; make it smaller first.")
