"""The paper network's first step: find what may be digits on the whole picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from digitcam.vision.locate import Places, nowhere, peaks, together
from digitcam.vision.standardise import standardise
from digitcam.vision.window import reduced, window

WINDOW_PX: Final = 96
"""Side of a closer look, and the shorter side of the coarsest copy of a picture."""


class PaperNetwork(Protocol):
    """What finds and reads."""

    def __call__(self, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        """Map standardised pictures (N, H, W) to what is in them.

        Returns:
            ``find`` (N, H/4, W/4, 5), ``read`` (N, H/16-5, W/16-5, 11) and ``glance`` (N, H/16-5, W/16-5, 12).
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSettings:
    """The reader's constants.

    Attributes:
        peak: Probability from which on a peak of the finding map is looked at.
        most: So many peaks are looked at, the surest.
        fill: Share of a closer look's side that the longer side of the found box takes.
        shortest_px: A digit's longer side is at least this, in pixels of the copy that it is found on.
        longest_px: And at most this, but for the coarsest copy.
        repeat: Two peaks whose boxes share so much (intersection over union) are looked at once.
        union: Two digits that share so much are one.
        smaller: Likewise where so much of the smaller one lies in the other.
        heed: How much the finding map's peak counts beside the closer looks' answer, 0 to 1: a network that was shown
            faint digits reads them into bare paper, too, but is less sure there that something stands there.
        small: Beside a sure digit, one less than this many times as large is less sure: people write in one size, and
            parts of a large digit, squares and specks look like small ones.
        prefer_large: Of marks that overlap, a larger one stays before a surer one: it is ranked by its sureness times
            its relative size to this power. The loop of a 9 makes a very sure 0.
        keep: Marks less sure than this are left out.
    """

    peak: float = 0.25
    most: int = 64
    fill: float = 0.62
    shortest_px: float = 9.0
    longest_px: float = 88.0
    repeat: float = 0.55
    union: float = 0.35
    smaller: float = 0.5
    heed: float = 0.8
    small: float = 0.7
    prefer_large: float = 0.6
    keep: float = 0.55


DEFAULT: Final = PaperSettings()


def search(
    grey: NDArray[np.uint8], network: PaperNetwork, sides_px: Sequence[int], settings: PaperSettings = DEFAULT
) -> Places:
    """Find what may be digits on copies of several sizes.

    Returns:
        The places, surest first, in pixels of the picture; one digit may be there for each size.
    """
    found = [_search_all(grey, network, settings)] if _is_long(grey) else [nowhere()]
    for index, side_px in enumerate(sides_px):
        if index and side_px > min(grey.shape):
            break
        copy, scale = reduced(grey, side_px)
        find, _ = network(standardise(copy)[None])
        places = peaks(find[0], settings.peak)
        longer = (places.boxes[:, 2:] - places.boxes[:, :2]).max(axis=1, initial=0)
        fits = (longer >= settings.shortest_px) & ((longer <= settings.longest_px) | (index == 0))
        places = places.chosen(fits)
        found.append(Places(places.scores, (places.boxes / np.tile(scale, 2)).astype(np.float32)))
    return together(found)


LONG: Final = 1.15
"""Ratio of a picture's sides from which on a digit that fills it is too large in a copy made by the shorter side."""


def _is_long(grey: NDArray[np.uint8]) -> bool:
    return bool(max(grey.shape) > LONG * min(grey.shape))


def _search_all(grey: NDArray[np.uint8], network: PaperNetwork, settings: PaperSettings) -> Places:
    """Find digits on a copy that holds the whole picture in one window."""
    side, centre = float(max(grey.shape)), np.array(grey.shape[::-1], np.float32) / np.float32(2)
    find, _ = network(standardise(window(grey, centre, side, WINDOW_PX))[None])
    places = peaks(find[0], settings.peak)
    boxes = (places.boxes - WINDOW_PX / 2) * np.float32(side / WINDOW_PX) + np.tile(centre, 2)
    return Places(places.scores, np.asarray(boxes, np.float32))
