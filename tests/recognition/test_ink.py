import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.recognition.ink import sees_ink
from digitcam.recognition.recogniser import Recogniser
from tests.drawing import by_width
from tests.not_pictures import NOT_GREY
from tests.paper import mnist_digit, page
from tests.recognition.fakes import NONE, NoDigits, OneDigit

NOBODY = Recogniser(paper=NoDigits())
"""A grey reader that takes nothing for a digit."""


def box(*digits: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(page(*digits), cv2.COLOR_BGR2GRAY)[165:315, 245:395], np.uint8)


@pytest.mark.parametrize("label", range(10))
def test_sees_ink_writing_that_is_not_read_is_ink(label: int) -> None:
    dark = box(mnist_digit(label))
    for grey in (dark, np.asarray(255 - dark, np.uint8), dark // 3):
        assert sees_ink(grey, None, NOBODY)


@pytest.mark.parametrize("grey", [box(), np.full((150, 150), 200, np.uint8), np.zeros((1, 1), np.uint8)])
def test_sees_ink_paper_alone_is_none(grey: NDArray[np.uint8]) -> None:
    assert not sees_ink(grey, None, NOBODY)


def test_sees_ink_noise_is_none() -> None:
    noise = np.random.default_rng(0).normal(120, 40, (150, 150)).clip(0, 255).astype(np.uint8)
    assert not sees_ink(noise, None, NOBODY)


def test_sees_ink_what_the_network_detects_is_ink_though_it_reads_none() -> None:
    assert sees_ink(np.full((150, 150), 200, np.uint8), None, Recogniser(paper=OneDigit({NONE: 1.0}, {NONE: 1.0})))


def test_sees_ink_classic_reader_sees_what_is_darker_than_the_threshold() -> None:
    classic, grey = Recogniser(by_width, paper=NoDigits()), box(mnist_digit(7))
    assert sees_ink(grey, 110, classic)
    assert not sees_ink(grey, 0, classic)


@pytest.mark.parametrize("kind", NOT_GREY)
def test_sees_ink_not_a_grey_picture_raises_value_error(kind: str) -> None:
    with pytest.raises(ValueError, match="grey must be"):
        sees_ink(NOT_GREY[kind], None, NOBODY)
