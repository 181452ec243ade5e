import numpy as np
import pytest

from digitcam.config import LiveSettings, View
from digitcam.recognition.recogniser import Recogniser
from digitcam.video.processor import DigitProcessor
from tests.drawing import by_width, paper, stroke
from tests.video.test_processor import as_frame, luma

NUMBER = LiveSettings(recognise=True, box="number")
MIRROR = LiveSettings(recognise=True, box="number", mirror=True)


@pytest.mark.parametrize("view", ["camera", "computer"])
def test_recv_mirror_flips_the_camera_but_not_the_text(view: View) -> None:
    sheet = paper(480, 640)
    stroke(sheet, (150, 240), 90)
    plain, turned = (
        DigitProcessor(Recogniser(by_width), LiveSettings(recognise=True, box="number", view=view, mirror=mirrored))
        for mirrored in (False, True)
    )
    as_seen, as_mirrored = (luma(processor.recv(as_frame(sheet))) for processor in (plain, turned))
    inside = np.s_[170:310, 100:540]
    np.testing.assert_array_equal(as_mirrored[inside], as_seen[inside][:, ::-1])
    # The caption stands above the box's left end in both.
    caption = np.s_[110:160, 95:300]
    np.testing.assert_array_equal(as_mirrored[caption], as_seen[caption])
    assert plain.latest().reading.text == turned.latest().reading.text == "1"


def test_recv_mirror_reads_in_the_same_order() -> None:
    sheet = paper(480, 640)
    stroke(sheet, (150, 240), 90)
    stroke(sheet, (450, 240), 90, width=40)
    texts = []
    for settings in (NUMBER, MIRROR):
        processor = DigitProcessor(Recogniser(by_width), settings)
        processor.recv(as_frame(sheet))
        texts.append(processor.latest().reading.digits[0].box[0] < processor.latest().reading.digits[1].box[0])
    assert texts == [True, True]


def test_recv_mirror_copies_the_box_unmirrored() -> None:
    sheet = paper(480, 640)
    stroke(sheet, (150, 240), 90)
    processor = DigitProcessor(Recogniser(by_width), MIRROR)
    assert processor.latest().grey.size == 0
    frame = as_frame(sheet)
    before = luma(frame)
    processor.recv(frame)
    np.testing.assert_array_equal(processor.latest().grey, before[165:315, 95:545])
