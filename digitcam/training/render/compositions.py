"""Compositions: which marks stand where on a sheet."""

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.contract import NONE
from digitcam.training.render.sheet import DRAWN_PX, Sheet


def single_in_crop(sheet: Sheet) -> None:
    """One digit as a crop shows it: in the centre, with neighbours at the sides."""
    rng, middle = sheet.rng, DRAWN_PX / 2
    height = rng.uniform(0.42, 0.84) * DRAWN_PX
    x, y = middle + rng.uniform(-0.09, 0.09, 2) * DRAWN_PX
    box = sheet.write(sheet.any_label(), (x, y), height)
    _add_neighbours(sheet, box, height)


def _add_neighbours(sheet: Sheet, box: NDArray[np.float64], height: float) -> None:
    rng = sheet.rng
    middle = float(box[1] + box[3]) / 2
    gap = height * rng.choice([rng.uniform(-0.12, 0.06), rng.uniform(0.02, 0.4)])
    if rng.random() < 0.45:
        sheet.write(
            sheet.any_label(0.12),
            (0, middle + rng.normal(0, 0.07) * height),
            height * rng.uniform(0.8, 1.2),
            after=box[2] + gap,
        )
    if rng.random() < 0.45:
        sheet.write(
            sheet.any_label(0.12),
            (0, middle + rng.normal(0, 0.07) * height),
            height * rng.uniform(0.8, 1.2),
            before=box[0] - gap,
        )
    if rng.random() < 0.12:
        away = height * rng.uniform(1.05, 1.5) * rng.choice([-1, 1])
        sheet.write(sheet.any_label(0.2), (rng.uniform(0, DRAWN_PX), middle + away), height)


def single(sheet: Sheet) -> None:
    """One digit of any size anywhere."""
    rng = sheet.rng
    height = np.exp(rng.uniform(np.log(0.11), np.log(1.15))) * DRAWN_PX
    room = max(0.0, (DRAWN_PX - 0.8 * height) / 2)
    x, y = DRAWN_PX / 2 + rng.uniform(-1, 1, 2) * room
    sheet.write(sheet.any_label(), (x, y), height)


def rows(sheet: Sheet, negative: float = 0.06) -> None:
    """Numbers, in one line or more."""
    rng = sheet.rng
    height = np.exp(rng.uniform(np.log(0.11), np.log(0.6))) * DRAWN_PX
    step = rng.choice([rng.uniform(-0.12, 0.04), rng.uniform(-0.04, 0.3), rng.uniform(0.2, 0.9)])
    lines = int(rng.integers(1, 4)) if height < 0.35 * DRAWN_PX else 1
    y = rng.uniform(0.35, 0.65) * DRAWN_PX - (lines - 1) * 0.7 * height
    for _ in range(lines):
        x = rng.uniform(-0.3, 0.5) * DRAWN_PX
        for _ in range(rng.integers(1, 4)):
            x = sheet.row(x, y, height, int(rng.integers(1, 6)), negative, float(step)) + rng.uniform(0.2, 1.2) * height
            if x > DRAWN_PX:
                break
        y += height * rng.uniform(1.2, 1.8)


def part_of_digit(sheet: Sheet) -> None:
    """Part of a digit too large for the picture, as a finer copy shows it."""
    rng = sheet.rng
    height = rng.uniform(1.4, 3.6) * DRAWN_PX
    x, y = DRAWN_PX / 2 + rng.uniform(-0.45, 0.45, 2) * height
    sheet.write(sheet.any_label(), (x, y), height)


def words(sheet: Sheet) -> None:
    """Words, in one line or more."""
    rng = sheet.rng
    height = np.exp(rng.uniform(np.log(0.07), np.log(0.6))) * DRAWN_PX
    step, y = height * rng.uniform(1.3, 2.2), rng.uniform(0.05, 0.6) * DRAWN_PX
    while y < DRAWN_PX * 1.05:
        x = rng.uniform(-0.4, 0.3) * DRAWN_PX
        while x < DRAWN_PX:
            x = sheet.word(x, y, height) + rng.uniform(0.3, 0.9) * height
        y += step
        if rng.random() < 0.25:
            break


def negatives(sheet: Sheet) -> None:
    """Signs and letters, one large or in rows."""
    kind = sheet.rng.random()
    if kind < 0.4:
        rows(sheet, negative=1.0)
        return
    if kind < 0.65:
        tall = np.exp(sheet.rng.uniform(np.log(0.15), np.log(0.6))) * DRAWN_PX
        sheet.signs(sheet.rng.uniform(-0.3, 0.2) * DRAWN_PX, sheet.rng.uniform(0.3, 0.7) * DRAWN_PX, tall)
        return
    height = sheet.rng.uniform(0.3, 0.9) * DRAWN_PX
    x, y = DRAWN_PX / 2 + sheet.rng.uniform(-0.12, 0.12, 2) * DRAWN_PX
    box = sheet.write(NONE, (x, y), height)
    if sheet.rng.random() < 0.3:
        sheet.write(sheet.any_label(0.8), (0, y), height, after=box[2] + 0.1 * height)


def nothing(_: Sheet) -> None:
    """Nothing written; the picture shows blank paper, or a room."""


def object_alone(_: Sheet) -> None:
    """Nothing written; the picture shows an object shaped like a digit."""
