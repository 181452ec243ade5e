"""The live video as a mirror shows it: turned first, then written on."""

import numpy as np
import pytest

from digitcam.config import Settings
from digitcam.readings import Digit, Reading
from digitcam.recognition.recogniser import Recogniser
from digitcam.video.overlay import NO_MARKS, Layout, Marks, Planes, marks, mirror, mirrored
from digitcam.video.processor import DigitProcessor
from tests.drawing import by_width, paper, stroke
from tests.video.test_processor import as_frame, luma

NUMBER = Settings(recognise=True, box="number")
MIRROR = Settings(recognise=True, box="number", mirror=True)


def digit(x0: int, x1: int) -> Digit:
    return Digit(1, 0.9, (x0, 10, x1, 20), np.zeros(10, np.float32), np.zeros((28, 28), np.float32))


def test_planes_are_turned_in_place_odd_widths_too() -> None:
    y, u, v = (np.arange(n, dtype=np.uint8).reshape(1, n) for n in (5, 3, 3))
    mirror(Planes(y[0], u[0], v[0], Layout(1, 5, 5, 3)))
    assert (y.tolist(), u.tolist(), v.tolist()) == ([[4, 3, 2, 1, 0]], [[2, 1, 0]], [[2, 1, 0]])


def test_the_answer_goes_with_its_region() -> None:
    assert mirrored(Marks("7", (0, 5, 30, 10)), 100) == ("7", (70, 5, 100, 10), ())
    assert mirrored(NO_MARKS, 100).boxes == ()


def test_places_are_turned_and_what_was_read_is_not() -> None:
    turned = mirrored(marks(Reading(lines=((digit(0, 10), digit(50, 60)),))), 100)
    assert turned.boxes == ((90, 10, 100, 20), (40, 10, 50, 20))
    assert turned.text == "11  90%"


@pytest.mark.parametrize("view", ["camera", "computer"])
def test_the_camera_is_turned_and_what_is_written_on_it_is_not(view: str) -> None:
    sheet = paper(480, 640)
    stroke(sheet, (150, 240), 90)
    plain, turned = (
        DigitProcessor(Recogniser(by_width), Settings(recognise=True, box="number", view=view, mirror=mirrored))  # type: ignore[arg-type]
        for mirrored in (False, True)
    )
    as_seen, as_mirrored = (luma(processor.recv(as_frame(sheet))) for processor in (plain, turned))
    inside = np.s_[170:310, 100:540]
    np.testing.assert_array_equal(as_mirrored[inside], as_seen[inside][:, ::-1])
    # The answer stands above the box at its left, in either.
    plate = np.s_[110:160, 95:300]
    np.testing.assert_array_equal(as_mirrored[plate], as_seen[plate])
    assert plain.latest().reading.text == turned.latest().reading.text == "1"


def test_a_mirrored_number_reads_in_the_same_order() -> None:
    sheet = paper(480, 640)
    stroke(sheet, (150, 240), 90)
    stroke(sheet, (450, 240), 90, width=40)
    texts = []
    for settings in (NUMBER, MIRROR):
        processor = DigitProcessor(Recogniser(by_width), settings)
        processor.recv(as_frame(sheet))
        texts.append(processor.latest().reading.digits[0].box[0] < processor.latest().reading.digits[1].box[0])
    assert texts == [True, True]


def test_the_box_is_handed_on_as_the_camera_saw_it() -> None:
    sheet = paper(480, 640)
    stroke(sheet, (150, 240), 90)
    processor = DigitProcessor(Recogniser(by_width), MIRROR)
    assert processor.latest().grey.size == 0
    frame = as_frame(sheet)
    before = luma(frame)
    processor.recv(frame)
    np.testing.assert_array_equal(processor.latest().grey, before[165:315, 95:545])
