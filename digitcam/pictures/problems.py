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


def needs_password(name: str) -> ImageError:
    """Return the error for a PDF file that only a password opens."""
    return ImageError(
        f"{name} is a PDF with a password. Open it, print it to a new PDF without one, and send that; or send pictures "
        "of its pages."
    )


def not_decoded(name: str, limit_s: float | None) -> ImageError:
    """Return the error for a page that its child process did not survive.

    Args:
        name: Name of the page in the message.
        limit_s: Time that it took, seconds, if that was the reason.
    """
    advice = "Save it anew as PNG or JPEG and send that."
    if limit_s is not None:
        return ImageError(f"{name} cannot be read: it takes more than {limit_s:.0f} seconds to decode. {advice}")
    return ImageError(f"{name} cannot be read: the file is damaged, or takes too much memory to decode. {advice}")
