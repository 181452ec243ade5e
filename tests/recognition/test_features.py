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
    """Overlapping rectangles of random grey."""
    rng = np.random.default_rng(seed)
    picture = np.full((96, 96), 120, np.uint8)
    for _ in range(25):
        x, y, width, height = rng.integers(0, 96, 4).tolist()
        cv2.rectangle(picture, (x, y), (x + width // 2, y + height // 2), int(rng.integers(0, 255)), -1)
    return picture


def rings(width: int, broader: int = 0, softer: float = 0.0) -> NDArray[np.float32]:
    """Return a ring; its lower half is wider by `broader`, its right half blurred by `softer`."""
    sheet = paper(96, 96)
    cv2.ellipse(sheet, MIDDLE, (16, 20), 0, 0, 360, 40, width)
    if broader:
        cv2.ellipse(sheet, MIDDLE, (16, 20), 0, 0, 180, 40, width + broader)
    if softer:
        sheet[:, 48:] = cv2.GaussianBlur(sheet, (0, 0), softer)[:, 48:]
    return standardise(np.asarray(cv2.GaussianBlur(sheet, (0, 0), 0.8), np.uint8))


@pytest.mark.parametrize("label", range(10))
def test_evenness_writing_is_even(label: int) -> None:
    writing = evenness(standardise(written(label)))
    assert writing.stray_energy < 0.2
    assert writing.edge_spread < 0.9
    assert writing.stroke_spread < 1.5


@pytest.mark.parametrize("seed", range(10))
def test_evenness_objects_have_stray_energy(seed: int) -> None:
    assert evenness(standardise(things(seed))).stray_energy > 0.2


def test_evenness_objects_are_less_even_in_every_measure() -> None:
    def median_of(measure: str, pictures: list[NDArray[np.uint8]]) -> float:
        return float(np.median([getattr(evenness(standardise(picture)), measure) for picture in pictures]))

    digits, rooms = [written(label) for label in range(10)], [things(seed) for seed in range(10)]
    for of in ("stray_energy", "edge_spread", "stroke_spread"):
        assert median_of(of, digits) * 1.5 < median_of(of, rooms)


@pytest.mark.parametrize("ink", [40, 150, 255])
def test_evenness_contrast_and_polarity_change_nothing(ink: int) -> None:
    one, same = evenness(standardise(written(5, ink))), evenness(standardise(written(5)))
    inverted = evenness(-3 * standardise(written(5, ink)))
    for of in ("stray_energy", "edge_spread", "stroke_spread"):
        assert getattr(one, of) == pytest.approx(getattr(same, of), abs=0.02)
        assert getattr(inverted, of) == pytest.approx(getattr(one, of), abs=0.001)


@pytest.mark.parametrize("label", [2, 3, 5, 7])
def test_evenness_uneven_light_keeps_edges_even(label: int) -> None:
    patch = standardise(written(label))
    y, x = np.indices((96, 96), np.float32)
    light = np.ptp(patch) * np.exp(-((x - 60) ** 2 + (y - 30) ** 2) / (2 * 18**2))
    assert evenness(patch + light).edge_spread < 0.55


@pytest.mark.parametrize("radius", [10, 14, 16])
def test_evenness_loop_closed_by_a_broad_pen_has_even_edges(radius: int) -> None:
    sheet = paper(96, 96)
    cv2.line(sheet, (36, 26), (44, 60), 40, 8)
    cv2.circle(sheet, (48, 58), radius, 40, -1)
    assert evenness(standardise(np.asarray(cv2.GaussianBlur(sheet, (0, 0), 0.8), np.uint8))).edge_spread < 0.55


def test_evenness_stroke_spread_follows_width_variation_only() -> None:
    assert evenness(rings(5)).stroke_spread < 0.2
    assert evenness(rings(10)).stroke_spread < 0.2
    assert evenness(rings(4, broader=8)).stroke_spread > 4 * evenness(rings(8)).stroke_spread


def test_evenness_edge_spread_follows_sharpness_variation() -> None:
    assert evenness(rings(6, softer=3)).edge_spread > 2 * evenness(rings(6)).edge_spread


def test_evenness_blank_crop_is_uneven_in_every_measure() -> None:
    blank = evenness(np.zeros((96, 96), np.float32))
    assert (blank.stray_energy, blank.edge_spread, blank.stroke_spread) == (1, inf, inf)


def test_evenness_neighbour_at_the_side_changes_nothing() -> None:
    patch = standardise(written(5))
    neighbour = patch.copy()
    neighbour[:, :21] = 3
    one, other = evenness(neighbour), evenness(patch)
    assert (one.stray_energy, one.stroke_spread) == (other.stray_energy, other.stroke_spread)
    assert one.edge_spread == pytest.approx(other.edge_spread, abs=0.01)
