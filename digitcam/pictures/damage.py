"""Pictures whose file lacks its end: how many rows are missing, and what stands in their place."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitcam.pictures.strips import strips

MAX_MISSING: Final = 0.1
"""Largest share of a picture's rows that may be missing. With more missing the picture is refused: its digits might be
taken for all that were written."""

NO_DATA_GREY: Final = 128
"""Grey level that the JPEG decoder gives to blocks without data."""

_EDGE_PX: Final = 8
"""Width of the strip at the right edge that shows whether a row of JPEG blocks is whole: one block."""

_BLUR: Final = 32
"""Rows that stand for missing ones are smoothed over this share of the width: ink must not be drawn on."""


def grey_rows(image: Image.Image) -> NDArray[np.bool_]:
    """Return which rows (h,) of a JPEG picture have no data: those at the bottom whose right edge is plain grey."""
    edge = np.asarray(image.crop((max(0, image.width - _EDGE_PX), 0, image.width, image.height)), np.int16)
    plain = np.all((np.abs(edge - NO_DATA_GREY) <= 1).reshape(image.height, -1), axis=1)
    return np.asarray(np.logical_and.accumulate(np.flip(plain))[::-1], np.bool_)


def marked_picture(mode: str, size: tuple[int, int]) -> Image.Image:
    """Return a picture whose rows all have the same random pixels, so that `unwritten_rows` knows them again."""
    noise = np.random.default_rng(0).integers(0, 256, (1, size[0]), np.uint8)
    return Image.fromarray(noise).convert(mode).resize(size, Image.Resampling.NEAREST)


def release(image: Image.Image) -> None:
    """Free the pixels of a picture that failed to decode; the exception's traceback keeps the picture itself."""
    image.im = Image.new("L", (1, 1)).im


def unwritten_rows(image: Image.Image) -> NDArray[np.bool_]:
    """Return which rows (h,) of a picture are still as `marked_picture` made them."""
    mark = np.frombuffer(marked_picture(image.mode, (image.width, 1)).tobytes(), np.uint8)
    rows = [np.frombuffer(strip.tobytes(), np.uint8).reshape(strip.height, -1) for _, strip in strips(image)]
    return np.concatenate([(row == mark).all(axis=1) for row in rows])


def fill_rows(image: Image.Image, missing: NDArray[np.bool_]) -> None:
    """Give missing rows the smoothed pixels of the row before them, or of the first row that is there."""
    sources = np.maximum.accumulate(np.where(missing, -1, np.arange(len(missing))))
    sources[sources < 0] = int(np.argmin(missing))
    for top in np.flatnonzero(missing).tolist():
        source = int(sources[top])
        image.paste(_smooth(image.crop((0, source, image.width, source + 1))), (0, top))


def _smooth(row: Image.Image) -> Image.Image:
    if row.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return row
    few = row.resize((max(1, row.width // _BLUR), 1), Image.Resampling.BOX)
    return few.resize(row.size, Image.Resampling.BILINEAR)
