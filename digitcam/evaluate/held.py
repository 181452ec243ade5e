"""A digit held up to the camera by a hand: how soon is the reading steady, and does it stay?"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.evaluate.metrics import same
from digitcam.evaluate.rooms import Picture
from digitcam.evaluate.scenes import HEIGHT_PX, SEED, WIDTH_PX, composed, photographed
from digitcam.evaluate.styles import STYLES
from digitcam.readings import Reading
from digitcam.video.smoothing import Smoother

FPS: Final = 30

BLANK_S: Final = 0.5
"""Paper without a digit that comes first, so that the reading has to get past it."""

HELD_S: Final = 3.0

TREMOR_HZ: Final = (1.0, 4.0)
"""How fast a hand with a sheet in it sways; physiological tremor itself is faster (8 to 12 Hz) but far smaller."""

TREMOR_PX: Final = 5.0
"""How far it sways each way, at 640×480."""

HeldDigit: TypeAlias = tuple[NDArray[np.uint8], str, int]
"""Image (28, 28) uint8, what it says, and the seed of its video."""

_STYLE: Final = STYLES["scene_room"]


@dataclass(frozen=True, slots=True)
class Held:
    """How one held digit was read.

    Attributes:
        steady_s: From its appearance until the right reading was shown for the first time; infinite if never.
        changes: How often what was shown changed after anything was shown at all.
    """

    steady_s: float
    changes: int


def video(digit: NDArray[np.uint8], seed: int) -> Iterator[NDArray[np.uint8]]:
    """A sheet before a camera: blank for BLANK_S, then with a digit on it for HELD_S, in a hand.

    Args:
        digit: (28, 28) uint8, 0 paper to 255 ink.
        seed: The same number always is the same video.

    Yields:
        (480, 640) uint8 grey, FPS a second; blur, noise and compression differ from frame to frame.
    """
    rng = np.random.default_rng([SEED, len(STYLES), seed])
    blank, sheet = (composed(_STYLE, digits, rng) for digits in (digit[:0].reshape(0, 28, 28), digit[None]))
    rates, phases = rng.uniform(*TREMOR_HZ, 3), rng.uniform(0, 2 * np.pi, 3)
    for frame in range(round((BLANK_S + HELD_S) * FPS)):
        sway = np.sin(2 * np.pi * rates * frame / FPS + phases)
        yield photographed(_swayed(blank if frame < BLANK_S * FPS else sheet, sway), _STYLE, rng)


def _swayed(sheet: Picture, sway: NDArray[np.float64]) -> Picture:
    """The sheet moved and turned a little, by three numbers from -1 to 1."""
    matrix = np.asarray(cv2.getRotationMatrix2D((WIDTH_PX / 2, HEIGHT_PX / 2), float(sway[2]), 1), np.float64)
    matrix[:, 2] += TREMOR_PX * sway[:2]
    size = (WIDTH_PX, HEIGHT_PX)
    return np.asarray(cv2.warpAffine(sheet, matrix, size, borderMode=cv2.BORDER_REPLICATE), np.float32)


def hold(read: Callable[[NDArray[np.uint8]], Reading], frames: Iterable[NDArray[np.uint8]], truth: str) -> Held:
    """Show a video to a reader, with the live view's smoothing behind it.

    Args:
        read: Reads a frame. The time that it takes does not count.
        frames: From :func:`video`.
        truth: The digit.
    """
    smoother = Smoother()
    shown = [smoother.update(read(frame), i / FPS).text for i, frame in enumerate(frames)]
    return steadiness(shown[round(BLANK_S * FPS) :], truth)


def steadiness(shown: Sequence[str], truth: str) -> Held:
    """Judge what was shown, frame by frame, from the digit's appearance on.

    Examples:
        >>> steadiness(["", "", "", "7", "7", "1", "7"], "7")
        Held(steady_s=0.1, changes=2)
        >>> steadiness(["", ""], "7")
        Held(steady_s=inf, changes=0)
    """
    first = next((i for i, text in enumerate(shown) if same(text, truth)), None)
    begun = next((i for i, text in enumerate(shown) if text), len(shown))
    changes = sum(a != b for a, b in zip(shown[begun:], shown[begun + 1 :], strict=False))
    return Held(float("inf") if first is None else first / FPS, changes)


def held_digits(images: Mnist, count: int) -> Iterator[HeldDigit]:
    """Digits of the test split to hold up."""
    order = np.random.default_rng([SEED, len(STYLES)]).permutation(len(images.x_test))
    for seed, index in enumerate(order[:count]):
        yield images.x_test[index], str(images.y_test[index]), seed
