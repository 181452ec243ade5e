"""The pages of a PDF file, and the pictures of a HEIC file."""

import contextlib
import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from digitcam.errors import ImageError
from digitcam.pictures.child import ChildDecoder, Kind
from digitcam.pictures.frames import DamagedFrame, Decoded, Frame, Size, pixel_bytes
from digitcam.pictures.pages import page_name
from digitcam.pictures.tones import Mode

END: Final = b"%%EOF"
"""The end of a whole PDF file."""

END_BYTES: Final = 2048
"""Length of a file's tail in which its end may stand, bytes: some programs write more after it."""

CUT: Final = "The file's end is missing, and perhaps pages or parts of them with it."


class ChildFrame:
    """A page that a child process decodes.

    Args:
        decoder: The file.
        number: Number of the page, from 0.
        name: Its name in messages.
        size: Its size.
        note: What a user must know about it; None if there is nothing.

    Attributes:
        size: Size of the page as it is read.
        reducible: Whether the decoder can reduce the picture.
    """

    def __init__(self, decoder: ChildDecoder, number: int, name: str, size: Size, note: str | None) -> None:
        self._decoder, self._number, self._name, self._note = decoder, number, name, note
        self.size = size
        self.reducible = False

    def bytes_to_decode(self, mode: Mode) -> int:
        """Have the child process decode the page, and return how many bytes of memory it takes to fetch the result.

        A page may take long to decode. Until it is done nothing is reserved for it that others wait for.

        Raises:
            ImageError: If that takes too long or too much memory.
            ValueError: If the page is damaged.
        """
        decoded = self._decoder.decode(self._number, self._name, self.size, mode)
        return Size(*decoded.size).pixels * pixel_bytes(decoded.mode)

    def decode(self, mode: Mode) -> Decoded:
        """Fetch the pixels.

        Raises:
            ImageError: If the child has ended.
        """
        return Decoded(self._decoder.take(self._name), note=self._note)


def child_frames(file: BinaryIO, kind: Kind, name: str, most: int) -> Iterator[Frame]:
    """Yield the pages of a file one after the other. Closing the iterator ends the child process.

    Args:
        file: The file.
        kind: What it is.
        name: Its name in messages.
        most: Largest number of pages.

    Raises:
        ImageError: If it needs a password, or takes too long or too much memory.
        ValueError: If it is damaged, or has no pages.
    """
    note = CUT if kind == "pdf" and not _has_end(file) else None
    with contextlib.closing(ChildDecoder(file, kind, name, most)) as decoder:
        sizes = decoder.sizes()
        if not sizes:
            raise ValueError("a file without pages")
        for number, size in enumerate(sizes):
            named = page_name(name, number + 1)
            if decoder.is_given_up:
                yield DamagedFrame(
                    ImageError(f"{named} and the pages after it are not read, because of those before it.")
                )
                return
            if size is None:
                yield DamagedFrame(ValueError("the page is damaged"))
            else:
                yield ChildFrame(decoder, number, named, size, note)


def _has_end(file: BinaryIO) -> bool:
    length = file.seek(0, io.SEEK_END)
    file.seek(max(0, length - END_BYTES))
    return END in file.read(END_BYTES)
