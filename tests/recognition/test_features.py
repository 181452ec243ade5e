from math import inf

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.recognition.features import evenness
from digitcam.vision.standardise import standardise
from tests.drawing import paper, place
from tests.paper import mnist_digit

MIDDLE = (48, 48)


def written(label: int, ink: int = 40) -> NDArray[np.uint8]:
    sheet = paper(96, 96)
    place(sheet, mnist_digit(label), MIDDLE, 70, ink)
    return sheet


def things(seed: int) -> NDArray[np.uint8]:
    """Surfaces of any grey one before the other."""
    rng = np.random.default_rng(seed)
    picture = np.full((96, 96), 120, np.uint8)
    for _ in range(25):
        x, y, width, height = rng.integers(0, 96, 4).tolist()
        cv2.rectangle(picture, (x, y), (x + width // 2, y + height // 2), int(rng.integers(0, 255)), -1)
    return picture


def rings(width: int, broader: int = 0, softer: float = 0.0) -> NDArray[np.float32]:
    """A ring, its lower half so much broader, its right half so much less sharp."""
    sheet = paper(96, 96)
    cv2.ellipse(sheet, MIDDLE, (16, 20), 0, 0, 360, 40, width)
    if broader:
        cv2.ellipse(sheet, MIDDLE, (16, 20), 0, 0, 180, 40, width + broader)
    if softer:
        sheet[:, 48:] = cv2.GaussianBlur(sheet, (0, 0), softer)[:, 48:]
    return standardise(np.asarray(cv2.GaussianBlur(sheet, (0, 0), 0.8), np.uint8))


@pytest.mark.parametrize("label", range(10))
def test_writing_is_even(label: int) -> None:
    writing = evenness(standardise(written(label)))
    assert writing.stray < 0.2
    assert writing.edges < 0.9
    assert writing.strokes < 1.5


@pytest.mark.parametrize("seed", range(10))
def test_things_have_edges_that_are_no_inks(seed: int) -> None:
    assert evenness(standardise(things(seed))).stray > 0.2


def test_things_are_less_even_in_every_way() -> None:
    def usual(of: str, pictures: list[NDArray[np.uint8]]) -> float:
        return float(np.median([getattr(evenness(standardise(picture)), of) for picture in pictures]))

    digits, rooms = [written(label) for label in range(10)], [things(seed) for seed in range(10)]
    for of in ("stray", "edges", "strokes"):
        assert usual(of, digits) * 1.5 < usual(of, rooms)


@pytest.mark.parametrize("ink", [40, 150, 255])
def test_neither_contrast_nor_which_is_darker_counts(ink: int) -> None:
    one, same = evenness(standardise(written(5, ink))), evenness(standardise(written(5)))
    inverted = evenness(-3 * standardise(written(5, ink)))
    for of in ("stray", "grain", "edges", "strokes"):
        assert getattr(one, of) == pytest.approx(getattr(same, of), abs=0.02)
        assert getattr(inverted, of) == pytest.approx(getattr(one, of), abs=0.001)


@pytest.mark.parametrize("label", [2, 3, 5, 7])
def test_light_on_part_of_the_paper_does_not_make_its_edges_uneven(label: int) -> None:
    patch = standardise(written(label))
    y, x = np.indices((96, 96), np.float32)
    light = np.ptp(patch) * np.exp(-((x - 60) ** 2 + (y - 30) ** 2) / (2 * 18**2))
    assert evenness(patch + light).edges < 0.55


@pytest.mark.parametrize("radius", [10, 14, 16])
def test_the_edges_of_a_loop_that_a_broad_pen_has_closed_are_even(radius: int) -> None:
    sheet = paper(96, 96)
    cv2.line(sheet, (36, 26), (44, 60), 40, 8)
    cv2.circle(sheet, (48, 58), radius, 40, -1)
    assert evenness(standardise(np.asarray(cv2.GaussianBlur(sheet, (0, 0), 0.8), np.uint8))).edges < 0.55


def test_strokes_vary_with_their_widths_alone() -> None:
    assert evenness(rings(5)).strokes < 0.2
    assert evenness(rings(10)).strokes < 0.2
    assert evenness(rings(4, broader=8)).strokes > 4 * evenness(rings(8)).strokes


def test_edges_vary_with_how_sharp_they_are() -> None:
    assert evenness(rings(6, softer=3)).edges > 2 * evenness(rings(6)).edges


@pytest.mark.parametrize("turn", [0, 20, 45, 70])
def test_noise_is_grain_and_what_has_a_direction_is_not(turn: int) -> None:
    noise = np.random.default_rng(0).normal(128, 25, (96, 96))
    stripes = paper(96, 96)
    stripes[:, np.arange(96) % 12 < 6] -= 60
    around = cv2.getRotationMatrix2D(MIDDLE, turn, 1.5)
    turned = np.asarray(cv2.warpAffine(stripes, around, (96, 96), borderMode=cv2.BORDER_REFLECT), np.uint8)
    grain = evenness(standardise(np.clip(noise, 0, 255).astype(np.uint8))).grain
    assert grain > 2 * evenness(standardise(turned)).grain


def test_where_nothing_is_nothing_is_even() -> None:
    blank = evenness(np.zeros((96, 96), np.float32))
    assert (blank.stray, blank.edges, blank.strokes) == (1, inf, inf)


def test_what_lies_near_the_sides_is_only_grain() -> None:
    patch = standardise(written(5))
    neighbour = patch.copy()
    neighbour[:, :21] = 3
    one, other = evenness(neighbour), evenness(patch)
    assert (one.stray, one.strokes) == (other.stray, other.strokes)
    assert one.edges == pytest.approx(other.edges, abs=0.01)
    assert one.grain > other.grain
