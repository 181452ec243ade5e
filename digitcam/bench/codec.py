"""Coded video, as aiortc codes it."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import av
import numpy as np
from aiortc.codecs.vpx import Vp8Decoder, Vp8Encoder, vp8_depayload
from aiortc.jitterbuffer import JitterFrame
from numpy.typing import NDArray

FPS: Final = 30
CLOCK: Final = 90_000
"""RTP's clock for video, ticks a second."""


class Vp8:
    """One direction of a stream: aiortc's own VP8 coder and decoder with the settings it gives libvpx."""

    def __init__(self) -> None:
        self._coder, self._decoder = Vp8Encoder(), Vp8Decoder()

    def encode(self, frame: av.VideoFrame) -> bytes:
        """Code a frame."""
        packets, _ = self._coder.encode(frame)
        return b"".join(vp8_depayload(packet) for packet in packets)

    def decode(self, data: bytes, pts: int) -> list[av.VideoFrame]:
        """Decode what was coded."""
        frames: list[av.VideoFrame] = self._decoder.decode(JitterFrame(data=data, timestamp=pts))
        return frames


def as_frames(pictures: Sequence[NDArray[np.uint8]]) -> list[av.VideoFrame]:
    """Grey pictures (h, w) as yuv420p frames, FPS a second."""
    return [as_frame(picture, number) for number, picture in enumerate(pictures)]


def as_frame(picture: NDArray[np.uint8], number: int) -> av.VideoFrame:
    """One of them."""
    frame = av.VideoFrame.from_ndarray(picture, format="gray").reformat(format="yuv420p")
    frame.pts, frame.time_base = number * CLOCK // FPS, Fraction(1, CLOCK)
    return frame


def coded(pictures: Sequence[NDArray[np.uint8]]) -> list[bytes]:
    """Grey pictures as a camera's browser sends them."""
    coder = Vp8()
    return [coder.encode(frame) for frame in as_frames(pictures)]
