"""The frame of a JPEG file."""

from typing import BinaryIO

from PIL import JpegImagePlugin

from digitcam.errors import ImageError
from digitcam.pictures.damage import grey_rows, release
from digitcam.pictures.frames import MAX_READ_PIXELS, Decoded, Size, complete, pixel_bytes
from digitcam.pictures.jpeg import (
    MAX_SCANS,
    coefficient_bytes,
    count_scans,
    open_jpeg,
    reduction,
    scans_are_complete,
    split_jpeg,
)
from digitcam.pictures.orientation import orientation_of
from digitcam.pictures.tones import Mode


class JpegFrame:
    """The picture of a JPEG file. Further pictures in it (MPO) are other views of the first and are left out.

    Args:
        file: The file.
        name: Its name in messages.

    Attributes:
        size: Size of the original as it is seen.
        reducible: Whether the decoder can reduce the picture.

    Raises:
        Exception: One of Pillow's, if the file is damaged before its first scan.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._name = file, name
        self._parts = split_jpeg(file)
        self._image = open_jpeg(file, self._parts)
        self._coefficient_bytes = coefficient_bytes(self._image, file, self._parts)
        self._stored = Size(*self._image.size)
        self._orientation = orientation_of(self._parts.exif, self._parts.xmp)
        self.size = self._stored.turned(self._orientation)
        self.reducible = True

    def bytes_to_decode(self, mode: Mode) -> int:
        """Return the memory that decoding takes, bytes."""
        self._draft(self._image, mode)
        return self._image.width * self._image.height * pixel_bytes(self._image.mode) + self._coefficient_bytes

    def decode(self, mode: Mode) -> Decoded:
        """Decode the pixels, reduced if there are many.

        Raises:
            ImageError: If the file lacks too much of the picture, or is made to keep the decoder busy.
        """
        if self._coefficient_bytes and count_scans(self._file, self._parts) > MAX_SCANS:
            raise ImageError(f"{self._name} cannot be read: it has more than {MAX_SCANS} scans. Save it anew.")
        try:
            self._draft(self._image, mode)
            self._image.load()
        except OSError:
            release(self._image)
            image = open_jpeg(self._file, self._parts, padded=True)
            if not scans_are_complete(self._file, self._parts, len(image.layer)):
                raise
            self._draft(image, mode)
            image.load()
            return complete(image, self._orientation, grey_rows(image), self._name)
        return Decoded(self._image, self._orientation)

    def _draft(self, image: JpegImagePlugin.JpegImageFile, mode: Mode) -> None:
        """Choose the reduction, and have the decoder skip colour where grey is wanted."""
        by = reduction(*self._stored, MAX_READ_PIXELS)
        image.draft(mode, (max(1, self._stored.width // by), max(1, self._stored.height // by)))
