import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.networks.shipped import shipped_paper
from digitcam.recognition.constants import MAX_CANDIDATES
from digitcam.recognition.contract import PaperOutputs
from digitcam.recognition.detection import detect
from tests.drawing import paper
from tests.recognition.fakes import GREY, SEVERAL, OneDigit, Probabilities, Recorder, TwoDigits

SIDES_PX = (96, 192, 384)


def test_detect_two_peaks_returns_their_boxes_and_context() -> None:
    candidates = detect(GREY, TwoDigits({SEVERAL: 0.9}, {1: 0.9}), (96,))
    assert candidates.boxes == pytest.approx(np.array([[14, 28, 34, 68], [62, 28, 82, 68]]), abs=0.01)
    assert candidates.objectness == pytest.approx([0.7, 0.7])
    assert candidates.context.shape == (2, 12)
    assert candidates.scene[SEVERAL] == pytest.approx(0.9)
    assert (candidates.picture_px, candidates.complete) == (96, True)


def test_detect_blank_picture_returns_no_candidates() -> None:
    candidates = detect(paper(150, 150), shipped_paper(), SIDES_PX)
    assert len(candidates) == 0
    assert candidates.boxes.shape == (0, 4)
    assert candidates.context.shape == (0, 12)


def test_detect_same_digit_on_several_copies_is_one_candidate() -> None:
    network = EverySize(0.3)
    assert len(detect(np.full((400, 400), 200, np.uint8), network, SIDES_PX, thorough=True)) == 1


def test_detect_elongated_picture_is_searched_as_a_square_first() -> None:
    recorder = Recorder(shipped_paper())
    detect(paper(100, 300), recorder, (96,))
    assert recorder.shapes == [(1, 96, 96), (1, 96, 288)]


def test_detect_small_picture_is_not_enlarged() -> None:
    recorder = Recorder(shipped_paper())
    detect(paper(150, 150), recorder, SIDES_PX)
    assert [shape[1] for shape in recorder.shapes] == [96]


@pytest.mark.parametrize(("objectness", "scene", "finest"), [(0.7, SEVERAL, 96), (0.5, SEVERAL, 192), (0.7, 1, 192)])
def test_detect_doubtful_peak_or_scene_searches_finer_copies(objectness: float, scene: int, finest: int) -> None:
    class Doubtful(TwoDigits):
        """Two digits 48 pixels high, the second of lower objectness."""

        def __call__(self, pictures: NDArray[np.float32]) -> PaperOutputs:
            outputs = super().__call__(pictures)
            detection = outputs.detection
            detection[..., 3:] -= np.float32(np.log(1.2)) * (detection[..., :1] > 0)
            second = detection[:, 12, 18:19, 0]
            detection[:, 12, 18:19, 0] = np.where(second > 0, np.float32(objectness), 0)
            return outputs

    recorder = Recorder(Doubtful({scene: 0.9}, {1: 0.99}))
    detect(np.full((200, 200), 200, np.uint8), recorder, SIDES_PX)
    assert max(shape[1] for shape in recorder.shapes) == finest


class EverySize(TwoDigits):
    """One digit in the centre of every copy, this share of the picture high, and no doubt about it."""

    def __init__(self, share: float) -> None:
        super().__init__({1: 0.9}, {1: 0.99})
        self.share = share

    def __call__(self, pictures: NDArray[np.float32]) -> PaperOutputs:
        outputs = super().__call__(pictures)
        rows, columns = outputs.detection.shape[1:3]
        height = self.share * pictures.shape[1] / 32
        outputs.detection[:] = 0
        outputs.detection[:, rows // 2, columns // 2] = (0.9, 0, 0, np.log(height / 2), np.log(height))
        return outputs


@pytest.mark.parametrize(("share", "finest"), [(0.3, 96), (0.12, 192), (0.06, 384)], ids=["ordinary", "small", "tiny"])
def test_detect_small_digit_searches_finer_copies(share: float, finest: int) -> None:
    recorder = Recorder(EverySize(share))
    candidates = detect(np.full((400, 400), 200, np.uint8), recorder, SIDES_PX)
    assert max(shape[1] for shape in recorder.shapes) == finest
    assert candidates.complete == (finest == 384)


@pytest.mark.parametrize("scene", [{1: 0.9}, {SEVERAL: 0.9}])
def test_detect_take_keeps_what_belongs_together(scene: Probabilities) -> None:
    candidates = detect(GREY, TwoDigits(scene, {1: 0.9}), (96,))
    second = candidates.take(np.array([1]))
    assert second.boxes.tolist() == candidates.boxes[1:].tolist()
    assert second.scene is candidates.scene
    assert len(detect(GREY, OneDigit(scene, {1: 0.9}), (96,))) == 1


class Everywhere(TwoDigits):
    """A digit of this objectness, 16 pixels high, every 32 pixels of a copy both ways."""

    def __init__(self, objectness: float) -> None:
        super().__init__({SEVERAL: 0.9}, {1: 0.99})
        self.objectness = objectness

    def __call__(self, pictures: NDArray[np.float32]) -> PaperOutputs:
        outputs = super().__call__(pictures)
        outputs.detection[:] = 0
        outputs.detection[:, 4::8, 4::8] = (self.objectness, 0, 0, np.log(8 / 32), np.log(16 / 32))
        return outputs


@pytest.mark.parametrize(("side_px", "count"), [(384, 144), (704, MAX_CANDIDATES)])
@pytest.mark.parametrize("objectness", [0.3, 0.8])
def test_detect_many_peaks_keeps_doubtful_ones_up_to_the_maximum(objectness: float, side_px: int, count: int) -> None:
    grey = np.full((side_px, side_px), 200, np.uint8)
    assert len(detect(grey, Everywhere(objectness), (side_px,))) == count
