"""Make the words of handwriting fonts: ``python -m digitcam.training.font_words FOLDER``.

The words have no meaning: they are letters by their frequency, so that all letters occur in every font. It fetches the
packages that ``digitcam/data/font_digits.csv`` lists with npm, unless FOLDER has them, and writes
``digitcam/data/font_words.npz``.
"""

import io
import sys
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from digitcam.data.font_words import BUNDLED, HEIGHT_PX
from digitcam.training.font_digits import ENLARGED, FONT_SIZE, fetch, manifest, widened
from digitcam.training.render.thinning import thin

_WORDS_EACH: Final = 24
"""Words of each font."""

_X_HEIGHT_PX: Final = 20
"""Height of an x in the picture of a word, pixels."""

_MIN_PEN_PX: Final = 2.0
"""Minimum width of strokes before thinning, pixels of the picture."""

_MARGIN_PX: Final = 4
"""Empty columns beside a word."""

_SMALL: Final = "aaaaaaaabbcccddddeeeeeeeeeeeffggghhhhiiiiiiijkklllllmmmnnnnnnooooooooppqrrrrrrssssssttttttuuuuvvwxyyz"
_LARGE: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Letters by their frequency."""


def random_word(rng: np.random.Generator) -> str:
    """Return two to eight letters: small, with a capital, or all capitals."""
    kind, count = rng.random(), int(rng.integers(2, 9))
    if kind < 0.2:
        return "".join(rng.choice(list(_LARGE), count))
    word = "".join(rng.choice(list(_SMALL), count))
    return str(rng.choice(list(_LARGE))) + word[1:] if kind < 0.5 else word


def draw(font: bytes, word: str) -> NDArray[np.uint8]:
    """Draw a word of a font: (84, w) uint8, 0 or 1; the baseline is halfway."""
    face = ImageFont.truetype(io.BytesIO(font), FONT_SIZE)
    scale = ENLARGED * _X_HEIGHT_PX / max(1, -face.getbbox("x", anchor="ls")[1])
    left, top, right, bottom = face.getbbox(word, anchor="ls")
    scale = min(scale, ENLARGED * (HEIGHT_PX / 2 - _MARGIN_PX) / max(1, -top, bottom))
    drawn = Image.new("L", (int(right - left) + 2 * FONT_SIZE, 6 * FONT_SIZE))
    ImageDraw.Draw(drawn).text((FONT_SIZE, 3 * FONT_SIZE), word, 255, face, anchor="ls")
    margin = ENLARGED * _MARGIN_PX
    width = ENLARGED * max(1, round(scale * (right - left) / ENLARGED)) + 2 * margin
    height = ENLARGED * HEIGHT_PX
    place = np.array([[scale, 0, margin - scale * (left + FONT_SIZE)], [0, scale, height / 2 - scale * 3 * FONT_SIZE]])
    picture = np.asarray(cv2.warpAffine(np.asarray(drawn), place, (width, height), flags=cv2.INTER_LINEAR), np.uint8)
    small = cv2.resize(widened(picture, _MIN_PEN_PX), (width // ENLARGED, HEIGHT_PX), interpolation=cv2.INTER_AREA)
    return (small > 127).astype(np.uint8)


def main(folder: Path) -> None:
    """Make the file from the packages in a folder."""
    rng = np.random.default_rng(0)
    words, owners = [], []
    for index, font in enumerate(manifest()):
        file = fetch(font, folder)
        for _ in range(_WORDS_EACH):
            words.append(thin(draw(file, random_word(rng))[None])[0])
            owners.append(index)
    np.savez_compressed(
        BUNDLED,
        lines=np.packbits(np.concatenate(words, axis=1), axis=1),
        widths=np.array([word.shape[1] for word in words], np.uint16),
        fonts=np.array(owners, np.uint8),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
