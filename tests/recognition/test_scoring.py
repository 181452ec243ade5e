from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digitcam.recognition import scoring as paper_verdict
from digitcam.recognition.classification import Looks
from digitcam.recognition.detection import NONE, Finds
from digitcam.recognition.features import Evenness
from digitcam.recognition.peaks import Places
from digitcam.recognition.scoring import ONE, evidence, verdict
from digitcam.vision.standardise import standardise
from tests.drawing import paper, place
from tests.paper import mnist_digit

SIDE = 200
SEVEN = 7


def chances(label: int, likely: float, none: float, classes: int = 11) -> NDArray[np.float32]:
    """(1, classes): so likely this digit, so likely none."""
    answer = np.zeros((1, classes), np.float32)
    answer[0, label], answer[0, NONE] = likely, none
    return answer


def ink(things: float = 0.0) -> NDArray[np.float32]:
    """A digit, (1, 96, 96), and before it so much of something else."""
    sheet = paper(96, 96).astype(np.float32)
    written = paper(96, 96)
    place(written, mnist_digit(SEVEN), (48, 48), 70)
    checks = 60 * (np.indices((96, 96)) // 12).sum(axis=0) % 180
    sheet = written + np.float32(things) * (checks.astype(np.float32) - 90)
    return standardise(np.clip(sheet, 0, 255).astype(np.uint8))[None]


USUAL = {
    "found": 0.5,
    "near": 0.5,
    "likely": 0.8,
    "said": 0.8,
    "said_none": 0.1,
    "around_none": 0.3,
    "whole_none": 0.5,
    "things": 0.0,
    "size": 0.25,
}


def chance(label: int = SEVEN, /, **unusual: float) -> float:
    """How likely a digit is there, by doubtful witnesses but for some."""
    w = USUAL | unusual
    box = np.array([[0, 0, w["size"] * SIDE / 2, w["size"] * SIDE]], np.float32)
    peaks = np.array([w["found"]], np.float32)
    looks = Looks(
        boxes=box,
        found=peaks,
        near=np.array([w["near"]], np.float32),
        answers=chances(label, w["likely"], 1 - w["likely"]),
        said=chances(label, w["said"], w["said_none"]),
        sureness=np.zeros(1, np.float32),
        patches=ink(w["things"]),
    )
    around, (whole,) = chances(label, 0, w["around_none"], 12), chances(label, 0, w["whole_none"], 12)
    (likely,) = verdict(looks, evidence(looks, Finds(Places(peaks, box), around, whole), SIDE))
    return float(likely)


@pytest.mark.parametrize(
    ("witness", "against", "for_it"),
    [
        ("found", 0.3, 0.9),
        ("near", 0.3, 0.9),
        ("likely", 0.5, 0.95),
        ("said", 0.3, 0.8),
        ("said_none", 0.9, 0.01),
        ("around_none", 0.9, 0.01),
        ("whole_none", 0.96, 0.8),
        ("things", 1.0, 0.0),
        ("size", 0.1, 0.3),
    ],
)
def test_each_witness_counts(witness: str, against: float, for_it: float) -> None:
    assert chance(**{witness: against}) < chance(**{witness: for_it}) - 0.02


@pytest.mark.parametrize(("witness", "one", "other"), [("size", 0.3, 0.9), ("whole_none", 0.1, 0.8)])
def test_some_only_so_far(witness: str, one: float, other: float) -> None:
    assert chance(**{witness: one}) == pytest.approx(chance(**{witness: other}))


USUALLY = Evenness(stray=0.2, grain=0.15, edges=0.7, strokes=1.0)


def judged(monkeypatch: pytest.MonkeyPatch, **uneven: float) -> float:
    """How likely a digit is there on so uneven a patch."""
    monkeypatch.setattr(paper_verdict, "evenness", lambda _: replace(USUALLY, **uneven))
    return chance()


@pytest.mark.parametrize(
    ("of", "against", "for_it"),
    [("stray", 0.3, 0.12), ("grain", 0.06, 0.25), ("edges", 0.9, 0.5), ("strokes", 1.7, 0.6)],
)
def test_each_kind_of_unevenness_counts(
    monkeypatch: pytest.MonkeyPatch, of: str, against: float, for_it: float
) -> None:
    assert judged(monkeypatch, **{of: against}) < judged(monkeypatch, **{of: for_it}) - 0.05


@pytest.mark.parametrize(
    ("of", "enough", "more"),
    [("stray", 0.32, 1.0), ("stray", 0.1, 0.0), ("grain", 0.31, 1.0), ("edges", 1.1, inf), ("strokes", 1.9, inf)],
)
def test_but_only_so_far(monkeypatch: pytest.MonkeyPatch, of: str, enough: float, more: float) -> None:
    assert judged(monkeypatch, **{of: enough}) == pytest.approx(judged(monkeypatch, **{of: more}))


def test_a_glance_certain_of_nothing_counts_more_against_a_stroke() -> None:
    assert chance(ONE, whole_none=0.96) == pytest.approx(chance(whole_none=0.96))
    assert chance(ONE, whole_none=0.98) < chance(whole_none=0.98) / 5


def test_but_not_against_what_is_too_small_for_it() -> None:
    tiny = 9.9 / 96
    assert chance(ONE, whole_none=0.99, size=tiny) == pytest.approx(chance(whole_none=0.5, size=tiny))


@given(st.fixed_dictionaries({witness: st.floats(0, 1) for witness in USUAL}))
def test_any_evidence_gives_a_chance(witnesses: dict[str, float]) -> None:
    assert 0 <= chance(**witnesses) <= 1


def test_each_place_is_judged_by_itself() -> None:
    box = np.array([[0, 0, 25, 50]], np.float32)
    one = Looks(
        boxes=box,
        found=np.array([0.8], np.float32),
        near=np.array([0.8], np.float32),
        answers=chances(SEVEN, 0.9, 0.1),
        said=chances(SEVEN, 0.9, 0.1),
        sureness=np.zeros(1, np.float32),
        patches=ink(),
    )
    other = replace(one, near=np.array([0.1], np.float32), said=chances(SEVEN, 0.1, 0.9))
    both = Looks(*(np.concatenate([getattr(looks, name) for looks in (one, other)]) for name in Looks.__slots__))
    around, whole = chances(SEVEN, 0.5, 0.5, 12), chances(SEVEN, 0.5, 0.5, 12)[0]
    apart = [
        verdict(looks, evidence(looks, Finds(Places(looks.found, box), around, whole), SIDE))[0]
        for looks in (one, other)
    ]
    finds = Finds(Places(both.found, both.boxes), np.repeat(around, 2, axis=0), whole)
    assert verdict(both, evidence(both, finds, SIDE)) == pytest.approx(apart)
