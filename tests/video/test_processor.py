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

from digitcam.config import BoxName, LiveSettings, View
from digitcam.recognition.recogniser import Recogniser
from digitcam.video.copies import POLLED_S
from digitcam.video.processor import STALLED_S, DigitProcessor
from tests.drawing import by_width, paper, stroke

READ = LiveSettings(recognise=True)
WHITE = 235


def written() -> NDArray[np.uint8]:
    """Return a 640×480 sheet with a 1 in the box."""
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


def test_recv_recognition_off_draws_only_the_box() -> None:
    frame = as_frame(written())
    processor = DigitProcessor(Recogniser(by_width), LiveSettings())
    shown = luma(processor.recv(frame))
    assert (shown[165, 250:390] == WHITE).all()
    assert (shown[170:310, 394] == WHITE).all()
    changed = shown != luma(frame)
    changed[160:169, 240:400] = changed[311:320, 240:400] = False
    changed[160:320, 240:249] = changed[160:320, 391:400] = False
    assert not changed.any()
    assert processor.latest().reading.text == ""


def test_recv_recognition_on_draws_the_reading() -> None:
    processor = DigitProcessor(Recogniser(by_width), READ)
    off = luma(DigitProcessor(None, READ).recv(as_frame(written())))
    on = luma(processor.recv(as_frame(written())))
    assert processor.latest().reading.text == "1"
    ys, xs = np.nonzero(on != off)
    assert xs.min() >= 243
    (digit,) = processor.latest().reading.digits
    is_caption, frame = ys < 165, digit.box
    assert is_caption.any()
    assert (ys[~is_caption].min(), ys.max()) == (frame.y0 - 3, frame.y1 + 2)
    assert (xs[~is_caption].min(), xs[~is_caption].max()) == (frame.x0 - 3, frame.x1 + 2)


def test_recv_blank_box_draws_no_reading() -> None:
    frame = as_frame(paper(480, 640))
    on = DigitProcessor(Recogniser(by_width), READ).recv(frame)
    off = DigitProcessor(Recogniser(by_width), LiveSettings()).recv(frame)
    np.testing.assert_array_equal(luma(on), luma(off))


def test_recv_own_yuv420p_frame_is_drawn_on_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = as_frame(written())
    place = frame.planes[0].buffer_ptr
    monkeypatch.setattr("digitcam.video.frames.av.VideoFrame", None)
    shown = DigitProcessor(Recogniser(by_width), READ).recv(frame)
    assert shown is frame
    assert shown.planes[0].buffer_ptr == place


def coded(codec: str) -> list[Any]:
    """Return an encoded video of twelve frames."""
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
    """Return the luma of a video's frames after recv."""
    decoder = av.CodecContext.create(codec, "r")
    assert isinstance(decoder, av.VideoCodecContext)
    return [luma(recv(frame)) for packet in [*packets, None] for frame in decoder.decode(packet)]


@pytest.mark.parametrize(("coder", "decoder"), [("libvpx", "libvpx"), ("libx264", "h264")])
def test_recv_decoders_reference_frame_is_not_changed(coder: str, decoder: str) -> None:
    processor = DigitProcessor(Recogniser(by_width), LiveSettings(recognise=True, view="computer"))
    packets = coded(coder)
    plain, drawn = decoded(decoder, packets, lambda frame: frame), decoded(decoder, packets, processor.recv)
    assert len(plain) == len(drawn) == 12
    assert processor.latest().error is None
    for before, after in zip(plain, drawn, strict=True):
        np.testing.assert_array_equal(before[330:], after[330:])
        np.testing.assert_array_equal(before[:90], after[:90])
        assert (before != after).any()


def test_recv_key_frame_is_not_marked_as_one() -> None:
    frame = as_frame(written())
    frame.pict_type = PictureType.I
    assert DigitProcessor(None, READ).recv(frame).pict_type == PictureType.NONE


def test_recv_nobody_polls_copies_no_box() -> None:
    now = [0.0]
    processor = DigitProcessor(Recogniser(by_width), READ, clock=lambda: now[0])
    processor.recv(as_frame(written()))
    assert processor.latest().grey.size == 0
    processor.recv(as_frame(written()))
    kept = processor.latest().grey
    assert kept.shape == (150, 150)
    now[0] += POLLED_S + 1
    processor.recv(as_frame(written()))
    assert processor.latest().grey is kept


