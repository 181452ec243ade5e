"""Words of handwriting fonts, as lines one pixel wide; see data/NOTICE.md."""

import io
import zipfile
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from digitcam.data.font_digits import HELD_OUT_EVERY
from digitcam.errors import DatasetError

BUNDLED: Final = Path(__file__).parent / "font_words.npz"

HEIGHT_PX: Final = 84
"""Height of a word's lines. The baseline is halfway, and an x is about 20 pixels high, less where capitals are tall."""

Words: TypeAlias = tuple[NDArray[np.uint8], ...]
"""Words, each (84, w) uint8, 1 on lines one pixel wide, else 0."""


def font_words(held_out: bool, path: Path = BUNDLED) -> Words:
    """Load the words of one part of the fonts.

    Args:
        held_out: True for the fonts that are never learnt from, False for those to learn from.
        path: The file.

    Raises:
        DatasetError: If the file is damaged or absent.
    """
    try:
        with np.load(io.BytesIO(path.read_bytes())) as arrays:
            packed, widths, fonts = (arrays[key] for key in ("lines", "widths", "fonts"))
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as exc:
        raise DatasetError(
            f"The fonts' words in {path} cannot be read ({exc}). Restore the file: git checkout -- {path}"
        ) from exc
    side_by_side = np.unpackbits(packed, axis=1, count=int(widths.sum()))
    words = np.split(side_by_side, np.cumsum(widths)[:-1], axis=1)
    chosen = (fonts % HELD_OUT_EVERY == HELD_OUT_EVERY - 1) == held_out
    return tuple(word for word, wanted in zip(words, chosen, strict=True) if wanted)
