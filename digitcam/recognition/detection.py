"""The paper network's first step: find what may be digits on the whole picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.peaks import Places, peaks, together
from digitcam.vision.geometry import STEP_PX, reduced, window
from digitcam.vision.standardise import standardise

WINDOW_PX: Final = 96
"""Side of a closer look, and the shorter side of the coarsest copy of a picture."""


NONE: Final = 10
"""The class of what is no digit, after the ten."""


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
        alone: Probability, by the glance at the whole picture, from which on one digit is taken to stand there alone.
        small: Beside a sure digit, one less than this many times as large is less sure: people write in one size, and
            parts of a large digit, squares and specks look like small ones.
        prefer_large: Of marks that overlap, a larger one stays before a surer one: it is ranked by its sureness times
            its relative size to this power. The loop of a 9 makes a very sure 0.
        possible: A place is no digit if the closer look says so of none more likely than this.
        keep: So likely a digit must be there for it to count as one.
        settled: A first look this sure is the only one,
        still: if it moved no edge of the box by more than this share of the box's longer side.
        doubtful: Where the network is less sure than this which digit it is, the referee has half a say.
        evident: It is asked there, and where it is less likely than this, by all else, that there is one.
    """

    peak: float = 0.25
    most: int = 64
    fill: float = 0.62
    shortest_px: float = 9.0
    longest_px: float = 88.0
    repeat: float = 0.55
    union: float = 0.35
    smaller: float = 0.5
    alone: float = 0.5
    small: float = 0.6
    prefer_large: float = 0.6
    possible: float = 0.2
    keep: float = 0.4
    settled: float = 0.9
    still: float = 0.2
    doubtful: float = 0.9
    evident: float = 0.98


DEFAULT: Final = PaperSettings()

LONG: Final = 1.15
"""Ratio of a picture's sides from which on a digit that fills it is too large in a copy made by the shorter side."""


@dataclass(frozen=True, slots=True)
class Finds:
    """What may be digits.

    Attributes:
        places: Surest first, in pixels of the picture; one digit may be there for each size of copy.
        around: (N, 12) float32: what the window around each place shows: one digit alone, of ten; none; several.
        whole: (12,) float32: what the whole picture shows, likewise.
        complete: Whether all copies were searched.
    """

    places: Places
    around: NDArray[np.float32]
    whole: NDArray[np.float32]
    complete: bool = True

    def chosen(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> "Finds":
        """Some of them."""
        return replace(self, places=self.places.chosen(which), around=self.around[which])


@dataclass(frozen=True, slots=True)
class _View:
    """A copy of the picture.

    Attributes:
        grey: (h, w) uint8, sides multiples of 16 and at least 96.
        scale: (2,): its pixels for one of the picture's.
        corner: (2,): where it begins, pixels of the picture.
        coarsest: Whether digits may be as large as they like on it.
        finest: Whether no finer copy follows.
    """

    grey: NDArray[np.uint8]
    scale: NDArray[np.float64]
    corner: NDArray[np.float32]
    coarsest: bool
    finest: bool


def search(
    grey: NDArray[np.uint8],
    network: PaperNetwork,
    sides_px: Sequence[int],
    settings: PaperSettings = DEFAULT,
    *,
    thorough: bool = False,
) -> Finds:
    """Find what may be digits on copies of several sizes.

    Args:
        grey: (h, w) uint8, at least 1x1.
        network: What finds.
        sides_px: Shorter sides of the copies, the coarsest first. A copy is never larger than the picture, but for it.
        settings: The constants.
        thorough: Whether to search the finer copies, too, where a coarse one seems to show all there is.
    """
    found: list[Finds] = []
    complete = True
    for view in _views(grey, sides_px):
        found.append(_searched(view, network, settings))
        if not (thorough or view.finest) and _suffices(view, found[-1].places, found[0].whole, settings):
            complete = False
            break
    places = [finds.places for finds in found]
    order = np.argsort(-np.concatenate([p.scores for p in places]), kind="stable")
    around = np.concatenate([finds.around for finds in found])
    return Finds(together(places), around[order], found[0].whole, complete)


def _views(grey: NDArray[np.uint8], sides_px: Sequence[int]) -> Iterator[_View]:
    """The copies to search; on the first the whole picture can be glanced at."""
    if max(grey.shape) > LONG * min(grey.shape):
        side, centre = float(max(grey.shape)), np.array(grey.shape[::-1], np.float32) / np.float32(2)
        scale, corner = np.full(2, WINDOW_PX / side), centre - np.float32(side / 2)
        yield _View(window(grey, centre, side, WINDOW_PX), scale, corner, coarsest=True, finest=False)
    sides_px = [side for index, side in enumerate(sides_px) if index == 0 or side <= min(grey.shape)]
    for index, side_px in enumerate(sides_px):
        copy, scale = reduced(grey, side_px)
        finest = index == len(sides_px) - 1
        yield _View(copy, scale, np.zeros(2, np.float32), coarsest=index == 0, finest=finest)


_EASY_PX: Final = 11.0
"""A digit this long is found as well on the copy where it is as on a finer one, if nothing there is doubtful."""

_EASY_AMONG_DOUBTS_PX: Final = 24.0
"""The same where something is: the peaks of narrow and of touching digits are low, or run into each other."""

_CERTAIN: Final = 0.6
"""A peak this high is taken for a digit before it has been looked at."""


def _suffices(view: _View, places: Places, whole: NDArray[np.float32], settings: PaperSettings) -> bool:
    """Whether a digit is there so large that the smallest that would count beside it are found on this copy, too.

    Of 869 photographs not one was read otherwise for it, and the network was given half as much of them.

    Args:
        view: The copy.
        places: What was found on it.
        whole: What the whole picture shows, (12,): where only one of several was found, the others are smaller.
        settings: The constants.
    """
    certain = places.scores >= _CERTAIN
    alone = float(whole[:NONE].max()) >= settings.alone
    doubtful = not certain.all() or alone != (len(places) == 1)
    sides = (places.boxes[certain, 2:] - places.boxes[certain, :2]) * view.scale
    return float(sides.max(initial=0)) * settings.small >= (_EASY_AMONG_DOUBTS_PX if doubtful else _EASY_PX)


def _searched(view: _View, network: PaperNetwork, settings: PaperSettings) -> Finds:
    find, _, glance = network(standardise(view.grey)[None])
    places = peaks(find[0], settings.peak)
    longer = (places.boxes[:, 2:] - places.boxes[:, :2]).max(axis=1, initial=0)
    longest = np.inf if view.coarsest else settings.longest_px
    places = places.chosen((longer >= settings.shortest_px) & (longer <= longest))
    boxes = places.boxes / np.tile(view.scale, 2) + np.tile(view.corner, 2)
    around, whole = _around(places.boxes, glance[0]), glance[0].mean(axis=(0, 1))
    return Finds(Places(places.scores, boxes.astype(np.float32)), around, whole)


def _around(boxes: NDArray[np.float32], glance: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of each box, the glance (h, w, 12) at the window that has it most in its middle."""
    corner = ((boxes[:, :2] + boxes[:, 2:]) / 2 - WINDOW_PX / 2) / STEP_PX
    column, row = np.clip(np.rint(corner).astype(int), 0, np.array(glance.shape[1::-1]) - 1).T
    chosen: NDArray[np.float32] = glance[row, column]
    return chosen
