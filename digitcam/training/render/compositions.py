"""Compositions: which marks stand where on a sheet."""

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import NONE
from digitcam.training.render.camera import CANVAS_PX
from digitcam.training.render.sheet import Sheet


def single_in_crop(sheet: Sheet) -> None:
    """Write one digit as in a crop: in the centre, often with neighbours."""
    rng, middle = sheet.rng, CANVAS_PX / 2
    height = rng.uniform(0.42, 0.84) * CANVAS_PX
    x, y = middle + rng.uniform(-0.09, 0.09, 2) * CANVAS_PX
    box = sheet.write(sheet.random_label(), (x, y), height)
    _add_neighbours(sheet, box, height)


def _add_neighbours(sheet: Sheet, box: NDArray[np.float64], height: float) -> None:
    """Write marks beside, above or below a digit, each with some probability."""
    rng = sheet.rng
    middle = float(box[1] + box[3]) / 2
    gap = height * rng.choice([rng.uniform(-0.12, 0.06), rng.uniform(0.02, 0.4)])
    if rng.random() < 0.45:
        _add_neighbour(sheet, middle, height, after=box[2] + gap)
    if rng.random() < 0.45:
        _add_neighbour(sheet, middle, height, before=box[0] - gap)
    if rng.random() < 0.12:
        away = height * rng.uniform(1.05, 1.5) * rng.choice([-1, 1])
        sheet.write(sheet.random_label(0.2), (rng.uniform(0, CANVAS_PX), middle + away), height)


def _add_neighbour(
    sheet: Sheet, middle: float, height: float, after: float | None = None, before: float | None = None
) -> None:
    rng = sheet.rng
    label, y = sheet.random_label(0.12), middle + rng.normal(0, 0.07) * height
    sheet.write(label, (0, y), height * rng.uniform(0.8, 1.2), after=after, before=before)


def single(sheet: Sheet) -> None:
    """Write one digit of any size anywhere."""
    rng = sheet.rng
    height = np.exp(rng.uniform(np.log(0.11), np.log(1.15))) * CANVAS_PX
    room = max(0.0, (CANVAS_PX - 0.8 * height) / 2)
    x, y = CANVAS_PX / 2 + rng.uniform(-1, 1, 2) * room
    sheet.write(sheet.random_label(), (x, y), height)


def rows(sheet: Sheet, negative: float = 0.06) -> None:
    """Write numbers in one to three lines.

    Args:
        sheet: The sheet.
        negative: Probability that a mark is a negative.
    """
    rng = sheet.rng
    height = np.exp(rng.uniform(np.log(0.11), np.log(0.6))) * CANVAS_PX
    gap = float(rng.choice([rng.uniform(-0.12, 0.04), rng.uniform(-0.04, 0.3), rng.uniform(0.2, 0.9)]))
    lines = int(rng.integers(1, 4)) if height < 0.35 * CANVAS_PX else 1
    y = rng.uniform(0.35, 0.65) * CANVAS_PX - (lines - 1) * 0.7 * height
    for _ in range(lines):
        x = rng.uniform(-0.3, 0.5) * CANVAS_PX
        for _ in range(rng.integers(1, 4)):
            x = sheet.write_row(x, y, height, int(rng.integers(1, 6)), negative, gap) + rng.uniform(0.2, 1.2) * height
            if x > CANVAS_PX:
                break
        y += height * rng.uniform(1.2, 1.8)


def part_of_digit(sheet: Sheet) -> None:
    """Write a digit larger than the picture, as it appears on a finer copy."""
    rng = sheet.rng
    height = rng.uniform(1.4, 3.6) * CANVAS_PX
    x, y = CANVAS_PX / 2 + rng.uniform(-0.45, 0.45, 2) * height
    sheet.write(sheet.random_label(), (x, y), height)


def words(sheet: Sheet) -> None:
    """Write words, in one line or more."""
    rng = sheet.rng
    height = np.exp(rng.uniform(np.log(0.07), np.log(0.6))) * CANVAS_PX
    step, y = height * rng.uniform(1.3, 2.2), rng.uniform(0.05, 0.6) * CANVAS_PX
    while y < CANVAS_PX * 1.05:
        x = rng.uniform(-0.4, 0.3) * CANVAS_PX
        while x < CANVAS_PX:
            x = sheet.write_word(x, y, height) + rng.uniform(0.3, 0.9) * height
        y += step
        if rng.random() < 0.25:
            break


def word_in_crop(sheet: Sheet) -> None:
    """Write a word so large that one of its letters fills the picture as a digit does in a crop."""
    rng, middle = sheet.rng, CANVAS_PX / 2
    height = float(rng.uniform(0.6, 1.9)) * CANVAS_PX
    foot = middle + float(rng.uniform(-0.1, 0.6)) * height / 2
    sheet.write_joined(middle, foot, height, at=float(rng.uniform(0.05, 0.95)))


def negatives(sheet: Sheet) -> None:
    """Write negatives: rows of any, a row of signs, or a large one in the centre."""
    rng = sheet.rng
    kind = rng.random()
    if kind < 0.4:
        rows(sheet, negative=1.0)
        return
    if kind < 0.65:
        tall = np.exp(rng.uniform(np.log(0.15), np.log(0.6))) * CANVAS_PX
        sheet.write_signs(rng.uniform(-0.3, 0.2) * CANVAS_PX, rng.uniform(0.3, 0.7) * CANVAS_PX, tall)
        return
    height = rng.uniform(0.3, 0.9) * CANVAS_PX
    x, y = CANVAS_PX / 2 + rng.uniform(-0.12, 0.12, 2) * CANVAS_PX
    box = sheet.write(NONE, (x, y), height)
    if rng.random() < 0.3:
        sheet.write(sheet.random_label(0.8), (0, y), height, after=box[2] + 0.1 * height)


def nothing(_: Sheet) -> None:
    """Write nothing; the picture shows blank paper or clutter."""


def object_alone(_: Sheet) -> None:
    """Write nothing; the picture shows an object shaped like a digit."""
