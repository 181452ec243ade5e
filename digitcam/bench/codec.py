"""Video encoded and decoded as aiortc does."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import av
import numpy as np
from aiortc.codecs.vpx import Vp8Decoder, Vp8Encoder, vp8_depayload
from aiortc.jitterbuffer import JitterFrame
from numpy.typing import NDArray

FPS: Final = 30
"""Frame rate of all videos, per second."""

CLOCK: Final = 90_000
"""Rate of RTP's clock for video, ticks per second."""


class Vp8:
    """One direction of a stream: aiortc's VP8 encoder and decoder with its settings of libvpx."""

    def __init__(self) -> None:
        self._encoder, self._decoder = Vp8Encoder(), Vp8Decoder()

    def encode(self, frame: av.VideoFrame) -> bytes:
        """Encode a frame."""
        packets, _ = self._encoder.encode(frame)
        return b"".join(vp8_depayload(packet) for packet in packets)

    def decode(self, data: bytes, pts: int) -> list[av.VideoFrame]:
        """Decode the data of one frame; ``pts`` is its RTP time stamp."""
        frames: list[av.VideoFrame] = self._decoder.decode(JitterFrame(data=data, timestamp=pts))
        return frames


def as_frames(pictures: Sequence[NDArray[np.uint8]]) -> list[av.VideoFrame]:
    """Convert grey pictures (h, w) to yuv420p frames, FPS a second."""
    return [as_frame(picture, number) for number, picture in enumerate(pictures)]


def as_frame(picture: NDArray[np.uint8], number: int) -> av.VideoFrame:
    """Convert a grey picture (h, w) to the yuv420p frame of this number."""
    frame = av.VideoFrame.from_ndarray(picture, format="gray").reformat(format="yuv420p")
    frame.pts, frame.time_base = number * CLOCK // FPS, Fraction(1, CLOCK)
    return frame


def coded(pictures: Sequence[NDArray[np.uint8]]) -> list[bytes]:
    """Encode grey pictures (h, w) as VP8, as a browser sends them."""
    stream = Vp8()
    return [stream.encode(frame) for frame in as_frames(pictures)]
