import asyncio
import logging
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import av
import numpy as np
import pytest
from aiortc import VideoStreamTrack
from av.video.frame import PictureType
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from streamlit_webrtc.process import AsyncVideoProcessTrack

from digitcam.config import BoxName, Settings
from digitcam.recognition.recogniser import Recogniser
from digitcam.video.processor import LOOKED_AT_S, STALE_S, DigitProcessor
from tests.drawing import by_width, paper, stroke

READ = Settings(recognise=True)
WHITE = 235


def written() -> NDArray[np.uint8]:
    """A 640x480 sheet with a 1 in the box."""
    sheet = paper(480, 640)
    stroke(sheet, (320, 240), 90)
    return sheet


def as_frame(grey: NDArray[np.uint8], pixel_format: str = "yuv420p") -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(grey, format="gray").reformat(format=pixel_format)
    frame.pts, frame.time_base = 3000, Fraction(1, 90_000)
    return frame


def luma(frame: av.VideoFrame) -> NDArray[np.uint8]:
    plane = frame.planes[0]
    rows: NDArray[np.uint8] = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[: frame.height, : frame.width].copy()


def failing(patches: NDArray[np.float32]) -> NDArray[np.float32]:
    raise RuntimeError("no answer")


def test_off_it_is_the_plain_camera_with_the_box() -> None:
    frame = as_frame(written())
    processor = DigitProcessor(Recogniser(by_width), Settings())
    shown = luma(processor.recv(frame))
    assert (shown[165, 250:390] == WHITE).all()
    assert (shown[170:310, 394] == WHITE).all()
    changed = shown != luma(frame)
    changed[162:168, 242:398] = changed[312:318, 242:398] = False
    changed[162:318, 242:248] = changed[162:318, 392:398] = False
    assert not changed.any()
    assert processor.latest().reading.text == ""


def test_on_the_digit_is_read_and_drawn() -> None:
    processor = DigitProcessor(Recogniser(by_width), READ)
    off = luma(DigitProcessor(None, READ).recv(as_frame(written())))
    on = luma(processor.recv(as_frame(written())))
    assert processor.latest().reading.text == "1"
    ys, xs = np.nonzero(on != off)
    assert ys.max() < 165
    assert xs.min() >= 243


def test_an_empty_box_draws_nothing() -> None:
    frame = as_frame(paper(480, 640))
    on = DigitProcessor(Recogniser(by_width), READ).recv(frame)
    off = DigitProcessor(Recogniser(by_width), Settings()).recv(frame)
    np.testing.assert_array_equal(luma(on), luma(off))


