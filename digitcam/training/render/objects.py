"""Objects shaped like digits: eyes, spectacles, heads, wheels, cups, hair.

They are negatives: nobody wrote them, as people see at once.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.training.render.paper import clutter, texture

_Picture: TypeAlias = NDArray[np.float32]
"""(side, side) float32, grey levels to subtract; changed in place."""


def draw_object(side: int, rng: np.random.Generator) -> _Picture:
    """Draw one object in the centre, before clutter or a plain background.

    Args:
        side: Side of the picture, pixels.
        rng: Random generator.

    Returns:
        (side, side) float32, grey levels to subtract.
    """
    dark = clutter(side, rng) if rng.random() < 0.3 else np.full((side, side), rng.uniform(0, 110), np.float32)
    if rng.random() < 0.7:
        dark += texture(side, rng)
    if rng.random() < 0.5:
        _fur(dark, rng)
    size = float(rng.uniform(0.18, 0.42) * side)
    x, y = (side / 2 + rng.uniform(-0.1, 0.1, 2) * side).tolist()
    _KINDS[int(rng.integers(len(_KINDS)))](dark, (x, y), size, rng)
    return dark


def _ellipse(
    dark: _Picture, at: tuple[float, float], axes: tuple[float, float], turn: float, grey: float, line: float = -1
) -> None:
    """Draw a filled ellipse, or its outline if `line` gives a width.

    It is placed to a sixteenth of a pixel.
    """
    centre = (round(at[0] * 16), round(at[1] * 16))
    long = (max(1, round(axes[0] * 16)), max(1, round(axes[1] * 16)))
    wide = -1 if line < 0 else max(1, round(line))
    cv2.ellipse(dark, centre, long, turn, 0, 360, grey, wide, cv2.LINE_AA, 4)


def _arc(
    dark: _Picture, at: tuple[float, float], axes: tuple[float, float], turn: float,
    ends: tuple[float, float], grey: float, line: float,
) -> None:  # fmt: skip
    """Draw part of an ellipse's outline, between two angles in degrees."""
    circle = np.array(cv2.ellipse2Poly((0, 0), (1000, 1000), 0, round(ends[0]), round(ends[1]), 3))
    points = circle / 1000 * np.array(axes)
    c, s = np.cos(np.deg2rad(turn)), np.sin(np.deg2rad(turn))
    placed = points @ np.array([[c, s], [-s, c]]) + np.array(at)
    cv2.polylines(dark, [np.rint(placed * 16).astype(np.int32)], False, grey, max(1, round(line)), cv2.LINE_AA, 4)


def _eye(dark: _Picture, at: tuple[float, float], size: float, rng: np.random.Generator) -> None:
    """Draw lids, iris, pupil and a reflection, often with a tail."""
    turn, flat = rng.normal(0, 25), rng.uniform(0.5, 1.0)
    base = float(dark.mean())
    rim, iris = base + rng.uniform(40, 130), base + rng.uniform(-60, 60)
    open_wide = (size, size * flat)
    _ellipse(dark, at, open_wide, turn, base + rng.uniform(-70, 30))
    round_eye = size * rng.uniform(0.6, 1.0) * flat
    _ellipse(dark, at, (round_eye, round_eye), 0, iris)
    if rng.random() < 0.6:
        _ellipse(dark, at, (round_eye, round_eye), 0, rim, size * rng.uniform(0.04, 0.15))
    pupil = round_eye * rng.uniform(0.25, 0.7)
    _ellipse(dark, at, (pupil * rng.uniform(0.35, 1.0), pupil), turn, base + rng.uniform(50, 150))
    if rng.random() < 0.7:
        shine = (at[0] + pupil * rng.uniform(-0.7, 0.7), at[1] - pupil * rng.uniform(0, 0.8))
        _ellipse(dark, shine, (size * rng.uniform(0.05, 0.16),) * 2, 0, rng.uniform(-40, 20))
    line = size * rng.uniform(0.06, 0.25)
    _ellipse(dark, at, open_wide, turn, rim, line)
    for _ in range(rng.integers(0, 3)):
        begin, wider = rng.uniform(0, 360), rng.uniform(1.15, 1.6)
        ends = (begin, begin + rng.uniform(40, 170))
        _arc(dark, at, (size * wider, size * flat * wider), turn, ends, rim, line * rng.uniform(0.4, 1.2))
    if rng.random() < 0.6:
        _tail(dark, at, size, rim, line, rng)