def test_recv_time_stamps_are_kept() -> None:
    frame = as_frame(written())
    shown = DigitProcessor(None, READ).recv(frame)
    assert (shown.pts, shown.time_base) == (frame.pts, frame.time_base)


def test_recv_computer_view_with_threshold_is_white_ink_on_black() -> None:
    looking = LiveSettings(view="computer", threshold=128)
    shown = luma(DigitProcessor(None, looking).recv(as_frame(written())))
    inside = shown[170:310, 250:390]
    assert set(np.unique(inside)) == {16, WHITE}
    assert shown[240, 320] == WHITE
    assert shown[180, 260] == 16


def test_recv_box_is_copied_four_times_a_second() -> None:
    now = [0.0]
    processor = DigitProcessor(Recogniser(by_width), LiveSettings(), clock=lambda: now[0])
    kept = []
    for number in range(30):
        now[0] = number / 30
        processor.recv(as_frame(written()))
        kept.append(processor.latest().grey)
    assert len({id(grey) for grey in kept if grey.size}) == 4


def test_forget_next_frame_copies_the_box_at_once() -> None:
    now = [0.0]
    processor = DigitProcessor(Recogniser(by_width), LiveSettings(), clock=lambda: now[0])
    processor.latest()
    processor.recv(as_frame(written()))
    processor.forget()
    now[0] = 0.1
    processor.recv(as_frame(written()))
    assert processor.latest().grey.size


def test_recv_computer_view_automatic_is_even_grey() -> None:
    shown = luma(DigitProcessor(None, LiveSettings(view="computer")).recv(as_frame(written())))
    inside = shown[170:310, 250:390]
    assert len(np.unique(inside)) > 10
    assert shown[240, 320] > 180
    assert shown[180, 260] < 128


@pytest.mark.parametrize(("threshold", "text"), [(0, ""), (200, "1")])
def test_settings_take_effect_with_the_next_frame(threshold: int, text: str) -> None:
    processor = DigitProcessor(Recogniser(by_width), LiveSettings())
    processor.recv(as_frame(written()))
    processor.settings = LiveSettings(recognise=True, threshold=threshold)
    processor.recv(as_frame(written()))
    assert processor.latest().reading.text == text


@pytest.mark.parametrize("full_range", [False, True])
@pytest.mark.parametrize(("threshold", "text"), [(38, ""), (43, "1")])
def test_recv_threshold_is_the_same_grey_in_any_video_range(full_range: bool, threshold: int, text: str) -> None:
    frame = as_frame(written(), "yuvj420p" if full_range else "yuv420p")
    processor = DigitProcessor(Recogniser(by_width), LiveSettings(recognise=True, threshold=threshold))
    processor.recv(frame)
    assert processor.latest().reading.text == text


def test_recogniser_assigned_while_running_reads() -> None:
    processor = DigitProcessor(None, READ)
    processor.recv(as_frame(written()))
    assert processor.latest().reading.text == ""
    processor.recogniser = Recogniser(by_width)
    processor.recv(as_frame(written()))
    assert processor.latest().reading.text == "1"


def test_recv_failing_reader_returns_the_frame_and_reports_the_error(caplog: pytest.LogCaptureFixture) -> None:
    processor = DigitProcessor(Recogniser(failing), READ)
    frame = as_frame(written())
    with caplog.at_level(logging.ERROR):
        for _ in range(50):
            assert processor.recv(frame) is frame
    assert processor.latest().error == "RuntimeError: no answer"
    assert len(caplog.records) == 1
    processor.settings = LiveSettings()
    processor.recv(frame)
    assert processor.latest().error is None


def test_latest_frames_stop_drops_the_reading() -> None:
    now = [0.0]
    processor = DigitProcessor(Recogniser(by_width), READ, clock=lambda: now[0])
    processor.recv(as_frame(written()))
    now[0] += STALLED_S / 2
    assert processor.latest().reading.text == "1"
    assert not processor.latest().stalled
    now[0] += STALLED_S
    assert processor.latest().reading.text == ""
    assert processor.latest().stalled
    processor.recv(as_frame(written()))
    assert processor.latest().reading.text == "1"
    assert not processor.latest().stalled