def test_a_frame_of_ones_own_is_drawn_on_without_copying_or_converting(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = as_frame(written())
    place = frame.planes[0].buffer_ptr
    monkeypatch.setattr("digitcam.video.processor.av.VideoFrame", None)
    shown = DigitProcessor(Recogniser(by_width), READ).recv(frame)
    assert shown is frame
    assert shown.planes[0].buffer_ptr == place


def coded(codec: str) -> list[Any]:
    """A video of twelve frames."""
    coder = av.CodecContext.create(codec, "w")
    assert isinstance(coder, av.VideoCodecContext)
    coder.width, coder.height, coder.pix_fmt, coder.time_base = 640, 480, "yuv420p", Fraction(1, 30)
    coder.options = {"tune": "zerolatency"} if codec == "libx264" else {"deadline": "realtime"}
    packets: list[Any] = []
    for number in range(12):
        frame = as_frame(np.roll(written(), number, axis=1))
        frame.pts, frame.time_base = number, Fraction(1, 30)
        packets += coder.encode(frame)
    return [*packets, *coder.encode(None)]


def decoded(codec: str, packets: list[Any], recv: Callable[[av.VideoFrame], av.VideoFrame]) -> list[NDArray[np.uint8]]:
    """The luma of the frames of a video as they come out of recv."""
    decoder = av.CodecContext.create(codec, "r")
    assert isinstance(decoder, av.VideoCodecContext)
    return [luma(recv(frame)) for packet in [*packets, None] for frame in decoder.decode(packet)]


@pytest.mark.parametrize(("coder", "decoder"), [("libvpx", "libvpx"), ("libx264", "h264")])
def test_drawing_on_a_frame_leaves_those_that_are_predicted_from_it_alone(coder: str, decoder: str) -> None:
    processor = DigitProcessor(Recogniser(by_width), Settings(recognise=True, view="computer"))
    packets = coded(coder)
    plain, drawn = decoded(decoder, packets, lambda frame: frame), decoded(decoder, packets, processor.recv)
    assert len(plain) == len(drawn) == 12
    assert processor.latest().error is None
    for before, after in zip(plain, drawn, strict=True):
        np.testing.assert_array_equal(before[330:], after[330:])
        np.testing.assert_array_equal(before[:90], after[:90])
        assert (before != after).any()


def test_a_decoded_key_frame_need_not_become_one_again() -> None:
    frame = as_frame(written())
    frame.pict_type = PictureType.I
    assert DigitProcessor(None, READ).recv(frame).pict_type == PictureType.NONE


def test_nothing_is_kept_for_the_page_unless_somebody_looks() -> None:
    now = [0.0]
    processor = DigitProcessor(Recogniser(by_width), READ, clock=lambda: now[0])
    processor.recv(as_frame(written()))
    assert processor.latest().grey.size == 0
    processor.recv(as_frame(written()))
    kept = processor.latest().grey
    assert kept.shape == (150, 150)
    now[0] += LOOKED_AT_S + 1
    processor.recv(as_frame(written()))
    assert processor.latest().grey is kept


def test_time_stamps_go_on() -> None:
    frame = as_frame(written())
    shown = DigitProcessor(None, READ).recv(frame)
    assert (shown.pts, shown.time_base) == (frame.pts, frame.time_base)


def test_what_the_computer_sees_is_white_ink_on_black() -> None:
    looking = Settings(view="computer", threshold=128)
    shown = luma(DigitProcessor(None, looking).recv(as_frame(written())))
    inside = shown[170:310, 250:390]
    assert set(np.unique(inside)) == {16, WHITE}
    assert shown[240, 320] == WHITE
    assert shown[180, 260] == 16


def test_the_box_is_kept_for_the_page_as_often_as_it_asks_not_for_each_frame() -> None:
    now = [0.0]
    processor = DigitProcessor(Recogniser(by_width), Settings(), clock=lambda: now[0])
    kept = []
    for number in range(30):
        now[0] = number / 30
        processor.recv(as_frame(written()))
        kept.append(processor.latest().grey)
    assert len({id(grey) for grey in kept if grey.size}) == 4


def test_after_stop_the_first_frame_s_box_is_kept_at_once() -> None:
    now = [0.0]
    processor = DigitProcessor(Recogniser(by_width), Settings(), clock=lambda: now[0])
    processor.latest()
    processor.recv(as_frame(written()))
    processor.forget()
    now[0] = 0.1
    processor.recv(as_frame(written()))
    assert processor.latest().grey.size


def test_without_a_threshold_the_computer_sees_even_grey() -> None:
    shown = luma(DigitProcessor(None, Settings(view="computer")).recv(as_frame(written())))
    inside = shown[170:310, 250:390]
    assert len(np.unique(inside)) > 10
    assert shown[240, 320] > 180
    assert shown[180, 260] < 128


@pytest.mark.parametrize(("threshold", "text"), [(0, ""), (200, "1")])
def test_settings_take_force_with_the_next_frame(threshold: int, text: str) -> None:
    processor = DigitProcessor(Recogniser(by_width), Settings())
    processor.recv(as_frame(written()))
    processor.settings = Settings(recognise=True, threshold=threshold)
    processor.recv(as_frame(written()))
    assert processor.latest().reading.text == text


@pytest.mark.parametrize("full_range", [False, True])
@pytest.mark.parametrize(("threshold", "text"), [(38, ""), (43, "1")])
def test_the_threshold_means_the_same_grey_in_any_video_range(full_range: bool, threshold: int, text: str) -> None:
    frame = as_frame(written(), "yuvj420p" if full_range else "yuv420p")
    processor = DigitProcessor(Recogniser(by_width), Settings(recognise=True, threshold=threshold))
    processor.recv(frame)
    assert processor.latest().reading.text == text


def test_a_network_can_be_handed_over_while_the_camera_runs() -> None:
    processor = DigitProcessor(None, READ)
    processor.recv(as_frame(written()))
    assert processor.latest().reading.text == ""
    processor.recogniser = Recogniser(by_width)
    processor.recv(as_frame(written()))
    assert processor.latest().reading.text == "1"


def test_a_frame_that_fails_goes_through_unchanged_and_is_named(caplog: pytest.LogCaptureFixture) -> None:
    processor = DigitProcessor(Recogniser(failing), READ)
    frame = as_frame(written())
    with caplog.at_level(logging.ERROR):
        for _ in range(50):
            assert processor.recv(frame) is frame
    assert processor.latest().error == "RuntimeError: no answer"
    assert len(caplog.records) == 1
    processor.settings = Settings()
    processor.recv(frame)
    assert processor.latest().error is None


def test_the_reading_goes_when_the_frames_stop_coming() -> None:
    now = [0.0]
    processor = DigitProcessor(Recogniser(by_width), READ, clock=lambda: now[0])
    processor.recv(as_frame(written()))
    now[0] += STALE_S / 2
    assert processor.latest().reading.text == "1"
    assert not processor.latest().stalled
    now[0] += STALE_S
    assert processor.latest().reading.text == ""
    assert processor.latest().stalled
    processor.recv(as_frame(written()))
    assert processor.latest().reading.text == "1"
    assert not processor.latest().stalled


def test_before_the_first_frame_and_after_stop_nothing_is_amiss() -> None:
    processor = DigitProcessor(Recogniser(by_width), READ)
    assert not processor.latest().stalled
    processor.recv(as_frame(written()))
    processor.forget()
    assert processor.latest().reading.text == ""
    assert not processor.latest().stalled


def test_recognised_frames_are_counted_by_time() -> None:
    now = [0.0]
    processor = DigitProcessor(Recogniser(by_width), READ, clock=lambda: now[0])
    for _ in range(100):
        now[0] += 0.1
        processor.recv(as_frame(written()))
    assert processor.latest().recognised_fps == pytest.approx(10, abs=0.5)
    processor.settings = Settings()
    now[0] += 10
    processor.recv(as_frame(written()))
    assert processor.latest().recognised_fps == 0


class Counting:
    """A classifier that takes its time, by the test's clock, and counts how often it is asked."""

    def __init__(self, now: list[float], takes_s: float) -> None:
        self.now, self.takes_s, self.asked = now, takes_s, 0

    def __call__(self, patches: NDArray[np.float32]) -> NDArray[np.float32]:
        self.asked += 1
        self.now[0] += self.takes_s
        return by_width(patches)


@pytest.mark.parametrize(("takes_s", "readings"), [(0.0, 10), (0.1, 5)])
def test_it_reads_as_often_as_an_eye_can_follow_and_at_most_half_the_time(takes_s: float, readings: int) -> None:
    now = [0.0]
    classifier = Counting(now, takes_s)
    processor = DigitProcessor(Recogniser(classifier), READ, clock=lambda: now[0])
    for _ in range(30):
        if now[0] >= 1:
            break
        processor.recv(as_frame(written()))
        now[0] += 1 / 30
    assert classifier.asked == pytest.approx(readings, abs=1)


def test_the_answer_is_drawn_on_the_frames_between_two_readings() -> None:
    classifier = Counting([0.0], 0)
    processor = DigitProcessor(Recogniser(classifier), READ, clock=lambda: 0.0)
    first, second = (luma(processor.recv(as_frame(written()))) for _ in range(2))
    assert classifier.asked == 1
    np.testing.assert_array_equal(first, second)


@settings(deadline=None, max_examples=40)
@given(
    width=st.integers(1, 90),
    height=st.integers(1, 90),
    pixel_format=st.sampled_from(["yuv420p", "yuvj420p", "bgr24", "rgba", "gray", "yuv444p"]),
    box=st.sampled_from(["digit", "number", "whole"]),
    view=st.sampled_from(["camera", "computer"]),
    seed=st.integers(0, 9),
)
def test_frames_of_any_size_and_format_pass(
    width: int, height: int, pixel_format: str, box: BoxName, view: str, seed: int
) -> None:
    grey = np.random.default_rng(seed).integers(0, 256, (height, width), np.uint8)
    processor = DigitProcessor(Recogniser(by_width), Settings(recognise=True, box=box, view=view))  # type: ignore[arg-type]
    shown = processor.recv(as_frame(grey, pixel_format))
    assert processor.latest().error is None
    assert (shown.width, shown.height, shown.format.name) == (width, height, "yuv420p")


class PaperTrack(VideoStreamTrack):  # type: ignore[misc]  # aiortc ships no types that mypy follows
    """A camera that looks at the same sheet, at sizes that change mid-stream."""

    async def recv(self) -> av.VideoFrame:
        pts, time_base = await self.next_timestamp()
        grey = written()
        frame = as_frame(grey if pts % 6000 else np.ascontiguousarray(grey[1::2, 1::2]))
        frame.pts, frame.time_base = pts, time_base
        return frame


def test_it_runs_in_streamlit_webrtcs_own_track() -> None:
    processor = DigitProcessor(Recogniser(by_width), READ)

    async def watch() -> list[av.VideoFrame]:
        track: Any = AsyncVideoProcessTrack(PaperTrack(), processor)
        frames = [await track.recv() for _ in range(12)]
        track.stop()
        return frames

    assert {frame.width for frame in asyncio.run(watch())} == {320, 640}
    assert processor.latest().reading.text == "1"
    assert processor.latest().error is None
