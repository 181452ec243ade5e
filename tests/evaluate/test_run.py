from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.data import mnist
from digitcam.evaluate.held import HeldDigit, Steadiness
from digitcam.evaluate.readers import Reader
from digitcam.evaluate.run import Evidence, evaluate, mnist_samples
from digitcam.evaluate.samples import PATCH, answer
from tests.evaluate.answers import always, answered, reading, sample, unchanged
from tests.paper import mnist_digit

T = TypeVar("T")


class Heard:
    """Keeps the labels of the parts."""

    def __init__(self) -> None:
        self.labels: list[str] = []

    def __call__(self, items: Sequence[T], label: str) -> Iterable[T]:
        self.labels.append(label)
        return items


def three(patches: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.eye(10, dtype=np.float32)[[3] * len(patches)]


def test_evaluate_every_reader_answers_every_sample() -> None:
    parts = {"photographs": [sample("7"), sample("1")], PATCH: [sample("3", PATCH)]}
    heard = Heard()
    evidence = evaluate(
        [Reader("a", always("7"), unchanged, three, 12.0), Reader("b", always("?"), unchanged)], parts, [], heard
    )
    assert [(a.text, a.right) for a in evidence["a"].answers] == [("7", True), ("7", False), ("3", True)]
    assert [a.text for a in evidence["b"].answers] == ["?", "?"]
    assert [e.training_s for e in evidence.values()] == [12.0, None]
    assert heard.labels == ["photographs", PATCH]


def test_evaluate_without_samples_has_no_answers() -> None:
    evidence = evaluate([Reader("a", always("7"), unchanged)], {}, [], Heard())
    assert (evidence["a"].answers, evidence["a"].held, evidence["a"].median_ms) == ([], [], None)


def test_evaluate_every_reader_gets_the_same_video() -> None:
    seen: dict[str, list[float]] = {"a": [], "b": []}

    def reader(name: str) -> Reader:
        return Reader(name, lambda frame: seen[name].append(float(frame.mean())) or reading("7"), unchanged)  # type: ignore[func-returns-value]

    evidence = evaluate([reader("a"), reader("b")], {}, [HeldDigit(mnist_digit(7), "7", 0)], Heard())
    assert seen["a"] == seen["b"]
    assert [e.held for e in evidence.values()] == [[Steadiness(0, 0)], [Steadiness(0, 0)]]


def test_median_ms_counts_whole_pictures_only() -> None:
    answers = [answered("1", "1", ms=ms) for ms in (2, 30, 4)] + [answered("1", "1", PATCH, ms=0.01)] * 9
    estimate = Evidence(answers).median_ms
    assert estimate is not None
    assert (estimate.value, estimate.n) == (4, 3)


def test_of_returns_answers_of_a_kind() -> None:
    one, other = answered("1", "1", "a"), answered("1", "1", "b")
    evidence = Evidence([one, other])
    assert (evidence.of("a"), evidence.of("a", "b"), evidence.of()) == ([one], [one, other], [])
    assert (evidence.of("*"), evidence.of("*", but=["a"]), evidence.of("?")) == ([one, other], [other], [one, other])


@pytest.mark.parametrize(("text", "guess"), [("", ""), ("7", "7"), ("1?", "14")])
def test_answer_guess_is_the_likeliest_digit(text: str, guess: str) -> None:
    found = answer(sample("14"), reading(text, confidence=0.75), 1.0)
    assert (found.text, found.guess) == (text, guess)
    assert found.confidence == (0.75 if text else 0.0)


def test_mnist_samples_are_unchanged() -> None:
    images = mnist.load()
    first, second = mnist_samples(images, 2)
    assert [first.truth, second.truth] == [str(label) for label in images.y_test[:2]]
    assert np.array_equal(first.picture(), images.x_test[0])
    assert np.array_equal(second.picture(), images.x_test[1])
