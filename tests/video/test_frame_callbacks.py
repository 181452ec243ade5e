"""Tests of what the callbacks close at the end of a stream."""

import asyncio
import threading

import av
import pytest

from digitcam.config import LiveSettings
from digitcam.video.frame_callbacks import FrameCallbacks
from digitcam.video.processor import DigitProcessor


@pytest.fixture
def callbacks() -> FrameCallbacks:
    return FrameCallbacks(DigitProcessor(None, LiveSettings()))


class Stream(threading.Thread):
    """A thread like streamlit-webrtc's: it leaves its event loop open. It has processed two frames once it is ready."""

    def __init__(self, callbacks: FrameCallbacks) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.ready, self.end = threading.Event(), threading.Event()
        self._callbacks = callbacks
        self.start()
        self.ready.wait()

    def run(self) -> None:
        for _ in range(2):
            self.loop.run_until_complete(self._process())
        self.ready.set()
        self.end.wait()

    async def _process(self) -> None:
        frame = av.VideoFrame(64, 48, "yuv420p")
        assert self._callbacks.recv(frame) is frame

    def stop(self) -> None:
        self.end.set()
        self.join()


def test_frame_callbacks_ended_stream_has_its_loop_closed(callbacks: FrameCallbacks) -> None:
    first, second = Stream(callbacks), Stream(callbacks)
    first.stop()
    callbacks.ended()
    assert first.loop.is_closed()
    assert not second.loop.is_closed()
    second.stop()
    callbacks.ended()
    callbacks.ended()
    assert second.loop.is_closed()


def test_frame_callbacks_without_frames_do_nothing(callbacks: FrameCallbacks) -> None:
    callbacks.ended()
