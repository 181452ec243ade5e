import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.recognition.classification import Classified, classify
from digitcam.recognition.contract import PaperModel, PaperOutputs
from digitcam.recognition.detection import detect
from tests.recognition.fakes import GREY, NONE, SEVERAL, OneDigit, Probabilities, Recorder, TwoDigits


def classified(network: PaperModel) -> Classified:
    return classify(GREY, detect(GREY, network, (96,)), network)


def test_classify_without_candidates_returns_empty_arrays() -> None:
    candidates = detect(GREY, TwoDigits({SEVERAL: 0.9}, {1: 0.9}), (96,)).take(np.zeros(0, np.int64))
    recorder = Recorder(TwoDigits({SEVERAL: 0.9}, {1: 0.9}))
    result = classify(GREY, candidates, recorder)
    assert len(result) == 0
    assert (result.crops.shape, result.probabilities.shape) == ((0, 96, 96), (0, 11))
    assert recorder.shapes == []


def test_classify_two_candidates_returns_crops_and_probabilities() -> None:
    result = classified(TwoDigits({SEVERAL: 0.9}, {1: 0.99}))
    assert result.crops.shape == (2, 96, 96)
    assert result.probabilities[:, 1] == pytest.approx([0.99, 0.99])
    assert result.centre_objectness == pytest.approx([0.9, 0.9])
    assert result.boxes == pytest.approx(result.candidates.boxes, abs=1)


@pytest.mark.parametrize(
    ("digit", "calls"), [({1: 0.99}, 2), ({NONE: 0.99}, 2), ({1: 0.85}, 3)], ids=["certain", "certain of none", "not"]
)
def test_classify_uncertain_crop_is_classified_again(digit: Probabilities, calls: int) -> None:
    recorder = Recorder(TwoDigits({SEVERAL: 0.9}, digit))
    classified(recorder)
    assert recorder.shapes == [(1, 96, 96), *[(2, 96, 96)] * (calls - 1)]


class Shifted(TwoDigits):
    """In the first crops the digits are this many pixels to the right."""

    def __init__(self, shift_px: float) -> None:
        super().__init__({SEVERAL: 0.9}, {1: 0.99})
        self.shift_px, self.calls = shift_px, 0

    def __call__(self, pictures: NDArray[np.float32]) -> PaperOutputs:
        outputs = super().__call__(pictures)
        self.calls += 1
        outputs.detection[:, 12, 12, 1] += np.float32(self.shift_px / 4) * (self.calls == 2)
        return outputs


@pytest.mark.parametrize(("shift_px", "calls"), [(0, 2), (5, 2), (15, 3)])
def test_classify_moved_box_is_classified_again(shift_px: float, calls: int) -> None:
    network = Shifted(shift_px)
    classified(network)
    assert network.calls == calls


def test_classify_second_crop_replaces_the_centre_objectness() -> None:
    class Clearer(OneDigit):
        """The digit is clear in the second crop only."""

        def __call__(self, pictures: NDArray[np.float32]) -> PaperOutputs:
            outputs = super().__call__(pictures)
            is_first_crop = self.centre_objectness == 0.05 and outputs.detection[0, 12, 12, 0] > 0
            self.centre_objectness = 0.95 if is_first_crop else self.centre_objectness
            return outputs

    assert classified(Clearer({1: 0.9}, {1: 0.85}, 0.4, 0.05)).centre_objectness == pytest.approx([0.95])


def test_classify_improbable_digit_is_dropped() -> None:
    assert len(classified(TwoDigits({SEVERAL: 0.9}, {1: 0.19, NONE: 0.8}))) == 0
