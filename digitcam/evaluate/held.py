"""Held digits: how soon the text shown becomes right, and if it stays right."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.evaluate.metrics import same
from digitcam.evaluate.rooms import Picture
from digitcam.evaluate.scenes import HEIGHT_PX, SEED, WIDTH_PX, draw_sheet, photograph
from digitcam.evaluate.styles import STYLES
from digitcam.readings import Reading
from digitcam.video.smoothing import Smoother

FPS: Final = 30

BLANK_S: Final = 0.5
"""Duration of blank paper before the digit appears, seconds: the live view has to get from nothing to the digit."""

HELD_S: Final = 3.0
"""Duration for which the digit is held up, seconds."""

SWAY_HZ: Final = (1.0, 4.0)
"""Minimum and maximum frequency at which the hand and the sheet sway, hertz. Physiological tremor is faster (8 to
12 Hz), but its amplitude is much smaller."""

SWAY_PX: Final = 5.0
"""Amplitude of the sway, pixels at 640×480."""

_STYLE: Final = STYLES["scene_room"]


class HeldDigit(NamedTuple):
    """A digit to hold up.

    Attributes:
        image: (28, 28) uint8, 0 for paper and 255 for ink.
        truth: Its label.
        seed: Seed of its video.
    """

    image: NDArray[np.uint8]
    truth: str
    seed: int


@dataclass(frozen=True, slots=True)
class Steadiness:
    """How soon and how steadily a held digit was read.

    Attributes:
        steady_s: Time from the digit's appearance to the first right text, seconds; infinite if there was none.
        changes: Number of times the text changed after the first one appeared.
    """

    steady_s: float
    changes: int


def render_video(digit: NDArray[np.uint8], seed: int) -> Iterator[NDArray[np.uint8]]:
    """Render a sheet in a hand: blank for `BLANK_S`, then with a digit for `HELD_S`.

    Args:
        digit: (28, 28) uint8, 0 for paper and 255 for ink.
        seed: Random seed. The same seed always gives the same video.

    Yields:
        (480, 640) uint8 grey, `FPS` frames a second. Blur, noise and compression differ from frame to frame.
    """
    rng = np.random.default_rng([SEED, len(STYLES), seed])
    blank, sheet = (draw_sheet(_STYLE, digits, rng) for digits in (digit[:0].reshape(0, 28, 28), digit[None]))
    rates, phases = rng.uniform(*SWAY_HZ, 3), rng.uniform(0, 2 * np.pi, 3)
    for frame in range(round((BLANK_S + HELD_S) * FPS)):
        sway = np.sin(2 * np.pi * rates * frame / FPS + phases)
        yield photograph(_move(blank if frame < BLANK_S * FPS else sheet, sway), _STYLE, rng)


def _move(sheet: Picture, sway: NDArray[np.float64]) -> Picture:
    """Shift a sheet by up to `SWAY_PX` and rotate it by up to one degree.

    Sway (3,) in [-1, 1] holds x, y and angle.
    """
    matrix = np.asarray(cv2.getRotationMatrix2D((WIDTH_PX / 2, HEIGHT_PX / 2), float(sway[2]), 1), np.float64)
    matrix[:, 2] += SWAY_PX * sway[:2]
    size = (WIDTH_PX, HEIGHT_PX)
    return np.asarray(cv2.warpAffine(sheet, matrix, size, borderMode=cv2.BORDER_REPLICATE), np.float32)


def read_video(
    read: Callable[[NDArray[np.uint8]], Reading], frames: Iterable[NDArray[np.uint8]], truth: str
) -> Steadiness:
    """Read a video with the live view's smoothing.

    Args:
        read: Reads one frame. The time it takes does not count.
        frames: Frames from `render_video`.
        truth: The digit's label.
    """
    smoother = Smoother()
    shown = [smoother.update(read(frame), i / FPS).text for i, frame in enumerate(frames)]
    return measure_steadiness(shown[round(BLANK_S * FPS) :], truth)


def measure_steadiness(shown: Sequence[str], truth: str) -> Steadiness:
    """Measure how soon and how steadily the right text was shown.

    Args:
        shown: The text of each frame from the digit's appearance on.
        truth: The digit's label.

    Examples:
        >>> measure_steadiness(["", "", "", "7", "7", "1", "7"], "7")
        Steadiness(steady_s=0.1, changes=2)
        >>> measure_steadiness(["", ""], "7")
        Steadiness(steady_s=inf, changes=0)
    """
    right = next((i for i, text in enumerate(shown) if same(text, truth)), None)
    first = next((i for i, text in enumerate(shown) if text), len(shown))
    changes = sum(a != b for a, b in zip(shown[first:], shown[first + 1 :], strict=False))
    return Steadiness(float("inf") if right is None else right / FPS, changes)


def held_digits(images: Mnist, count: int) -> Iterator[HeldDigit]:
    """Choose digits of the test split to hold up."""
    order = np.random.default_rng([SEED, len(STYLES)]).permutation(len(images.x_test))
    for seed, index in enumerate(order[:count]):
        yield HeldDigit(images.x_test[index], str(images.y_test[index]), seed)
