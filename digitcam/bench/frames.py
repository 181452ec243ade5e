"""CPU time of a frame in the processor, and of decoding and encoding it in the same process."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.bench.codec import CLOCK, FPS, Vp8, coded
from digitcam.bench.material import ONE, SIX, enlarged, filmed
from digitcam.bench.rows import Outcome
from digitcam.config import LiveSettings
from digitcam.networks.loading import load_recogniser
from digitcam.recognition.recogniser import Recogniser
from digitcam.video.processor import DigitProcessor

SECONDS: Final = 10
"""Duration of each video, seconds."""

WARM_FRAMES: Final = 2 * FPS
"""Frames before the measurement starts, because fonts and interpreters are loaded once per server."""

DIGIT_HEIGHT: Final = 0.2
"""Height of a digit, as a share of the picture: 96 pixels, two thirds of the box, as people hold it."""

SIX_HEIGHT: Final = 0.13
"""Height of each of six digits, as a share of the picture."""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU time of all threads per frame.

    Attributes:
        decode_ms: Time of decoding, ms.
        recv_ms: Time in `DigitProcessor.recv`, ms.
        encode_ms: Time of encoding, ms.
    """

    decode_ms: float
    recv_ms: float
    encode_ms: float

    @property
    def codec_ms(self) -> float:
        """Time of the codec, ms."""
        return self.decode_ms + self.encode_ms


def measure(seconds: int = SECONDS) -> Iterator[Outcome]:
    """Measure the rows about ``recv``."""
    recogniser = load_recogniser()
    one = filmed(ONE, WARM_FRAMES + seconds * FPS, DIGIT_HEIGHT)
    six = filmed(SIX, WARM_FRAMES + seconds * FPS, SIX_HEIGHT)
    reading, number = LiveSettings(recognise=True), LiveSettings(recognise=True, box="number")
    yield _outcome("digit", recogniser, one, reading, ONE)
    yield _outcome("digit_720", recogniser, enlarged(one, 1280, 720), reading, ONE)
    yield _outcome("number", recogniser, six, number, SIX)
    yield _outcome("off", recogniser, one, LiveSettings(), "")


def _outcome(
    name: str, recogniser: Recogniser, pictures: Sequence[NDArray[np.uint8]], settings: LiveSettings, truth: str
) -> Outcome:
    clock = [0.0]
    processor = DigitProcessor(recogniser, settings, clock=lambda: clock[0])
    processor.latest()
    cost = cost_of(processor, coded(pictures), clock)
    snapshot = processor.latest()
    read = f", reads {snapshot.reading.text or 'nothing'}" if truth else ""
    rate = f", {snapshot.recognised_fps:.0f} times a second" if truth else ""
    ours = f"{cost.recv_ms:.3f} ms{read}{rate}"
    return Outcome(name, cost.recv_ms / cost.codec_ms, ours, f"{cost.decode_ms:.2f} + {cost.encode_ms:.2f} ms")


def cost_of(processor: DigitProcessor, video: Sequence[bytes], clock: list[float]) -> Cost:
    """Decode, process and encode a stream, frame by frame, as a session does.

    Args:
        processor: A processor whose clock returns ``clock[0]``.
        video: VP8 frames; the first WARM_FRAMES are not counted.
        clock: One number, seconds; advanced by the time of a frame for each frame.
    """
    stream, spent = Vp8(), [0.0, 0.0, 0.0]
    for number, data in enumerate(video):
        clock[0] = number / FPS
        marks = [time.process_time()]
        (frame,) = stream.decode(data, number * CLOCK // FPS)
        marks.append(time.process_time())
        shown = processor.recv(frame)
        marks.append(time.process_time())
        stream.encode(shown)
        marks.append(time.process_time())
        if number >= WARM_FRAMES:
            spent = [s + b - a for s, a, b in zip(spent, marks, marks[1:], strict=False)]
        # As often as the page does.
        if number % (FPS // 4) == 0:
            processor.latest()
    counted = max(1, len(video) - WARM_FRAMES)
    return Cost(*(1000 * s / counted for s in spent))