def test_latest_before_first_frame_and_after_forget_is_not_stalled() -> None:
    processor = DigitProcessor(Recogniser(by_width), READ)
    assert not processor.latest().stalled
    processor.recv(as_frame(written()))
    processor.forget()
    assert processor.latest().reading.text == ""
    assert not processor.latest().stalled


def test_latest_recognised_fps_is_counted_by_time() -> None:
    now = [0.0]
    processor = DigitProcessor(Recogniser(by_width), READ, clock=lambda: now[0])
    for _ in range(100):
        now[0] += 0.1
        processor.recv(as_frame(written()))
    assert processor.latest().recognised_fps == pytest.approx(10, abs=0.5)
    processor.settings = LiveSettings()
    now[0] += 10
    processor.recv(as_frame(written()))
    assert processor.latest().recognised_fps == 0


class Counting:
    """A patch network that takes this long by the test's clock, and counts its calls."""

    def __init__(self, now: list[float], takes_s: float) -> None:
        self.now, self.takes_s, self.calls = now, takes_s, 0

    def __call__(self, patches: NDArray[np.float32]) -> NDArray[np.float32]:
        self.calls += 1
        self.now[0] += self.takes_s
        return by_width(patches)


@pytest.mark.parametrize(("takes_s", "computes_s", "readings"), [(0.0, 0.0, 10), (0.1, 0.1, 5), (0.1, 0.002, 8)])
def test_recv_reads_ten_times_a_second_and_computes_at_most_half_the_time(
    monkeypatch: pytest.MonkeyPatch, takes_s: float, computes_s: float, readings: int
) -> None:
    """A reading that mostly waits for a core does not make the stream read less often."""
    now = [0.0]
    network = Counting(now, takes_s)
    monkeypatch.setattr("digitcam.video.worker.time.thread_time", lambda: network.calls * computes_s)
    processor = DigitProcessor(Recogniser(network), READ, clock=lambda: now[0])
    for _ in range(30):
        if now[0] >= 1:
            break
        processor.recv(as_frame(written()))
        now[0] += 1 / 30
    assert network.calls == pytest.approx(readings, abs=1)


def test_recv_between_readings_draws_the_last_one() -> None:
    network = Counting([0.0], 0)
    processor = DigitProcessor(Recogniser(network), READ, clock=lambda: 0.0)
    first, second = (luma(processor.recv(as_frame(written()))) for _ in range(2))
    assert network.calls == 1
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
def test_recv_any_size_and_format_does_not_fail(
    width: int, height: int, pixel_format: str, box: BoxName, view: View, seed: int
) -> None:
    grey = np.random.default_rng(seed).integers(0, 256, (height, width), np.uint8)
    processor = DigitProcessor(Recogniser(by_width), LiveSettings(recognise=True, box=box, view=view))
    shown = processor.recv(as_frame(grey, pixel_format))
    assert processor.latest().error is None
    assert (shown.width, shown.height, shown.format.name) == (width, height, "yuv420p")


class PaperTrack(VideoStreamTrack):  # type: ignore[misc]  # aiortc ships no types that mypy follows
    """A camera before a sheet; the frame size changes mid-stream."""

    async def recv(self) -> av.VideoFrame:
        pts, time_base = await self.next_timestamp()
        grey = written()
        frame = as_frame(grey if pts % 6000 else np.ascontiguousarray(grey[1::2, 1::2]))
        frame.pts, frame.time_base = pts, time_base
        return frame


def test_recv_runs_in_streamlit_webrtcs_track() -> None:
    processor = DigitProcessor(Recogniser(by_width), READ)

    async def watch() -> list[av.VideoFrame]:
        track: Any = AsyncVideoProcessTrack(PaperTrack(), processor)
        frames = [await track.recv() for _ in range(12)]
        track.stop()
        return frames

    assert {frame.width for frame in asyncio.run(watch())} == {320, 640}
    assert processor.latest().reading.text == "1"
    assert processor.latest().error is None
