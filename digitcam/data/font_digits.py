"""Digits of handwriting fonts, as lines one pixel wide; see data/NOTICE.md."""

import io
import zipfile
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import ENLARGED_PX
from digitcam.errors import DatasetError

BUNDLED: Final = Path(__file__).parent / "font_digits.npz"

MANIFEST: Final = Path(__file__).parent / "font_digits.csv"
"""The fonts in alphabetical order, each with its package, version, licence and copyright."""

HELD_OUT_EVERY: Final = 5
"""One font in so many, in alphabetical order, is held out. Families such as Playwrite are thus in both parts."""


class FontDigits(NamedTuple):
    """Digits of fonts.

    Attributes:
        lines: (N, 84, 84) uint8, 1 on lines one pixel wide, else 0.
        labels: (N,) uint8, the digits 0 to 9.
        fonts: (N,) str, the names of the fonts.
    """

    lines: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    fonts: NDArray[np.str_]


def font_digits(held_out: bool, path: Path = BUNDLED) -> FontDigits:
    """Load the digits of one part of the fonts.

    Args:
        held_out: True for the fonts that are never learnt from, False for those to learn from.
        path: The file.

    Raises:
        DatasetError: If the file is damaged or absent.
    """
    try:
        with np.load(io.BytesIO(path.read_bytes())) as arrays:
            packed, labels, fonts, names = (arrays[key] for key in ("lines", "labels", "fonts", "names"))
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as exc:
        raise DatasetError(
            f"The fonts' digits in {path} cannot be read ({exc}). Restore the file: git checkout -- {path}"
        ) from exc
    chosen = (fonts % HELD_OUT_EVERY == HELD_OUT_EVERY - 1) == held_out
    lines = np.unpackbits(packed[chosen], axis=1, count=ENLARGED_PX**2).reshape(-1, ENLARGED_PX, ENLARGED_PX)
    return FontDigits(lines, labels[chosen], names[fonts[chosen]])