def _tail(
    dark: _Picture, at: tuple[float, float], size: float, grey: float, line: float, rng: np.random.Generator
) -> None:
    """Draw a line that continues the outline, like the tail of a 9 or a 6."""
    angle = rng.uniform(0, 2 * np.pi)
    start = np.array(at) + size * np.array([np.cos(angle), np.sin(angle)])
    along = np.array([np.cos(angle + rng.normal(0, 0.8)), np.sin(angle + rng.normal(0, 0.8))])
    t = np.linspace(0, 1, 12)[:, None]
    bend = rng.normal(0, 0.4, 2) * size
    path = start + t * along * size * rng.uniform(0.5, 1.6) + t * t * bend
    cv2.polylines(dark, [np.rint(path * 16).astype(np.int32)], False, grey, max(1, round(line)), cv2.LINE_AA, 4)


def _spectacles(dark: _Picture, at: tuple[float, float], size: float, rng: np.random.Generator) -> None:
    """Draw a frame, mostly with an eye behind it, and parts of the other frame."""
    base, flat, turn = float(dark.mean()), rng.uniform(0.5, 1.0), rng.normal(0, 8)
    frame, line = base + rng.uniform(40, 130), size * rng.uniform(0.06, 0.22)
    if rng.random() < 0.8:
        _eye(dark, (at[0] + rng.normal(0, 0.1) * size, at[1] + rng.normal(0, 0.1) * size), size * 0.45, rng)
    _ellipse(dark, at, (size, size * flat), turn, frame, line)
    for way in (-1, 1):
        edge = (at[0] + way * size, at[1] - rng.uniform(0, 0.3) * size)
        if rng.random() < 0.5:
            _ellipse(dark, (at[0] + way * size * 2.4, at[1]), (size, size * flat), turn, frame, line)
        end = (edge[0] + way * size * rng.uniform(0.4, 2.0), edge[1] + rng.normal(0, 0.2) * size)
        cv2.line(dark, _pixel(edge), _pixel(end), frame, max(1, round(line)), cv2.LINE_AA)


def _head(dark: _Picture, at: tuple[float, float], size: float, rng: np.random.Generator) -> None:
    """Draw a face with hair, eyes, nose and mouth, sometimes with shoulders."""
    tall, base = size * rng.uniform(1.1, 1.5), rng.uniform(0, 110)
    hair = base + rng.uniform(50, 130)
    if rng.random() < 0.6:
        _ellipse(dark, (at[0], at[1] + tall * 2.2), (size * 2, tall * 1.2), 0, rng.uniform(0, 200))
    _ellipse(dark, (at[0], at[1] - tall * 0.1), (size * rng.uniform(1.0, 1.35), tall * 1.1), 0, hair)
    _ellipse(dark, (at[0] + rng.normal(0, 0.1) * size, at[1] + tall * 0.15), (size * 0.8, tall * 0.85), 0, base)
    for way in (-1, 1):
        middle = (at[0] + way * size * 0.35, at[1])
        _ellipse(dark, middle, (size * 0.16, size * rng.uniform(0.05, 0.1)), 0, hair)
        _arc(dark, middle, (size * 0.25, size * 0.2), 0, (200, 340), hair, size * rng.uniform(0.03, 0.1))
    _arc(dark, at, (size * 0.15, tall * 0.3), 0, (20, 120), base + rng.uniform(15, 60), size * 0.05)
    _ellipse(dark, (at[0], at[1] + tall * 0.55), (size * 0.3, size * rng.uniform(0.04, 0.12)), 0, base + 50)


