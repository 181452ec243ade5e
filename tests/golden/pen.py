"""Draw digits, strokes and paper: each function takes a sheet of grey levels and returns the changed sheet."""

from collections.abc import Sequence
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.paper import mnist_digit

Sheet: TypeAlias = NDArray[np.float32]
"""(h, w) float32, grey levels from 0 to 255."""

PEN_EDGE: Final = (40.0, 150.0)
"""Grey values of the enlarged image between which ink fades in."""

Point = tuple[float, float]


def paper(width: int = 400, height: int = 300, grey: float = 205) -> Sheet:
    """Return blank paper, lit from the upper left."""
    across, down = np.linspace(8, -8, width, dtype=np.float32), np.linspace(8, -8, height, dtype=np.float32)
    return np.asarray(grey + across + down[:, None], np.float32)


def write(sheet: Sheet, text: str, at: Point, size: float, ink: float = 45, nth: int = 0, broader: int = 0) -> Sheet:
    """Write digits in a row, from MNIST's test images.

    Args:
        sheet: The paper.
        text: Digits; the distance between their centres is 0.75 of `size`.
        at: Centre (x, y) of the first digit, pixels.
        size: Side of the 28×28 image on the sheet, pixels. The ink itself takes about 0.7 of it.
        ink: Grey level of the ink.
        nth: Number of the test image within its class.
        broader: Pixels by which the pen is broader on either side.
    """
    x, y = at
    for label in text:
        sheet = _blend(sheet, _enlarged(mnist_digit(int(label), nth), (x, y), size, sheet.shape, broader), ink)
        x += 0.75 * size
    return sheet


def draw(sheet: Sheet, strokes: Sequence[Sequence[Point]], width: int = 7, ink: float = 45) -> Sheet:
    """Draw strokes, each a list of points in pixels."""
    mask = np.zeros(sheet.shape, np.float32)
    for points in strokes:
        cv2.polylines(mask, [np.rint(points).astype(np.int32)], False, 1, width, cv2.LINE_AA)
    return _blend(sheet, mask, ink)


def rule(sheet: Sheet, step: int, squared: bool = False, ink: float = 150, width: int = 1) -> Sheet:
    """Draw horizontal lines, and vertical ones on squared paper."""
    height, width_px = sheet.shape
    lines: list[list[Point]] = [[(0, y), (width_px, y)] for y in range(step // 2, height, step)]
    if squared:
        lines += [[(x, 0), (x, height)] for x in range(step // 2, width_px, step)]
    return draw(sheet, lines, width, ink)


def letters(sheet: Sheet, text: str, at: tuple[int, int], scale: float, width: int = 3, ink: float = 45) -> Sheet:
    """Write letters or signs in a script font, from a start (x, y) on the baseline."""
    mask = np.zeros(sheet.shape, np.uint8)
    cv2.putText(mask, text, at, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, scale, 255, width, cv2.LINE_AA)
    return _blend(sheet, mask.astype(np.float32) / np.float32(255), ink)


def fill(sheet: Sheet, outline: Sequence[Point], grey: float) -> Sheet:
    """Fill the area inside an outline."""
    mask = np.zeros(sheet.shape, np.float32)
    cv2.fillPoly(mask, [np.rint(outline).astype(np.int32)], 1, cv2.LINE_AA)
    return _blend(sheet, mask, grey)


def shade(sheet: Sheet, share: float) -> Sheet:
    """Darken the lower right half by a share, with a sharp edge."""
    height, width = sheet.shape
    x, y = np.arange(width) / width, np.arange(height)[:, None] / height
    return np.asarray(sheet * np.where(x + y > 1.05, 1 - share, 1), np.float32)


def column(texts: Sequence[str], size: float, step: int) -> Sheet:
    """Write numbers below each other on a sheet that is just long enough."""
    sheet = paper(320, step * len(texts) + 40)
    for row, text in enumerate(texts):
        sheet = write(sheet, text, (110, 20 + step * (row + 0.5)), size, nth=2 * row)
    return sheet


def eye(lid: float, iris: int, skin: float) -> Sheet:
    """Draw an eye: height of the lids' arcs and radius of the iris in pixels, grey level of the skin."""
    outline = arc((200, 190), 115, lid, 205, 335) + arc((200, 110), 115, lid, 25, 155)
    sheet = fill(paper(grey=skin), outline, 225)
    for radius, grey in ((iris, 100), (iris // 2, 20)):
        sheet = fill(sheet, arc((200, 150), radius, radius), grey)
    return draw(sheet, [arc((200, 190), 118, 92, 200, 340)], 6, 50)


def arc(centre: Point, rx: float, ry: float, start: float = 0, end: float = 360) -> list[Point]:
    """Return points of an ellipse's arc; angles in degrees, clockwise from the right."""
    angles = np.deg2rad(np.linspace(start, end, 40))
    return [(centre[0] + rx * np.cos(angle), centre[1] + ry * np.sin(angle)) for angle in angles]


def photograph(sheet: Sheet, blur: float = 0.8, noise: float = 2.5) -> NDArray[np.uint8]:
    """Add a camera's blur and noise (standard deviations in pixels and grey levels): (h, w) uint8."""
    grain = np.random.default_rng(0).standard_normal(sheet.shape, np.float32) * noise
    return np.clip(cv2.GaussianBlur(sheet, (0, 0), blur) + grain, 0, 255).astype(np.uint8)


def _enlarged(digit: NDArray[np.uint8], at: Point, size: float, shape: tuple[int, ...], broader: int) -> Sheet:
    """Enlarge a digit to a place on an empty sheet: (h, w) float32, 0 for paper and 1 for ink."""
    scale = size / 28
    matrix = np.array([[scale, 0, at[0] - size / 2], [0, scale, at[1] - size / 2]], np.float32)
    large = cv2.warpAffine(digit.astype(np.float32), matrix, (shape[1], shape[0]), flags=cv2.INTER_CUBIC)
    if broader:
        large = cv2.dilate(large, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * broader + 1, 2 * broader + 1)))
    low, high = PEN_EDGE
    return np.asarray(np.clip((large - low) / (high - low), 0, 1), np.float32)


def _blend(sheet: Sheet, mask: Sheet, ink: float) -> Sheet:
    return np.asarray(sheet * (1 - mask) + ink * mask, np.float32)
