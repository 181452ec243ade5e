"""The pages of a chosen picture: decoded from its file, or from the copies that are stored of them."""

import contextlib
import io
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from digitcam.errors import ImageError
from digitcam.pictures.frames import Size
from digitcam.pictures.loading import load_pages
from digitcam.pictures.pages import Page, page_name
from digitcam.pictures.stored import MAX_BYTES, MAX_SIDE_PX, store_picture
from digitcam.ui.components.uploads import StoredPage, StoredUpload


def decoded_pages(content: Path | BinaryIO | StoredUpload, name: str) -> Generator[Page | StoredPage, None, None]:
    """Decode a picture page by page.

    Args:
        content: The file, or what is stored of it.
        name: Name of the file.

    Yields:
        The pages, and in place of each that cannot be decoded a stored page with its problem.
    """
    if isinstance(content, StoredUpload) and not content.file:
        yield from map(_from_copy, content.pages)
        return
    file = io.BytesIO(content.file) if isinstance(content, StoredUpload) else content
    with contextlib.closing(load_pages(file, name, MAX_SIDE_PX)) as pages:
        for number, page in enumerate(pages, 1):
            yield StoredPage(page_name(name, number), problem=str(page)) if isinstance(page, ImageError) else page


def is_large(file: bytes) -> bool:
    """Return whether copies of a file's pages are stored, and not the file itself."""
    return len(file) > MAX_BYTES


def stored_page(page: Page | StoredPage, file: bytes) -> StoredPage:
    """Return what is stored of a decoded page of a file."""
    if isinstance(page, StoredPage):
        return page
    shown = page.grey if page.colour is None else page.colour
    return StoredPage(page.name, store_picture(shown, file), page.size, page.note)


def _from_copy(kept: StoredPage) -> Page | StoredPage:
    """Decode a page's copy."""
    if kept.copy is None:
        return kept
    with contextlib.closing(load_pages(io.BytesIO(kept.copy.content), kept.name, MAX_SIDE_PX)) as pages:
        page = next(pages)
    if isinstance(page, ImageError):
        return StoredPage(kept.name, problem=str(page))
    return replace(page, size=Size(*kept.size), note=kept.note)
