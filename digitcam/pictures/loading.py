"""Picture files → arrays. What goes wrong with a file becomes an ImageError here, whatever the decoders raise."""

import contextlib
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray
from PIL import UnidentifiedImageError

from digitcam.errors import ImageError
from digitcam.pictures.budget import BUDGET, check_fits
from digitcam.pictures.child_frames import child_frames
from digitcam.pictures.foreign import HEAD_BYTES, child_kind, is_camera_raw, not_readable, raw_picture
from digitcam.pictures.frames import MAX_READ_PIXELS, Frame
from digitcam.pictures.jpeg import SIGNATURE as JPEG_SIGNATURE
from digitcam.pictures.jpeg_frame import JpegFrame
from digitcam.pictures.pages import Page, page_name
from digitcam.pictures.pillow_frames import pillow_frames
from digitcam.pictures.pixels import as_arrays
from digitcam.pictures.png import without_metadata
from digitcam.pictures.problems import as_error, too_large
from digitcam.pictures.webp_frame import WebpFrame, scan_webp

MAX_PIXELS: Final = 50_000_000
"""Pictures with more pixels are refused before they are decoded: 8K has 33 million, a phone's photograph 12 to 48."""

MAX_JPEG_PIXELS: Final = 200_000_000
"""The same for JPEG, which is decoded reduced: the largest sensors of phones have 200 million."""

MAX_PAGES: Final = 50
"""Number of pages, or frames of an animation, that are read of one file. Each is an answer to read and check."""

_LEFT_OUT: Final = "Only the first {count} pages are read. Save the others as a file of their own to read them."

ALL_COLOUR: Final = 1 << 30
"""Longer side that no picture exceeds, pixels: the colour picture is as large as the grey one."""


def load_picture(source: Path | BinaryIO, name: str | None = None) -> NDArray[np.uint8]:
    """Decode a file's first page like `load_pages`.

    Args:
        source: A path, or a file opened in binary mode.
        name: Its name in error messages; the path if None.

    Returns:
        (H, W) uint8 grey; reduced if it has more than `frames.MAX_READ_PIXELS`.

    Raises:
        ImageError: If it is not a picture, is damaged, or is too large; the message says which.
    """
    return _first(load_pages(source, name)).grey


def load_colour(source: Path | BinaryIO, name: str | None = None) -> NDArray[np.uint8]:
    """Decode a picture like `load_picture`, in colour.

    Returns:
        (H, W, 3) uint8 BGR.

    Raises:
        ImageError: Like `load_picture`.
    """
    colour = _first(load_pages(source, name, ALL_COLOUR)).colour
    assert colour is not None
    return colour


def load_pages(
    source: Path | BinaryIO, name: str | None = None, colour_px: int = 0
) -> Generator[Page | ImageError, None, None]:
    """Decode a file's pages one at a time, as people see them.

    The EXIF orientation is applied, transparency gets a ground that shows the ink, and wide values become eight bits.
    The memory of a page is reserved until the next one is asked for or the generator is closed: do either soon.

    Args:
        source: A path, or a file opened in binary mode.
        name: Its name in messages; the path if None.
        colour_px: Largest longer side of the colour pictures, pixels; 0 for none.

    Yields:
        The pages, and in place of each that cannot be read the error; at least one of either.
    """
    name = name or str(source)
    with contextlib.ExitStack() as stack:
        frames: Generator[Frame, None, None] | None = None
        for number in range(1, MAX_PAGES + 1):
            named = page_name(name, number)
            try:
                if frames is None:
                    frames = _frames(stack.enter_context(_opened(source)), name)
                    # A child process ends with its frames.
                    stack.callback(frames.close)
                frame = next(frames, None)
                if frame is None:
                    return
                size = _bytes_to_decode(frame, named, colour_px)
            # Decoders raise exceptions of many kinds; none may end a batch.
            except Exception as exc:  # noqa: BLE001
                yield as_error(exc, named, MAX_PIXELS)
                if frames is None:
                    return
                continue
            with BUDGET.reserve(size):
                page = _decode(frame, named, colour_px)
                if number == MAX_PAGES and isinstance(page, Page) and _has_next(frames):
                    page = replace(page, note=_joined(page.note, _LEFT_OUT.format(count=MAX_PAGES)))
                yield page


def _first(pages: Generator[Page | ImageError, None, None]) -> Page:
    with contextlib.closing(pages):
        page = next(pages)
    if isinstance(page, ImageError):
        raise page
    return page


@contextlib.contextmanager
def _opened(source: Path | BinaryIO) -> Iterator[BinaryIO]:
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield file
    else:
        yield source


def _frames(file: BinaryIO, name: str) -> Generator[Frame, None, None]:
    """Return the frames of a file of any format."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if head.startswith(JPEG_SIGNATURE):
        yield JpegFrame(file, name)
        return
    if is_camera_raw(head):
        raise raw_picture(name)
    webp = scan_webp(file)
    if webp is not None and not webp.animated:
        yield WebpFrame(file, webp)
        return
    try:
        yield from pillow_frames(without_metadata(file), name)
    except UnidentifiedImageError as exc:
        kind = child_kind(head)
        if kind is None:
            raise not_readable(head, name) from exc
        yield from child_frames(file, kind, name, MAX_PAGES + 1)


def _has_next(frames: Iterator[Frame]) -> bool:
    with contextlib.suppress(Exception):
        return next(frames, None) is not None
    return True


def _bytes_to_decode(frame: Frame, name: str, colour_px: int) -> int:
    """Return the memory that a page takes, bytes.

    Raises:
        ImageError: If it has too many pixels, or takes too much memory.
    """
    if frame.size.pixels > (MAX_JPEG_PIXELS if frame.reducible else MAX_PIXELS):
        raise too_large(name, MAX_JPEG_PIXELS if frame.reducible else MAX_PIXELS)
    size = frame.bytes_to_decode("RGB" if colour_px else "L")
    check_fits(size, name)
    return (
        size + min(frame.size.pixels, MAX_READ_PIXELS) + 3 * min(frame.size.within(colour_px).pixels, MAX_READ_PIXELS)
    )


def _decode(frame: Frame, name: str, colour_px: int) -> Page | ImageError:
    try:
        decoded = frame.decode("RGB" if colour_px else "L")
        grey, colour = as_arrays(decoded, colour_px)
        return Page(name, grey, colour, frame.size, decoded.note)
    except Exception as exc:  # noqa: BLE001
        return as_error(exc, name, MAX_PIXELS)


def _joined(*notes: str | None) -> str:
    return " ".join(note for note in notes if note)
