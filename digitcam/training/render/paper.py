"""Backgrounds: plain and printed paper, its edges and textures, and clutter."""

import cv2
import numpy as np
from numpy.typing import NDArray


def paper(side: int, contrast: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Draw what is on a sheet before it is written on.

    Args:
        side: Side of the picture, pixels.
        contrast: Contrast of the ink, grey levels; printed lines have 0.15 to 1.3 times as much.
        rng: Random generator.

    Returns:
        (side, side) float32, grey levels to subtract from blank paper.
    """
    dark = np.zeros((side, side), np.float32)
    kind = rng.random()
    if kind < 0.45:
        dark += contrast * np.float32(rng.uniform(0.15, 1.0)) * _ruling(side, kind, rng)
    if kind < 0.08 or 0.28 < kind < 0.36:
        dark += contrast * np.float32(rng.uniform(0.15, 0.8)) * _ruling(side, rng.uniform(0.2, 0.45), rng)
    if rng.random() < 0.13:
        dark += contrast * np.float32(rng.uniform(0.4, 1.3)) * _margin(side, rng)
    if rng.random() < 0.15:
        dark += texture(side, rng)
    if rng.random() < 0.10:
        dark += _edge(side, rng)
    return dark


def _ruling(side: int, kind: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Draw rules, squares, dots or dashes: (side, side) float32 in [0, 1].

    Args:
        side: Side of the picture, pixels.
        kind: Below 0.28 squares, below 0.36 dots or dashes, else rules.
        rng: Random generator.
    """
    # From squares much smaller than a digit to squares larger than a digit that fills its crop.
    pitch = np.exp(rng.uniform(np.log(0.05), np.log(0.8))) * side
    width = int(np.clip(np.rint(pitch * rng.uniform(0.01, 0.1)), 1, 9))
    reach = int(side * 0.75)
    lines = np.zeros((2 * reach, 2 * reach), np.uint8)
    places = np.arange(rng.uniform(0, pitch), 2 * reach, pitch).astype(int).tolist()
    for at in places:
        cv2.line(lines, (0, at), (2 * reach, at), 255, width, cv2.LINE_AA)
    if kind < 0.28:
        for at in places:
            cv2.line(lines, (at, 0), (at, 2 * reach), 255, width, cv2.LINE_AA)
    elif kind < 0.36:
        dots, reach_px = np.zeros_like(lines), int(rng.uniform(width, max(width + 1, 0.35 * pitch)))
        for at in places:
            dots[:, max(0, at - reach_px) : at + reach_px + 1] = 255
        lines &= dots
    matrix = cv2.getRotationMatrix2D((reach, reach), rng.uniform(-9, 9) + 90 * (rng.random() < 0.3), 1)
    matrix = matrix - np.array([[0, 0, reach - side / 2]] * 2)
    return np.asarray(cv2.warpAffine(lines, matrix, (side, side)), np.float32) / np.float32(255)


def _margin(side: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Draw one to three lines from edge to edge, like margins and table cells.

    (side, side) float32 in [0, 1].
    """
    mark = np.zeros((side, side), np.uint8)
    for _ in range(rng.integers(1, 4)):
        at, lean = int(rng.uniform(0, side)), int(rng.uniform(-0.08, 0.08) * side)
        ends = ((at, 0), (at + lean, side)) if rng.random() < 0.5 else ((0, at), (side, at + lean))
        cv2.line(mark, *ends, 255, int(rng.integers(1, 5)), cv2.LINE_AA)
    return mark.astype(np.float32) / np.float32(255)


def texture(side: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Draw smooth noise, as of wood, cloth or crumpled paper.

    Args:
        side: Side of the picture, pixels.
        rng: Random generator.

    Returns:
        (side, side) float32, grey levels to add or subtract.
    """
    cells = int(np.exp(rng.uniform(np.log(3), np.log(60))))
    stretch = int(np.clip(cells * np.exp(rng.normal(0, 0.7)), 2, 90))
    noise = rng.normal(0, rng.uniform(2, 14), (cells, stretch)).astype(np.float32)
    return np.asarray(cv2.resize(noise, (side, side), interpolation=cv2.INTER_CUBIC), np.float32)


def _edge(side: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Draw the paper's edge, straight or curved, and what lies beyond it.

    (side, side) float32, grey levels to subtract; 0 on the paper.
    """
    angle, away = rng.uniform(0, 2 * np.pi), rng.uniform(0.3, 0.55) * side
    centre = np.array([side / 2, side / 2]) + (away + side) * np.array([np.cos(angle), np.sin(angle)])
    mask = np.zeros((side, side), np.uint8)
    axes = (side, int(side * rng.uniform(1, 4)))
    cv2.ellipse(mask, (int(centre[0]), int(centre[1])), axes, float(np.rad2deg(angle)), 0, 360, 255, -1, cv2.LINE_AA)
    return mask.astype(np.float32) * np.float32(rng.uniform(-80, 120) / 255)


def clutter(side: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Draw a room or objects: shapes of any brightness that occlude each other.

    Args:
        side: Side of the picture, pixels.
        rng: Random generator.

    Returns:
        (side, side) float32, grey levels to subtract.
    """
    dark = np.full((side, side), rng.uniform(0, 120), np.float32)
    if rng.random() < 0.5:
        _leaves(dark, rng)
        return dark
    for _ in range(rng.integers(1, 9)):
        grey = float(rng.uniform(-40, 200))
        x, y = rng.uniform(-0.2, 1.2, 2) * side
        axes = (int(rng.uniform(0.08, 0.7) * side), int(rng.uniform(0.08, 0.7) * side))
        if rng.random() < 0.5:
            cv2.ellipse(dark, (int(x), int(y)), axes, rng.uniform(0, 180), 0, 360, grey, -1, cv2.LINE_AA)
        else:
            corners = cv2.boxPoints(((x, y), axes, rng.uniform(0, 180))).astype(np.int32)
            cv2.fillConvexPoly(dark, corners, grey, cv2.LINE_AA)
    if rng.random() < 0.5:
        _edges(dark, rng)
    if rng.random() < 0.5:
        dark += texture(side, rng)
    return dark


def _leaves(dark: NDArray[np.float32], rng: np.random.Generator) -> None:
    """Draw shapes by the dead leaves model; some have rings, like eyes and wheels.

    Lee, Mumford and Huang, "Occlusion models for natural images" (IJCV 2001). Shapes occlude earlier ones, and the
    density of sizes falls with the cube of the size.
    """
    side = dark.shape[0]
    smallest, largest = rng.uniform(0.02, 0.08), rng.uniform(0.2, 0.6)
    count = int(np.exp(rng.uniform(np.log(10), np.log(90))))
    between = rng.uniform(0, 1, count)
    sizes = side / np.sqrt(between / largest**2 + (1 - between) / smallest**2)
    spread, middle = rng.uniform(15, 70), rng.uniform(20, 110)
    for size in sizes.tolist():
        x, y = (int(v) for v in rng.uniform(0, side, 2))
        wide = max(1, int(size * np.exp(rng.normal(0, 0.5))))
        grey, turn, form = float(rng.normal(middle, spread)), rng.uniform(0, 180), rng.random()
        if form < 0.45:
            cv2.ellipse(dark, (x, y), (int(size), wide), turn, 0, 360, grey, -1, cv2.LINE_AA)
            for share in rng.uniform(0.2, 0.9, rng.integers(0, 4) if form < 0.2 else 0):
                axes, within = (int(size * share), int(wide * share)), float(rng.normal(middle, spread))
                thick = -1 if rng.random() < 0.6 else max(1, int(size * rng.uniform(0.03, 0.25)))
                cv2.ellipse(dark, (x, y), axes, turn, 0, 360, within, thick, cv2.LINE_AA)
        elif form < 0.8:
            corners = cv2.boxPoints(((x, y), (2 * size, 2 * wide), turn)).astype(np.int32)
            cv2.fillConvexPoly(dark, corners, grey, cv2.LINE_AA)
        else:
            cv2.fillPoly(dark, [rng.normal((x, y), size, (rng.integers(3, 7), 2)).astype(np.int32)], grey, cv2.LINE_AA)
    if rng.random() < 0.3:
        _edges(dark, rng)
    if rng.random() < 0.6:
        dark += texture(side, rng)


def _edges(dark: NDArray[np.float32], rng: np.random.Generator) -> None:
    """Draw straight or bent lines across the picture, like shelves, cables and folds."""
    side = dark.shape[0]
    for _ in range(rng.integers(1, 9)):
        middle, angle = rng.uniform(0, side, 2), rng.uniform(0, np.pi)
        along = np.array([np.cos(angle), np.sin(angle)])
        bend = rng.normal(0, 0.25) * side * np.array([-along[1], along[0]])
        t = np.linspace(-1.6, 1.6, 25)[:, None]
        curve = middle + t * side * along + t * t * bend
        width = int(np.exp(rng.uniform(0, np.log(16))))
        grey = float(dark.mean() + rng.uniform(-90, 90))
        cv2.polylines(dark, [np.rint(curve).astype(np.int32)], False, grey, width, cv2.LINE_AA)
