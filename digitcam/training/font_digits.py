"""Make the digits of handwriting fonts: ``python -m digitcam.training.font_digits FOLDER``.

It fetches the packages that ``digitcam/data/font_digits.csv`` lists with npm, unless FOLDER has them, and writes
``digitcam/data/font_digits.npz``.
"""

import csv
import io
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from digitcam.data.font_digits import BUNDLED, MANIFEST
from digitcam.recognition.contract import DIGITS
from digitcam.training.render.skeletons import GLYPH_PX, is_faithful
from digitcam.training.render.thinning import thin

_INK_PX: Final = 58
"""Longer side of a digit in its glyph, pixels, as of the other glyphs."""

ENLARGED: Final = 4
"""Scale at which a digit is drawn before it is reduced to its glyph."""

FONT_SIZE: Final = 400
"""Size of the font, pixels, before its digits are scaled to the same side."""

_MIN_PEN_PX: Final = 3.0
"""Minimum width of strokes before thinning, pixels of the glyph. Finer strokes are widened: they would break."""

_MIN_DISTANCE_PX: Final = 0.7
"""Minimum mean distance of a digit's lines from those of every earlier font, pixels of the glyph. Closer ones are the
same drawing and are dropped, so that no held-out digit has a twin in the training fonts. Raising it drops more."""


class Font(NamedTuple):
    """A row of the manifest.

    Attributes:
        name: Name of the font.
        package: npm package.
        version: Exact version of the package.
        without: Digits that are left out, because people do not write them so or thinning distorts them.
    """

    name: str
    package: str
    version: str
    without: str


def manifest() -> list[Font]:
    """Return the fonts in the manifest's order."""
    with MANIFEST.open(encoding="utf-8", newline="") as file:
        return [Font(r["font"], r["package"], r["version"], r["without"]) for r in csv.DictReader(file)]


def fetch(font: Font, folder: Path) -> bytes:
    """Return the font's file; fetch its package into a folder if it is not there."""
    identity = font.package.removeprefix("@fontsource/")
    archive = folder / f"fontsource-{identity}-{font.version}.tgz"
    if not archive.exists():
        command = ["npm", "pack", "--silent", "--pack-destination", str(folder), f"{font.package}@{font.version}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(archive) as members:
        member = members.extractfile(f"package/files/{identity}-latin-400-normal.woff2")
        assert member is not None
        return member.read()


def draw(font: bytes, label: int) -> NDArray[np.uint8]:
    """Draw a digit of a font, scaled to the glyph: (84, 84) uint8, 0 or 1."""
    drawn = Image.new("L", (4 * FONT_SIZE, 4 * FONT_SIZE))
    face = ImageFont.truetype(io.BytesIO(font), FONT_SIZE)
    ImageDraw.Draw(drawn).text((FONT_SIZE, FONT_SIZE), str(label), 255, face)
    x, y, w, h = cv2.boundingRect(np.asarray(drawn))
    scale, side = ENLARGED * _INK_PX / max(w, h), ENLARGED * GLYPH_PX
    place = np.array([[scale, 0, side / 2 - scale * (x + w / 2)], [0, scale, side / 2 - scale * (y + h / 2)]])
    picture = np.asarray(cv2.warpAffine(np.asarray(drawn), place, (side, side), flags=cv2.INTER_LINEAR), np.uint8)
    small = cv2.resize(widened(picture, _MIN_PEN_PX), (GLYPH_PX, GLYPH_PX), interpolation=cv2.INTER_AREA)
    return (small > 127).astype(np.uint8)


def widened(picture: NDArray[np.uint8], min_pen_px: float) -> NDArray[np.uint8]:
    """Widen fine strokes.

    Args:
        picture: uint8, 0 for paper and 255 for ink, `ENLARGED` times the size of the glyph.
        min_pen_px: Minimum width of strokes, pixels of the glyph.

    Returns:
        uint8, 0 or 255.
    """
    mask = (picture > 127).astype(np.uint8)
    inside = cv2.distanceTransform(mask, cv2.DIST_L2, 5)
    pen = 2 * float(np.median(inside[thin(mask[None])[0] > 0]))
    lacking = max(0.0, (ENLARGED * min_pen_px - pen) / 2)
    return np.asarray(255 * (cv2.distanceTransform(1 - mask, cv2.DIST_L2, 5) <= lacking), np.uint8)


def distance(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Return the mean distance of two skeletons (84, 84) from each other, pixels, the larger of both ways."""
    ways = ((one, other), (other, one))
    return max(float(cv2.distanceTransform(1 - b, cv2.DIST_L2, 3)[a > 0].mean()) for a, b in ways)


def skeletons(font: bytes, without: str) -> dict[int, NDArray[np.uint8]]:
    """Return the faithful skeletons (84, 84) of a font's digits by label."""
    masks = {label: draw(font, label) for label in range(DIGITS) if str(label) not in without}
    lines = dict(zip(masks, thin(np.stack(list(masks.values()))), strict=True))
    return {label: lines[label] for label in masks if is_faithful(masks[label], lines[label], label)}


def main(folder: Path) -> None:
    """Make the file from the packages in a folder."""
    fonts = manifest()
    kept: list[NDArray[np.uint8]] = []
    labels: list[int] = []
    owners: list[int] = []
    for index, font in enumerate(fonts):
        for label, lines in skeletons(fetch(font, folder), font.without).items():
            alike = (one for one, known in zip(kept, labels, strict=True) if known == label)
            if all(distance(lines, one) >= _MIN_DISTANCE_PX for one in alike):
                kept.append(lines)
                labels.append(label)
                owners.append(index)
    packed = np.packbits(np.stack(kept).reshape(len(kept), -1), axis=1)
    names = np.array([font.name for font in fonts])
    np.savez_compressed(
        BUNDLED, lines=packed, labels=np.array(labels, np.uint8), fonts=np.array(owners, np.uint8), names=names
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
