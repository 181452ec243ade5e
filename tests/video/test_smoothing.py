import numpy as np

from digitcam.readings import Box, Digit, Reading
from digitcam.video.smoothing import CLEAR_S, Smoother

FRAME_S = 1 / 30


def saying(text: str) -> Reading:
    """Return a reading of these digits on one line."""
    nothing = np.zeros(0, np.float32)
    digits = tuple(Digit(int(c), 1.0, Box(0, 0, 1, 1), nothing, nothing) for c in text)
    return Reading(lines=(digits,) if digits else ())


def shown(readings: list[str], frame_s: float = FRAME_S) -> list[str]:
    smoother = Smoother()
    return [smoother.update(saying(text), i * frame_s).text for i, text in enumerate(readings)]


def test_update_first_reading_is_shown() -> None:
    assert shown(["7"]) == ["7"]


def test_update_empty_readings_stay_empty() -> None:
    assert shown(["", "", ""]) == ["", "", ""]


def test_update_single_misread_is_outvoted() -> None:
    assert set(shown(["7"] * 5 + ["1"] + ["7"] * 5 + [""] + ["7"] * 3)) == {"7"}


def test_update_new_digit_is_shown_within_half_a_second() -> None:
    for frame_s in (1 / 30, 1 / 10):
        frames = round(0.5 / frame_s)
        assert shown(["7"] * 40 + ["3"] * frames, frame_s)[-1] == "3"


def test_update_no_digits_clears_the_reading() -> None:
    gone = round(CLEAR_S / FRAME_S) + 1
    assert shown(["7"] * 40 + [""] * gone)[-1] == ""


def test_update_equal_readings_return_the_newest() -> None:
    smoother = Smoother()
    smoother.update(saying("7"), 0)
    newest = saying("7")
    assert smoother.update(newest, FRAME_S) is newest
