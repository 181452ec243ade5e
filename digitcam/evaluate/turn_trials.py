"""The numbers on which the constants of `recognition.turning` were chosen: ``python -m digitcam.evaluate.turn_trials``.

Its pages are rendered like those of `sheets`, but with digits of MNIST's training split that were held out from all
trainings. Some pages have few digits, or only 0, 1, 6, 8 and 9, which are digits upside down too.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

import click
import numpy as np
from numpy.typing import NDArray

from digitcam.data import mnist
from digitcam.evaluate.readers import WHOLE
from digitcam.evaluate.sheets import SHEETS, SheetStyle, render_style
from digitcam.evaluate.unseen import unseen_digits
from digitcam.networks.loading import load_recogniser
from digitcam.recognition.turning import MIN_READ, MIN_SURE, SURE_CONFIDENCE, TURNS, turn_picture
from digitcam.reporting.text import aligned

SEED: Final = 31415
"""First number of every page's seed; no other rendered picture has it."""

_FEW: Final = SheetStyle(columns=(1, 3), rows=(1, 5), grounds=("plain", "ruled", "squared", "grid"))

PAGES: Final = SHEETS | {
    "few": _FEW,
    "few_alike": replace(_FEW, digits="01689"),
    "many_alike": replace(SHEETS["sheet_table"], digits="01689"),
    "few_6_9": replace(_FEW, digits="69", columns=(1, 4), rows=(2, 10)),
}
"""The kinds of sheets, and pages of few digits and of digits that can be read upside down."""

PAGES_OF_KIND: Final = 40


class Trial(NamedTuple):
    """One page: the confidences of the digits that are read in each turn of it."""

    upright: NDArray[np.float64]
    right_down: NDArray[np.float64]
    upside_down: NDArray[np.float64]
    left_down: NDArray[np.float64]


def trials(kind: str, count: int) -> Iterator[Trial]:
    """Read pages of a kind in four turns."""
    recogniser, images = load_recogniser(), unseen_digits(mnist.load())
    for number in range(count):
        picture = render_style(PAGES[kind], [SEED, list(PAGES).index(kind), number], images).picture
        read = [recogniser.read(turn_picture(picture, turn), WHOLE) for turn in TURNS]
        yield Trial(*(np.array([digit.confidence for digit in reading.digits]) for reading in read))


def margin(more: NDArray[np.float64], fewer: NDArray[np.float64]) -> float:
    """Return by how much one turn has more sure digits, in square roots of their number in both; NaN if it has few."""
    a, b = (int(np.count_nonzero(each >= SURE_CONFIDENCE)) for each in (more, fewer))
    return float((a - b) / np.sqrt(max(1, a + b))) if a >= MIN_SURE else np.nan


def row(kind: str, pages: list[Trial]) -> list[str]:
    """Return what is printed of pages of one kind."""
    upright = [page.upright.mean() for page in pages if len(page.upright) >= MIN_READ]
    down = [page.upside_down.mean() for page in pages if len(page.upside_down) >= MIN_READ]
    lying = [margin(page.upright, other) for page in pages for other in (page.right_down, page.left_down)]
    wrong = [margin(other, page.upright) for page in pages for other in page[1:]]
    found = [margin(page.upright, page.upside_down) for page in pages]
    margins = (np.nanmax([*wrong, -np.inf]), np.nanquantile(found, 0.05), np.nanquantile(lying, 0.05))
    figures = (np.quantile(upright, 0.05), np.quantile(down, 0.95), *margins)
    return [kind, str(len(pages)), *(f"{figure:.2f}" for figure in figures)]


def main() -> None:
    """Print the numbers."""
    head = ["", "pages", "upright 5 %", "upside down 95 %", "wrong", "right 5 %", "right 5 %, lying"]
    rows = [row(kind, list(trials(kind, int(sys.argv[1]) if sys.argv[1:] else PAGES_OF_KIND))) for kind in PAGES]
    click.echo(aligned([head, *rows]))


if __name__ == "__main__":
    main()
