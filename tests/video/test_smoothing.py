import numpy as np

from digitcam.readings import Digit, Reading
from digitcam.video.smoothing import CLEAR_S, Smoother

FRAME_S = 1 / 30


def saying(text: str) -> Reading:
    """A reading of these digits on one line."""
    nothing = np.zeros(0, np.float32)
    digits = tuple(Digit(int(c), 1.0, (0, 0, 1, 1), nothing, nothing) for c in text)
    return Reading(lines=(digits,) if digits else ())


def shown(readings: list[str], frame_s: float = FRAME_S) -> list[str]:
    smoother = Smoother()
    return [smoother.update(saying(text), i * frame_s).text for i, text in enumerate(readings)]


def test_the_first_reading_shows_at_once() -> None:
    assert shown(["7"]) == ["7"]


def test_nothing_stays_nothing() -> None:
    assert shown(["", "", ""]) == ["", "", ""]


def test_a_slip_does_not_show() -> None:
    assert set(shown(["7"] * 5 + ["1"] + ["7"] * 5 + [""] + ["7"] * 3)) == {"7"}


def test_a_new_digit_takes_over_within_half_a_second() -> None:
    for frame_s in (1 / 30, 1 / 10):
        frames = round(0.5 / frame_s)
        assert shown(["7"] * 40 + ["3"] * frames, frame_s)[-1] == "3"


def test_the_reading_goes_when_the_paper_leaves() -> None:
    gone = round(CLEAR_S / FRAME_S) + 1
    assert shown(["7"] * 40 + [""] * gone)[-1] == ""


def test_the_newest_of_equal_readings_is_shown() -> None:
    smoother = Smoother()
    smoother.update(saying("7"), 0)
    newest = saying("7")
    assert smoother.update(newest, FRAME_S) is newest
