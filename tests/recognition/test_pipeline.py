import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from digitcam.config import Settings
from digitcam.networks.shipped import shipped_paper, shipped_verifier
from digitcam.recognition.detection import PaperNetwork
from digitcam.recognition.pipeline import read_paper
from digitcam.recognition.recogniser import Recogniser
from tests.drawing import paper, stroke
from tests.paper import mnist_digit, page

NETWORK = shipped_paper()
RECOGNISER = Recogniser(paper=NETWORK, referee=shipped_verifier())


def photograph(label: int) -> NDArray[np.uint8]:
    """A digit on paper, grey, 480x640."""
    image = page(mnist_digit(label))
    return np.asarray(image if image.ndim == 2 else image[..., 0], np.uint8)


class Asked:
    """A network, and the shapes that it was asked with."""

    def __init__(self, network: PaperNetwork) -> None:
        self.network = network
        self.shapes: list[tuple[int, ...]] = []

    def __call__(self, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        self.shapes.append(pictures.shape)
        return self.network(pictures)


class Says:
    """Finds a digit 40 pixels high at (24, 48) and at (72, 48) of a picture so high, and then reads what it is told."""

    def __init__(self, glance: dict[int, float], reads: dict[int, float], height: int = 96, near: float = 0.9) -> None:
        self.glance, self.reads, self.height, self.near = glance, reads, height, near
        self.looks = False

    def __call__(self, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        count, height, width = pictures.shape
        find = np.zeros((count, height // 4, width // 4, 5), np.float32)
        if self.looks and (height, width) == (96, 96):
            # A digit of 40 pixels fills 0.62 of the look.
            high = np.log(0.62 * 96 / 32)
            find[:, 12, 12] = (self.near, -0.5, -0.5, high - np.log(2), high)
        elif height == self.height:
            self.looks = True
            for column in (6, 18):
                find[0, 12, column] = (0.7, -0.5, -0.5, np.log(20 / 32), np.log(40 / 32))
        rows, columns = height // 16 - 5, width // 16 - 5
        return find, self._even(self.reads, (count, rows, columns, 11)), self._even(self.glance, (1, rows, columns, 12))

    @staticmethod
    def _even(chances: dict[int, float], shape: tuple[int, ...]) -> NDArray[np.float32]:
        answer = np.zeros(shape, np.float32)
        for label, chance in chances.items():
            answer[..., label] = chance
        return answer


def two_bars(height: int = 96, width: int = 96) -> NDArray[np.uint8]:
    """Ink on even paper where :class:`Says` finds its digits."""
    sheet = paper(height, width)
    for x in (24, 72):
        stroke(sheet, (x, 48), 34)
    return sheet


GREY = two_bars()
ONE_ALONE, NONE, SEVERAL = 1, 10, 11


@pytest.mark.parametrize(
    ("glance", "reads", "text"),
    [
        ({SEVERAL: 0.9}, {1: 0.95}, "11"),
        ({ONE_ALONE: 0.9}, {1: 0.95}, "1"),
        ({ONE_ALONE: 0.4, SEVERAL: 0.5}, {1: 0.95}, "11"),
        ({7: 0.9}, {1: 0.6, 7: 0.3}, "7"),
        ({7: 0.9}, {1: 0.95}, "11"),
        ({NONE: 0.5, SEVERAL: 0.5}, {1: 0.95}, "11"),
        ({NONE: 1.0}, {1: 0.7}, ""),
        ({NONE: 0.98, SEVERAL: 0.02}, {1: 0.95}, ""),
        ({NONE: 0.98, SEVERAL: 0.02}, {7: 0.95}, "77"),
        ({NONE: 0.96, SEVERAL: 0.04}, {1: 0.95}, "11"),
        ({SEVERAL: 1.0}, {1: 0.7}, "11"),
    ],
)
def test_the_glance_counts_as_far_as_it_is_sure(glance: dict[int, float], reads: dict[int, float], text: str) -> None:
    reading = Recogniser(paper=Says(glance, reads)).read(GREY, Settings(box="whole"))
    assert reading.text == text


@pytest.mark.parametrize(
    ("reads", "text"), [({1: 0.45, 7: 0.1}, "7"), ({1: 0.55, 7: 0.1}, "1")], ids=["undecided", "decided"]
)
def test_where_one_place_was_found_the_glance_decides_if_the_closer_look_does_not(
    reads: dict[int, float], text: str
) -> None:
    assert Recogniser(paper=OneAlone({7: 0.9}, reads)).read(GREY, Settings(box="whole")).text == text


def test_the_one_digit_is_taken_for_the_place_where_one_is_seen_from_close_by() -> None:
    class NothingNear(Says):
        def __call__(self, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
            searches = not self.looks
            find, read, glance = super().__call__(pictures)
            if not searches:
                find[0, 12, 12, 0] = 0.05
            return find, read, glance

    looks = read_paper(GREY, NothingNear({7: 0.9}, {1: 0.6, 7: 0.3}), (96,))
    assert looks.answers.argmax(axis=1) == [7]
    assert looks.boxes.mean(axis=1) == pytest.approx([60], abs=6)


def test_a_glance_at_a_digit_too_small_for_it_does_not_count() -> None:
    far = two_bars(96 * 8)
    for glance in ({ONE_ALONE: 0.9}, {NONE: 0.98, SEVERAL: 0.02}):
        looks = read_paper(far, Says(glance, {1: 0.95}, height=96 * 8), (96,))
        assert len(looks.boxes) == 2


@pytest.mark.parametrize("value", [0, 128, 255])
def test_an_even_picture_reads_nothing(value: int) -> None:
    reading = RECOGNISER.read(np.full((480, 640), value, np.uint8), Settings(box="whole"))
    assert (reading.text, reading.digits) == ("", ())


@pytest.mark.parametrize("label", range(10))
def test_every_digit_is_read(label: int) -> None:
    assert RECOGNISER.read(photograph(label), Settings(box="whole")).text == str(label)


def test_light_ink_on_dark_is_read_too() -> None:
    assert RECOGNISER.read(255 - photograph(4), Settings(box="whole")).text == "4"


def test_a_digit_knows_its_place_and_what_the_network_was_given() -> None:
    image = photograph(7)
    (digit,) = RECOGNISER.read(image, Settings(box="whole")).digits
    rows, columns = np.nonzero(image < 120)
    truth = columns.min(), rows.min(), columns.max(), rows.max()
    assert digit.box == pytest.approx(truth, abs=0.2 * (truth[3] - truth[1]))
    assert digit.patch.shape == (96, 96)
    assert 0 <= digit.patch.min() <= digit.patch.max() <= 1
    assert digit.probabilities.shape == (10,)
    assert 0.8 <= digit.confidence <= digit.probabilities.max() <= digit.probabilities.sum() <= 1.0001


@pytest.mark.parametrize(
    ("reads", "calls"), [({1: 0.99}, 2), ({10: 0.99}, 2), ({1: 0.85}, 3)], ids=["sure", "sure of none", "unsure"]
)
def test_only_what_is_unsure_is_looked_at_again(reads: dict[int, float], calls: int) -> None:
    asked = Asked(Says({SEVERAL: 0.9}, reads))
    read_paper(GREY, asked, (96,))
    assert asked.shapes == [(1, 96, 96), *[(2, 96, 96)] * (calls - 1)]


class Moves(Says):
    """The same, but in its first closer look the digits are seen some pixels of it further to the right."""

    def __init__(self, by_px: float) -> None:
        super().__init__({SEVERAL: 0.9}, {1: 0.99})
        self.by_px, self.calls = by_px, 0

    def __call__(self, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        find, read, glance = super().__call__(pictures)
        self.calls += 1
        find[:, 12, 12, 1] += np.float32(self.by_px / 4) * (self.calls == 2)
        return find, read, glance


@pytest.mark.parametrize(("by_px", "calls"), [(0, 2), (5, 2), (15, 3)])
def test_a_place_that_was_found_off_is_looked_at_again(by_px: float, calls: int) -> None:
    network = Moves(by_px)
    read_paper(GREY, network, (96,))
    assert network.calls == calls


class Judge:
    """Says that everything is likely such a digit; keeps how many looks it was asked about."""

    def __init__(self, label: int, chance: float) -> None:
        self.label, self.chance = label, chance
        self.asked: list[int] = []

    def __call__(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        self.asked.append(len(windows))
        answers = np.zeros((len(windows), 11), np.float32)
        answers[:, self.label] = self.chance
        return answers


@pytest.mark.parametrize(
    ("chance", "text", "asked"),
    [(0.6, "77", [2]), (0.89, "11", [2]), (0.92, "11", [])],
    ids=["overruled", "not", "sure"],
)
def test_where_the_network_doubts_the_referee_has_half_a_say(chance: float, text: str, asked: list[int]) -> None:
    judge = Judge(7, 0.8)
    looks = read_paper(GREY, Says({SEVERAL: 0.9}, {1: chance}), (96,), judge)
    assert "".join(map(str, looks.answers.argmax(axis=1))) == text
    assert judge.asked == asked
    assert looks.answers[:, 1] == pytest.approx(chance / 2 if asked else chance)


class OneAlone(Says):
    """The first of the two places alone."""

    def __init__(self, glance: dict[int, float], read: dict[int, float], found: float = 0.7, near: float = 0.9) -> None:
        super().__init__(glance, read, near=near)
        self.found = found

    def __call__(self, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        searches = not self.looks
        find, read, glance = super().__call__(pictures)
        if searches:
            find[:, :, 12:] = 0
            find[..., 0] *= np.float32(self.found / 0.7)
        return find, read, glance


@pytest.mark.parametrize(
    ("found", "near", "label", "digits", "asked"),
    [
        pytest.param(0.7, 0.9, NONE, 1, [], id="evident"),
        pytest.param(0.3, 0.7, ONE_ALONE, 1, [1], id="hardly found, a digit says the referee"),
        pytest.param(0.3, 0.7, NONE, 0, [1], id="hardly found, none says the referee"),
        pytest.param(0.3, 0.01, ONE_ALONE, 0, [1], id="not seen from close by"),
    ],
)
def test_where_all_else_leaves_a_doubt_the_referee_is_asked_whether_it_is_a_digit(
    found: float, near: float, label: int, digits: int, asked: list[int]
) -> None:
    judge = Judge(label, 0.99)
    network = OneAlone({ONE_ALONE: 0.9}, {1: 0.99}, found, near)
    assert len(read_paper(GREY, network, (96,), judge).boxes) == digits
    assert judge.asked == asked


def test_no_digit_is_surer_than_the_network_and_the_referee_together() -> None:
    alone = read_paper(GREY, Says({SEVERAL: 0.9}, {1: 0.7}), (96,))
    judged = read_paper(GREY, Says({SEVERAL: 0.9}, {1: 0.7}), (96,), Judge(7, 0.8))
    assert alone.sureness == pytest.approx(0.7)
    assert judged.sureness == pytest.approx(0.4)


def test_what_a_closer_look_calls_nothing_is_not_weighed() -> None:
    judge = Judge(1, 1.0)
    assert not len(read_paper(GREY, Says({SEVERAL: 0.9}, {1: 0.19, NONE: 0.8}), (96,), judge).boxes)
    assert judge.asked == []


class OneSmall(Says):
    """The second is 2.5 times as small as it was, and the first so sure."""

    def __init__(self, large: float) -> None:
        super().__init__({SEVERAL: 0.9}, {1: 0.99})
        self.large = large

    def __call__(self, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        searches = not self.looks
        find, read, glance = super().__call__(pictures)
        if searches:
            find[0, 12, 18, 3:] -= np.float32(np.log(2.5))
        else:
            read[0, ..., 1] = self.large
        return find, read, glance


def test_beside_a_sure_digit_a_small_mark_is_less_sure() -> None:
    large, small = read_paper(GREY, OneSmall(large=0.99), (96,)).sureness
    assert small == pytest.approx(large / 0.6 / 2.5, rel=0.05)


def test_unless_it_is_not_sure_which_digit_the_large_one_is() -> None:
    _, small = read_paper(GREY, OneSmall(large=0.7), (96,)).sureness
    assert small > 0.85


def test_the_second_look_counts_for_what_is_seen_from_close_by() -> None:
    class Clears(OneAlone):
        def __call__(self, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
            answers = super().__call__(pictures)
            self.near = 0.95 if self.near == 0.05 and answers[0][0, 12, 12, 0] > 0 else self.near
            return answers

    network = Clears({ONE_ALONE: 0.9}, {1: 0.85}, found=0.4, near=0.05)
    assert len(read_paper(GREY, network, (96,)).boxes) == 1
    assert network.near == 0.95


def test_small_pictures_are_not_searched_larger_than_they_are() -> None:
    asked = Asked(NETWORK)
    read_paper(paper(150, 150), asked, (96, 192, 384))
    assert [shape[1] for shape in asked.shapes] == [96]


@pytest.mark.parametrize(
    ("doubtful", "glance", "finest"), [(0.7, SEVERAL, 96), (0.5, SEVERAL, 192), (0.7, ONE_ALONE, 192)]
)
def test_finer_copies_are_searched_where_something_is_doubtful(doubtful: float, glance: int, finest: int) -> None:
    """Two digits 40 pixels high, the second of them hardly found."""

    class Doubts(Says):
        def __call__(self, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
            find, read, glance = super().__call__(pictures)
            find[..., 3:] -= np.float32(np.log(1.2)) * (find[..., :1] > 0)
            find[:, 12, 18:19, 0] = np.where(find[:, 12, 18:19, 0] > 0, np.float32(doubtful), 0)
            return find, read, glance

    asked = Asked(Doubts({glance: 0.9}, {1: 0.99}))
    read_paper(np.full((200, 200), 200, np.uint8), asked, (96, 192, 384))
    assert max(shape[1] for shape in asked.shapes) == finest


@pytest.mark.parametrize(("share", "finest"), [(0.3, 96), (0.12, 192), (0.06, 384)], ids=["ordinary", "small", "tiny"])
def test_finer_copies_are_searched_only_for_small_digits(share: float, finest: int) -> None:
    """One digit in the middle, so many times as high as the picture, and no doubt about it."""

    class Shows(Says):
        def __call__(self, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
            find, read, glance = super().__call__(pictures)
            rows, columns = find.shape[1:3]
            high = share * pictures.shape[1] / 32
            find[:] = 0
            find[:, rows // 2, columns // 2] = (0.9, 0, 0, np.log(high / 2), np.log(high))
            return find, read, glance

    asked = Asked(Shows({ONE_ALONE: 0.9}, {1: 0.99}))
    read_paper(np.full((400, 400), 200, np.uint8), asked, (96, 192, 384))
    assert max(shape[1] for shape in asked.shapes) == finest


@pytest.mark.parametrize(
    ("label", "side_px", "asked_px"),
    [
        pytest.param(1, 200, [96, 96], id="a digit"),
        pytest.param(NONE, 200, [96, 96, 96, 192, 96], id="none, a card perhaps"),
        pytest.param(NONE, 190, [96, 96], id="none, and there is no finer copy"),
    ],
)
def test_where_what_seemed_a_large_digit_is_none_finer_copies_are_searched(
    label: int, side_px: int, asked_px: list[int]
) -> None:
    class Large(Says):
        def __call__(self, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
            searches = not self.looks
            find, read, glance = super().__call__(pictures)
            if searches:
                find[..., 3:] += np.float32(np.log(1.6)) * (find[..., :1] > 0)
            return find, read, glance

    sheet = paper(side_px, side_px)
    for x in (side_px // 4, side_px * 3 // 4):
        stroke(sheet, (x, side_px // 2), 110, width=16)
    asked = Asked(Large({SEVERAL: 0.9}, {label: 0.99}))
    read_paper(sheet, asked, (96, 192, 384))
    assert [shape[1] for shape in asked.shapes] == asked_px


def test_with_a_threshold_and_no_classifier_the_ink_is_read() -> None:
    image = photograph(2)
    assert RECOGNISER.read(image, Settings(box="whole", threshold=128)).text == "2"
    reading = RECOGNISER.read(image, Settings(box="whole", threshold=0))
    assert reading.text == ""
    assert not reading.seen.any()


@settings(deadline=None, max_examples=25)
@given(
    image=hnp.arrays(np.uint8, st.tuples(st.integers(1, 90), st.integers(1, 90))),
    box=st.sampled_from(["digit", "number", "whole"]),
)
def test_any_picture_is_read_without_raising(image: NDArray[np.uint8], box: str) -> None:
    RECOGNISER.read(image, Settings(box=box))  # type: ignore[arg-type]


@settings(deadline=None, max_examples=20)
@given(
    label=st.integers(0, 9),
    dx=st.integers(-60, 60),
    dy=st.integers(-40, 40),
    gain=st.floats(0.6, 1.0),
    slope=st.floats(-0.3, 0.3),
)
def test_place_and_light_do_not_change_the_answer(label: int, dx: int, dy: int, gain: float, slope: float) -> None:
    moved = np.roll(photograph(label), (dy, dx), (0, 1)).astype(np.float32)
    light = gain * (1 + slope * (np.arange(moved.shape[1], dtype=np.float32) / moved.shape[1] - 0.5))
    image = np.clip(moved * light, 0, 255).astype(np.uint8)
    assert RECOGNISER.read(image, Settings(box="whole")).text == str(label)