def _wheel(dark: _Picture, at: tuple[float, float], size: float, rng: np.random.Generator) -> None:
    """Draw concentric rings and spokes, like wheels, cups, buttons and lamps."""
    base, flat, turn = float(dark.mean()), rng.uniform(0.45, 1.0), rng.uniform(0, 180)
    for share in sorted(rng.uniform(0.15, 1.0, rng.integers(3, 6)), reverse=True):
        axes = (size * share, size * share * flat)
        middle = (at[0] + rng.normal(0, 0.03) * size, at[1] + rng.normal(0, 0.03) * size)
        _ellipse(dark, middle, axes, turn, base + rng.normal(0, 60))
        if rng.random() < 0.6:
            _ellipse(dark, middle, axes, turn, base + rng.uniform(30, 130), size * rng.uniform(0.03, 0.2))
    for angle in np.linspace(0, np.pi, int(rng.integers(2, 9)), endpoint=False) if rng.random() < 0.4 else ():
        away = size * np.array([np.cos(angle), flat * np.sin(angle)])
        ends = (_pixel((at[0] - away[0], at[1] - away[1])), _pixel((at[0] + away[0], at[1] + away[1])))
        cv2.line(dark, *ends, base + 80, max(1, round(size * 0.06)), cv2.LINE_AA)
    if rng.random() < 0.6:
        _tail(dark, at, size, base + rng.uniform(30, 130), size * rng.uniform(0.05, 0.3), rng)


def _strands(dark: _Picture, at: tuple[float, float], size: float, rng: np.random.Generator) -> None:
    """Draw bent lines in about the same direction, like hair, twigs and folds."""
    base, angle = float(dark.mean()), rng.uniform(0, np.pi)
    bend = rng.normal(0, 0.8) * size
    t = np.linspace(-1, 1, 16)[:, None]
    for _ in range(rng.integers(8, 40)):
        turned = angle + rng.normal(0, 0.25)
        along = np.array([np.cos(turned), np.sin(turned)])
        across = np.array([-along[1], along[0]])
        begin = np.array(at) + across * rng.normal(0, 0.5) * size
        path = begin + t * along * size * rng.uniform(0.6, 2.5) + t * t * across * (bend + rng.normal(0, 0.3) * size)
        wide = max(1, round(size * abs(rng.normal(0, 0.06))))
        cv2.polylines(
            dark, [np.rint(path * 16).astype(np.int32)], False, base + rng.normal(50, 50), wide, cv2.LINE_AA, 4
        )


def _fur(dark: _Picture, rng: np.random.Generator) -> None:
    """Draw short strokes everywhere, like fur, grass and cloth."""
    side = dark.shape[0]
    angle, long, strong = rng.uniform(0, np.pi), rng.uniform(0.03, 0.12) * side, rng.uniform(5, 40)
    for x, y in rng.uniform(0, side, (rng.integers(100, 500), 2)):
        turned = angle + rng.normal(0, 0.4)
        end = (x + long * np.cos(turned), y + long * np.sin(turned))
        grey = float(dark[int(y), int(x)] + rng.normal(0, strong))
        cv2.line(dark, _pixel((x, y)), _pixel(end), grey, int(rng.integers(1, 3)), cv2.LINE_AA)


def _pixel(point: tuple[float, float]) -> tuple[int, int]:
    return round(point[0]), round(point[1])


_KINDS: Final[tuple[Callable[[_Picture, tuple[float, float], float, np.random.Generator], None], ...]] = (
    _eye, _eye, _spectacles, _head, _wheel, _wheel, _strands,
)  # fmt: skip
"""Functions that draw an object; those listed twice are drawn twice as often."""
