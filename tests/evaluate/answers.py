"""Samples, readers and answers made by hand."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from digitcam.evaluate.samples import Answer, Sample
from digitcam.readings import Box, Digit, Reading


def blank() -> NDArray[np.uint8]:
    return np.full((48, 64), 200, np.uint8)


def sample(truth: str, kind: str = "single_photo", name: str = "a picture") -> Sample:
    return Sample(name, kind, truth, blank)


def answered(text: str, truth: str, kind: str = "single_photo", confidence: float = 0.9, ms: float = 1.0) -> Answer:
    return Answer(sample(truth, kind), text, text.replace("?", "0"), confidence, ms)


def reading(text: str, confidence: float = 0.9) -> Reading:
    """Return a reading of one line; a "?" is a 4 of too low confidence."""
    digits = tuple(_digit(character, confidence) for character in text)
    return Reading((digits,) if digits else ())


def unchanged(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Show a picture as it is."""
    return picture


def always(text: str) -> partial[Reading]:
    """Return a function that reads every picture as this text."""
    return partial(_say, text)


def _say(text: str, picture: NDArray[np.uint8]) -> Reading:
    return reading(text)


def _digit(character: str, confidence: float) -> Digit:
    label = None if character == "?" else int(character)
    probabilities = np.full(10, (1 - confidence) / 9, np.float32)
    probabilities[4 if label is None else label] = confidence
    return Digit(label, confidence, Box(0, 0, 8, 8), probabilities, np.zeros((28, 28), np.float32))
