"""Pictures of paper with MNIST's test digits on it, drawn for measuring only.

Nothing here is shared with what training draws, so that a reader gains nothing from knowing how its own training
pictures are made. The test image itself, enlarged, is the ink: no skeleton, no other stroke that could turn it into
another digit.
"""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.evaluate.rooms import Picture, before_a_room
from digitcam.evaluate.samples import Sample
from digitcam.evaluate.styles import STYLES, Range, Style

WIDTH_PX: Final = 640
HEIGHT_PX: Final = 480

SEED: Final = 3141
"""Fixed, so that the same pictures are drawn everywhere and every time."""

MARGIN: Final = 0.08
"""Share of the picture's sides that stays free of ink before the sheet is tilted."""

PEN_EDGE: Final = (20, 170)
"""Grey values of the enlarged image between which the ink fades in: a pen's edge is sharper than a
blown-up pixel's. The lower bound is low, or faint strokes would break and an 8 end as an X."""


def scenes(kind: str, images: Mnist, count: int) -> Iterator[Sample]:
    """Make the first scenes of a kind.

    Args:
        kind: A key of STYLES.
        images: Whose test split is drawn; no image twice in one kind.
        count: How many; fewer if the images run out.

    Yields:
        The samples. The same number always is the same picture.
    """
    style, kind_seed = STYLES[kind], list(STYLES).index(kind)
    order = np.random.default_rng([SEED, kind_seed]).permutation(len(images.x_test))
    groups = order[: len(order) // style.digits * style.digits].reshape(-1, style.digits)
    for number, chosen in enumerate(groups[:count]):
        truth = "".join(str(label) for label in images.y_test[chosen])
        seed = [SEED, kind_seed, number]

        def picture(digits: NDArray[np.uint8] = images.x_test[chosen], seed: list[int] = seed) -> NDArray[np.uint8]:
            rng = np.random.default_rng(seed)
            sheet = composed(style, digits, rng)
            if style.held is not None:
                sheet = before_a_room(sheet, _between(style.held, rng), rng)
            return photographed(sheet, style, rng)

        yield Sample(f"{kind} {number}", kind, truth, picture)


def composed(style: Style, digits: NDArray[np.uint8], rng: np.random.Generator) -> Picture:
    """Draw a lit sheet.

    Args:
        style: What it looks like.
        digits: (N, 28, 28) uint8, 0 paper to 255 ink; N = 0 gives a blank sheet.
        rng: Source of chance.

    Returns:
        (480, 640) float32 grey values, before the camera.
    """
    paper = _between(style.paper, rng)
    # Ink darker than black would lose its contrast where it is cut off.
    contrast = min(_between(style.contrast, rng), paper - 15) if not style.dark else _between(style.contrast, rng)
    ink = np.maximum(_row(style, digits, rng), _between(style.rule_contrast, rng) * _rules(style, rng))
    sheet = paper + (contrast if style.dark else -contrast) * _tilted(ink, style, rng)
    return np.asarray(sheet * _light(style, rng), np.float32)


def photographed(sheet: Picture, style: Style, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Take a picture of a lit sheet: blur, noise, JPEG; (480, 640) float32 to uint8."""
    blurred = cv2.GaussianBlur(sheet, (0, 0), _between(style.blur_px, rng))
    noise = rng.standard_normal(sheet.shape, np.float32) * np.float32(_between(style.noise, rng))
    picture = np.clip(blurred + noise, 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, round(_between(style.quality, rng))])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.uint8)


def _between(bounds: Range, rng: np.random.Generator) -> float:
    return float(rng.uniform(*bounds))


def _row(style: Style, digits: NDArray[np.uint8], rng: np.random.Generator) -> Picture:
    """How much ink lies on each pixel of the sheet, the digits somewhere on it: (480, 640) float32 in [0, 1]."""
    sheet = np.zeros((HEIGHT_PX, WIDTH_PX), np.float32)
    if len(digits):
        writing = _fitting(_writing(style, digits, rng))
        height, width = writing.shape
        x, y = _start(width, WIDTH_PX, rng), _start(height, HEIGHT_PX, rng)
        sheet[y : y + height, x : x + width] = writing
    return sheet


def _writing(style: Style, digits: NDArray[np.uint8], rng: np.random.Generator) -> Picture:
    """Digits side by side, feet about level, as people write: (h, w) float32 in [0, 1]."""
    height = _between(style.height, rng) * HEIGHT_PX
    inked = [_inked(digit, height * rng.uniform(0.85, 1.0), style.turn_deg, rng) for digit in digits]
    tall = max(ink.shape[0] for ink in inked)
    parts: list[Picture] = []
    for ink in inked:
        gap = round(rng.uniform(0.2, 0.5) * height) if parts else 0
        parts.append(np.pad(ink, ((tall - ink.shape[0], 0), (gap, 0))))
    return np.concatenate(parts, axis=1)


def _fitting(writing: Picture) -> Picture:
    """Reduce what is too wide for the sheet within its margins."""
    scale = (1 - 2 * MARGIN) * WIDTH_PX / writing.shape[1]
    if scale >= 1:
        return writing
    return np.asarray(cv2.resize(writing, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.float32)


def _start(length: int, of: int, rng: np.random.Generator) -> int:
    """Where something of this length begins so that it keeps the margin."""
    return round(MARGIN * of + rng.uniform(0, max(0, (1 - 2 * MARGIN) * of - length)))


def _inked(digit: NDArray[np.uint8], height: float, turn_deg: float, rng: np.random.Generator) -> Picture:
    """A digit (28, 28), cut out, enlarged to this longer side, and turned: (h, w) float32 in [0, 1]."""
    x, y, w, h = cv2.boundingRect((digit > 0).astype(np.uint8))
    scale = height / max(w, h)
    # With paper around it, so that its edges fade too and its corners survive the turn.
    crop = cv2.copyMakeBorder(digit[y : y + h, x : x + w], 6, 6, 6, 6, cv2.BORDER_CONSTANT, value=0)
    large = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    centre = (large.shape[1] / 2, large.shape[0] / 2)
    turn = cv2.getRotationMatrix2D(centre, rng.uniform(-turn_deg, turn_deg), 1)
    turned = cv2.warpAffine(large, turn, (large.shape[1], large.shape[0])).astype(np.float32)
    low, high = PEN_EDGE
    ink = np.clip((turned - low) / (high - low), 0, 1)
    x, y, w, h = cv2.boundingRect((ink > 0).astype(np.uint8))
    return np.asarray(ink[y : y + h, x : x + w], np.float32)


def _rules(style: Style, rng: np.random.Generator) -> Picture:
    """Ruled or squared lines on a share of the sheets: (480, 640) float32 in [0, 1]."""
    lines = np.zeros((HEIGHT_PX, WIDTH_PX), np.uint8)
    if rng.random() < style.ruled:
        step, width = rng.uniform(0.08, 0.2) * HEIGHT_PX, int(rng.integers(1, 3))
        first = rng.uniform(0, step)
        for y in np.arange(first, HEIGHT_PX, step):
            cv2.line(lines, (0, round(y)), (WIDTH_PX, round(y)), 255, width, cv2.LINE_AA)
        for x in np.arange(first, WIDTH_PX if rng.random() < 0.5 else 0, step):
            cv2.line(lines, (round(x), 0), (round(x), HEIGHT_PX), 255, width, cv2.LINE_AA)
    return lines.astype(np.float32) / np.float32(255)


def _tilted(ink: Picture, style: Style, rng: np.random.Generator) -> Picture:
    """The same seen from aside: (480, 640) float32."""
    corners = np.array([[0, 0], [WIDTH_PX, 0], [WIDTH_PX, HEIGHT_PX], [0, HEIGHT_PX]], np.float32)
    moved = corners + rng.uniform(-style.tilt, style.tilt, (4, 2)) * (WIDTH_PX, HEIGHT_PX)
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    return np.asarray(cv2.warpPerspective(ink, matrix, (WIDTH_PX, HEIGHT_PX)), np.float32)


def _light(style: Style, rng: np.random.Generator) -> Picture:
    """Share of full light on each pixel, from one side, with a shadow's edge across: (480, 640) float32."""
    x, y = np.meshgrid(np.linspace(-1, 1, WIDTH_PX, dtype=np.float32), np.linspace(-1, 1, HEIGHT_PX, dtype=np.float32))
    angle, edge = rng.uniform(0, 2 * np.pi, 2)
    slope = (np.cos(angle) * x + np.sin(angle) * y) / np.sqrt(2)
    beyond = np.cos(edge) * x + np.sin(edge) * y > rng.uniform(-0.5, 0.5)
    shade = cv2.GaussianBlur(beyond.astype(np.float32), (0, 0), rng.uniform(2, 15))
    lit = 1 - _between(style.light, rng) * (1 - slope) / 2
    return np.asarray(lit * (1 - _between(style.shadow, rng) * shade), np.float32)
