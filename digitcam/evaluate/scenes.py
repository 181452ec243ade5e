"""Scenes: rendered pictures of MNIST's test digits on paper, for measuring only.

The code shares nothing with `digitcam.training.render`, so that a reader has no advantage from the way its training
pictures are made. The ink is the enlarged test image itself. It is not drawn from a skeleton, which could turn one
digit into another.
"""

from collections.abc import Iterator
from functools import partial
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.evaluate.rooms import Picture, place_before_room
from digitcam.evaluate.samples import Sample
from digitcam.evaluate.styles import STYLES, Range, Style

WIDTH_PX: Final = 640
HEIGHT_PX: Final = 480

SEED: Final = 3141
"""First number of every scene's seed. It is fixed, so that every run on every machine draws the same pictures."""

MARGIN: Final = 0.08
"""Share of the picture's sides, at each end, that stays free of ink before the sheet is tilted."""

MIN_INK: Final = 15
"""Minimum grey value of dark ink. Without it ink would be clipped at black and lose contrast."""

PEN_EDGE: Final = (20, 170)
"""Grey values of the enlarged image between which ink fades in: a pen's edge is sharper than that of an enlarged pixel.
Raising the lower one breaks faint strokes, which can turn an 8 into an X."""


def scenes(kind: str, images: Mnist, count: int) -> Iterator[Sample]:
    """Render the first scenes of a kind.

    Args:
        kind: A key of `STYLES`.
        images: The dataset. Only its test split is used, each image at most once per kind.
        count: Number of scenes; there are fewer if the images run out.

    Yields:
        The samples. A scene of the same kind and number is always the same picture.
    """
    style, kind_seed = STYLES[kind], list(STYLES).index(kind)
    order = np.random.default_rng([SEED, kind_seed]).permutation(len(images.x_test))
    groups = order[: len(order) // style.digits * style.digits].reshape(-1, style.digits)
    for number, chosen in enumerate(groups[:count]):
        truth = "".join(str(label) for label in images.y_test[chosen])
        picture = partial(render, style, images.x_test[chosen], [SEED, kind_seed, number])
        yield Sample(f"{kind} {number}", kind, truth, picture)


def render(style: Style, digits: NDArray[np.uint8], seed: list[int]) -> NDArray[np.uint8]:
    """Render the scene of a seed.

    Args:
        style: Parameters of the scene.
        digits: (N, s, s) uint8, 0 for paper and 255 for ink.
        seed: Seed of all that is random.
    """
    rng = np.random.default_rng(seed)
    sheet = draw_sheet(style, digits, rng)
    if style.held is not None:
        sheet = place_before_room(sheet, _between(style.held, rng), rng)
    return photograph(sheet, style, rng)


def draw_sheet(style: Style, digits: NDArray[np.uint8], rng: np.random.Generator) -> Picture:
    """Draw a lit sheet with digits in a row.

    Args:
        style: Parameters of the scene.
        digits: (N, s, s) uint8, 0 for paper and 255 for ink; N = 0 gives a blank sheet.
        rng: Random generator.

    Returns:
        (480, 640) float32, grey levels, not yet degraded by a camera.
    """
    paper, contrast = _between(style.paper, rng), _between(style.contrast, rng)
    signed = contrast if style.dark else -min(contrast, paper - MIN_INK)
    ink = np.maximum(_draw_digits(style, digits, rng), _between(style.rule_contrast, rng) * _draw_rules(style, rng))
    return np.asarray((paper + signed * _tilt(ink, style, rng)) * light(style, rng), np.float32)


def photograph(sheet: Picture, style: Style, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Add blur, noise and JPEG compression to a lit sheet.

    (480, 640) float32 to uint8; the parameters come from the style.
    """
    blurred = cv2.GaussianBlur(sheet, (0, 0), _between(style.blur_px, rng))
    noise = rng.standard_normal(sheet.shape, np.float32) * np.float32(_between(style.noise, rng))
    picture = np.clip(blurred + noise, 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, round(_between(style.quality, rng))])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.uint8)


def _between(bounds: Range, rng: np.random.Generator) -> float:
    return float(rng.uniform(*bounds))


def _draw_digits(style: Style, digits: NDArray[np.uint8], rng: np.random.Generator) -> Picture:
    """Write digits at a random place on a sheet: (480, 640) float32 in [0, 1]."""
    sheet = np.zeros((HEIGHT_PX, WIDTH_PX), np.float32)
    if len(digits):
        row = _fit(_draw_row(style, digits, rng))
        height, width = row.shape
        x, y = _start(width, WIDTH_PX, rng), _start(height, HEIGHT_PX, rng)
        sheet[y : y + height, x : x + width] = row
    return sheet


def _draw_row(style: Style, digits: NDArray[np.uint8], rng: np.random.Generator) -> Picture:
    """Write digits side by side on a common baseline: (h, w) float32 in [0, 1]."""
    height = _between(style.height, rng) * HEIGHT_PX
    inked = [draw_digit(digit, height * rng.uniform(0.85, 1.0), style.turn_deg, rng) for digit in digits]
    tallest = max(ink.shape[0] for ink in inked)
    parts: list[Picture] = []
    for ink in inked:
        gap = round(rng.uniform(0.2, 0.5) * height) if parts else 0
        parts.append(np.pad(ink, ((tallest - ink.shape[0], 0), (gap, 0))))
    return np.concatenate(parts, axis=1)


def _fit(row: Picture) -> Picture:
    """Reduce a row that is too wide for the sheet."""
    scale = (1 - 2 * MARGIN) * WIDTH_PX / row.shape[1]
    if scale >= 1:
        return row
    return np.asarray(cv2.resize(row, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.float32)


def _start(length: int, side: int, rng: np.random.Generator) -> int:
    """Return a random start for a length on a side, within the margins."""
    return round(MARGIN * side + rng.uniform(0, max(0, (1 - 2 * MARGIN) * side - length)))


def draw_digit(digit: NDArray[np.uint8], height: float, turn_deg: float, rng: np.random.Generator) -> Picture:
    """Enlarge a digit to a longer side and rotate it: (h, w) float32 in [0, 1]."""
    x, y, w, h = cv2.boundingRect((digit > 0).astype(np.uint8))
    scale = height / max(w, h)
    # The border lets the edges fade out and keeps the corners when the digit is rotated.
    crop = cv2.copyMakeBorder(digit[y : y + h, x : x + w], 6, 6, 6, 6, cv2.BORDER_CONSTANT, value=0)
    large = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    centre = (large.shape[1] / 2, large.shape[0] / 2)
    turn = cv2.getRotationMatrix2D(centre, rng.uniform(-turn_deg, turn_deg), 1)
    turned = cv2.warpAffine(large, turn, (large.shape[1], large.shape[0])).astype(np.float32)
    low, high = PEN_EDGE
    ink = np.clip((turned - low) / (high - low), 0, 1)
    x, y, w, h = cv2.boundingRect((ink > 0).astype(np.uint8))
    return np.asarray(ink[y : y + h, x : x + w], np.float32)


def _draw_rules(style: Style, rng: np.random.Generator) -> Picture:
    """Draw rules or squares on some sheets: (480, 640) float32 in [0, 1]."""
    lines = np.zeros((HEIGHT_PX, WIDTH_PX), np.uint8)
    if rng.random() < style.ruled:
        step, width = rng.uniform(0.08, 0.2) * HEIGHT_PX, int(rng.integers(1, 3))
        first = rng.uniform(0, step)
        for y in np.arange(first, HEIGHT_PX, step):
            cv2.line(lines, (0, round(y)), (WIDTH_PX, round(y)), 255, width, cv2.LINE_AA)
        for x in np.arange(first, WIDTH_PX if rng.random() < 0.5 else 0, step):
            cv2.line(lines, (round(x), 0), (round(x), HEIGHT_PX), 255, width, cv2.LINE_AA)
    return lines.astype(np.float32) / np.float32(255)


def _tilt(ink: Picture, style: Style, rng: np.random.Generator) -> Picture:
    """Change the perspective at random: (480, 640) float32."""
    corners = np.array([[0, 0], [WIDTH_PX, 0], [WIDTH_PX, HEIGHT_PX], [0, HEIGHT_PX]], np.float32)
    moved = corners + rng.uniform(-style.tilt, style.tilt, (4, 2)) * (WIDTH_PX, HEIGHT_PX)
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    return np.asarray(cv2.warpPerspective(ink, matrix, (WIDTH_PX, HEIGHT_PX)), np.float32)


def light(style: Style, rng: np.random.Generator, size: tuple[int, int] = (WIDTH_PX, HEIGHT_PX)) -> Picture:
    """Return the share of full light at each pixel, float32 of this size (width, height).

    The light comes from one side; the edge of a shadow may cross the sheet.
    """
    x, y = np.meshgrid(*(np.linspace(-1, 1, length, dtype=np.float32) for length in size))
    angle, edge = rng.uniform(0, 2 * np.pi, 2)
    slope = (np.cos(angle) * x + np.sin(angle) * y) / np.sqrt(2)
    shaded = np.cos(edge) * x + np.sin(edge) * y > rng.uniform(-0.5, 0.5)
    shadow = cv2.GaussianBlur(shaded.astype(np.float32), (0, 0), rng.uniform(2, 15))
    lit = 1 - _between(style.light, rng) * (1 - slope) / 2
    return np.asarray(lit * (1 - _between(style.shadow, rng) * shadow), np.float32)
