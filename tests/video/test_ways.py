"""Tests that what is shown of a stream was read one way: never pictures of one reader beside those of another."""

from itertools import chain
from typing import Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitcam.config import LiveSettings
from digitcam.networks.shipped import shipped_paper
from digitcam.recognition.contract import CROP_PX, PATCH_PX
from digitcam.recognition.recogniser import Recogniser
from digitcam.video.processor import DigitProcessor
from digitcam.video.snapshot import Snapshot
from tests.drawing import by_width
from tests.video.streams import Deferred, camera_frame

BOTH: Final = Recogniser(by_width, shipped_paper())
ONLY_CLASSIC: Final = Recogniser(by_width)
FRAME_S: Final = 0.11


class Switched:
    """A stream that is read on another thread, with all moments between a switch and its first reading."""

    def __init__(self) -> None:
        self.now_s, self.deferred = 0.0, Deferred()
        live = LiveSettings(recognise=True, box="number")
        self.processor = DigitProcessor(BOTH, live, clock=lambda: self.now_s, run=self.deferred)

    def show(self) -> None:
        self.processor.latest()
        self.now_s += FRAME_S
        self.processor.recv(camera_frame((640, 480)))

    def set(self, threshold: int | None) -> None:
        self.processor.settings = LiveSettings(recognise=True, box="number", threshold=threshold)

    def check(self) -> Snapshot:
        """Check the newest snapshot and return it."""
        newest, threshold = self.processor.latest(), self.processor.settings.threshold
        assert not newest.grey.size or (newest.settings.threshold is None) == (threshold is None)
        recogniser = newest.recogniser or self.processor.recogniser
        assert recogniser is not None
        is_classic = recogniser.reads_ink(newest.settings)
        side = PATCH_PX if is_classic else CROP_PX
        assert {digit.patch.shape for digit in newest.reading.digits} <= {(side, side)}
        seen = newest.computer_view()
        if is_classic and seen.size:
            assert set(np.unique(seen)) <= {0, 255}
        return newest


READ: Final = ("frame", "read", "frame")
"""A frame is handed over, read, and drawn with its reading by the next one."""

GROUPS: Final[list[tuple[str | int | Recogniser | None, ...]]] = [
    READ,
    READ,
    ("frame",),
    ("read",),
    (90,),
    (120,),
    (None,),
    (BOTH,),
    (ONLY_CLASSIC,),
]
OPERATIONS = st.lists(st.sampled_from(GROUPS), max_size=8).map(lambda groups: [*chain.from_iterable(groups)])


@given(OPERATIONS)
@settings(max_examples=40, deadline=None)
def test_latest_after_any_switch_shows_one_reader(operations: list[str | int | Recogniser | None]) -> None:
    stream = Switched()
    for operation in operations:
        if operation == "frame":
            stream.show()
        elif operation == "read":
            stream.deferred.run_all()
        elif isinstance(operation, Recogniser):
            stream.processor.recogniser = operation
        else:
            stream.set(operation if isinstance(operation, int) else None)
        stream.check()


@pytest.mark.parametrize(("first", "second"), [(None, 110), (110, None), (90, 120)])
def test_latest_after_a_switch_shows_nothing_old_and_then_the_new_reading(
    first: int | None, second: int | None
) -> None:
    stream = Switched()
    stream.set(first)
    for _ in range(2):
        stream.show()
        stream.deferred.run_all()
    stream.show()
    assert stream.check().reading.digits
    # Before any frame, with one that is not read yet, and after the reading that was under way.
    stream.show()
    stream.set(second)
    assert not stream.check().reading.digits
    assert stream.check().grey.size
    stream.show()
    assert not stream.check().reading.digits
    stream.deferred.run_all()
    stream.show()
    stream.deferred.run_all()
    stream.show()
    newest = stream.check()
    assert newest.reading.digits
    assert newest.number > 0


def test_latest_after_another_box_has_no_picture_of_the_old_one() -> None:
    stream = Switched()
    stream.show()
    stream.show()
    assert stream.check().grey.size
    stream.processor.settings = LiveSettings(recognise=True, box="whole")
    assert not stream.check().grey.size
