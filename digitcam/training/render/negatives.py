"""Negatives: marks that are not digits; letters, signs, other scripts, scribbles."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import NONE
from digitcam.training.render.glyph_variants import Stroke, draw_strokes
from digitcam.training.render.skeletons import GLYPH_PX, Skeletons
from digitcam.training.render.thinning import thin

_SIGNS: Final = (
    "ACEFGHJKLMNPRTUVWXacdefhkmnprtuvwx"
    "+=×÷%@#&$?!*~<>{}[]√π∑∞≤≥≠±∆"
    "ΓΔΛΞΠΣΨΩαηκλμνπτψω"
    "БГДЖИЙКЛМНПЦШЩЪЫЮЯжийкнцшщыюя"
    "漢字永水火木金土日月山川田人大小中国学生年本語文カタナマヤラワサシスセソツテトネヒヘホムメモユヨルレあいうおかきくけこさた"
    "شعغقكلمنيبتثجحخد"
)
"""Signs that nobody writes like a digit. Excluded: O, o, I, l, |, S, Z, b, q, y, B, g, Ч, Э, フ, δ, σ, Θ, brackets."""

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZaabcdeeefghiijklmnnoopqrsttuuvwxyz"
"""Letters of words; frequent letters are repeated."""

_FACES: Final = ("sans", "italic")
_FONT_WEIGHTS: Final = (200, 400)
"""Typefaces of OpenCV and their weights; each sign is drawn in every combination."""

_GLYPH_INK_PX: Final = 58
"""Longer side of a sign in its glyph, pixels."""

_MIN_INK_PX: Final = 8
"""Skeletons of at most this many pixels are dropped: a sign that the typeface lacks leaves none."""


def _glyph(sign: str, face: cv2.FontFace, weight: int) -> NDArray[np.uint8]:
    """Draw a sign of a typeface, scaled to the glyph: (84, 84) uint8, 0 or 1."""
    big = np.zeros((240, 240), np.uint8)
    cv2.putText(big, sign, (60, 160), 255, face, 100, weight=weight)
    x, y, w, h = cv2.boundingRect(big)
    glyph = np.zeros((GLYPH_PX, GLYPH_PX), np.uint8)
    if w and h:
        scale = _GLYPH_INK_PX / max(w, h)
        size = (max(3, round(w * scale)), max(3, round(h * scale)))
        small = cv2.resize(big[y : y + h, x : x + w], size, interpolation=cv2.INTER_AREA) > 100
        top, left = (GLYPH_PX - size[1]) // 2, (GLYPH_PX - size[0]) // 2
        glyph[top : top + size[1], left : left + size[0]] = small
    return glyph


def _scribble(rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw three to six random strokes: (84, 84) uint8, 0 or 1."""
    strokes: list[Stroke] = []
    for _ in range(rng.integers(3, 7)):
        start, walk = rng.uniform(0, 1, 2), rng.normal(0, 0.35, (int(rng.integers(1, 4)), 2))
        points = np.clip(np.concatenate([start[None], start + walk.cumsum(axis=0)]), 0, 1)
        strokes.append([(float(x), float(y)) for x, y in points])
    return draw_strokes(strokes, rng.uniform(0.6, 1.3), rng)


def _dash(rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw one or two lines too flat for a 1: (84, 84) uint8, 0 or 1."""
    slope = rng.uniform(-0.35, 0.35)
    line: Stroke = [(0.0, 0.5 - slope / 2), (1.0, 0.5 + slope / 2)]
    second: Stroke = [(x, y + 0.3) for x, y in line]
    return draw_strokes([line] if rng.random() < 0.6 else [line, second], rng.uniform(0.3, 1.0), rng)


_MATHS: Final[tuple[list[Stroke], ...]] = (
    [[(0.0, 0.5), (1.0, 0.5)], [(0.5, 0.0), (0.5, 1.0)]],
    [[(0.0, 0.5), (1.0, 0.5)]],
    [[(0.35, 0.0), (0.05, 0.5), (0.35, 1.0)]],
    [[(0.05, 0.0), (0.35, 0.5), (0.05, 1.0)]],
    [[(0.7, 0.0), (0.1, 1.0)]],
    [[(0.1, 0.1), (0.9, 0.9)], [(0.9, 0.1), (0.1, 0.9)]],
    [[(0.5, 0.1), (0.5, 0.9)], [(0.15, 0.3), (0.85, 0.7)], [(0.85, 0.3), (0.15, 0.7)]],
    [[(0.0, 0.35), (1.0, 0.35)], [(0.0, 0.65), (1.0, 0.65)]],
    [[(0.9, 0.1), (0.1, 0.5)], [(0.1, 0.5), (0.9, 0.9)]],
    [[(0.1, 0.1), (0.9, 0.5)], [(0.9, 0.5), (0.1, 0.9)]],
    [[(0.3, 0.0), (0.05, 0.0)], [(0.05, 0.0), (0.05, 1.0)], [(0.05, 1.0), (0.3, 1.0)]],
)
"""Strokes of plus, minus, round brackets, slash, times, asterisk, equals, less, greater and a square bracket."""


def signs(each: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw the mathematical signs that stand between numbers.

    Some of them look like a 1 when they stand alone.

    Args:
        each: Number of drawings of each sign.
        rng: Random generator.

    Returns:
        (N, 84, 84) uint8, 0 or 1.
    """
    return np.stack([draw_strokes(strokes, rng.uniform(0.6, 1.1), rng) for strokes in _MATHS for _ in range(each)])


def negatives(scribbles: int, rng: np.random.Generator) -> Skeletons:
    """Draw signs in every typeface and weight, scribbles and dashes.

    Args:
        scribbles: Number of scribbles; there is a dash for every three of them.
        rng: Random generator.
    """
    drawn = [_scribble(rng) for _ in range(scribbles)] + [_dash(rng) for _ in range(scribbles // 3)]
    lines = np.stack([*typeface_skeletons(_SIGNS), *drawn])
    return Skeletons(lines, np.full(len(lines), NONE, np.uint8))


def letters() -> NDArray[np.uint8]:
    """Draw the Latin letters as skeletons: (N, 84, 84) uint8, 0 or 1."""
    return np.stack(typeface_skeletons(_LETTERS))


def typeface_skeletons(signs: str) -> list[NDArray[np.uint8]]:
    """Draw signs in every typeface and weight, thinned: (84, 84) uint8 each, 0 or 1."""
    glyphs = [_glyph(sign, cv2.FontFace(face), weight) for sign in signs for face in _FACES for weight in _FONT_WEIGHTS]
    return [lines for lines in thin(np.stack(glyphs)) if lines.sum() > _MIN_INK_PX]
