"""Endings of the names of picture files."""

from pathlib import Path
from typing import Final

ENDINGS: Final = ("png", "jpg", "jpeg", "heic", "heif", "hif", "webp", "bmp", "tif", "tiff", "pdf")
"""Endings of the files that can be read, lower case. Cameras write HEIC pictures as .hif."""


def is_picture_name(path: Path) -> bool:
    """Return whether a file's name has the ending of a picture. Hidden files do not count: many are not pictures.

    Examples:
        >>> [is_picture_name(Path(name)) for name in ("a.JPG", "a.txt", "._a.jpg")]
        [True, False, False]
    """
    return path.suffix[1:].lower() in ENDINGS and not path.name.startswith(".")
