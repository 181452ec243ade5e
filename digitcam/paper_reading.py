"""The paper network's way of reading: find digits on the whole box, look at each more closely, decide."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from digitcam.paper_looking import NO_LOOKS, Looks, looked_at
from digitcam.paper_search import DEFAULT, NONE, WINDOW_PX, Finds, PaperNetwork, PaperSettings, search
from digitcam.vision.locate import Places, without_repeats


class Referee(Protocol):
    """What is asked about doubtful digits."""

    def __call__(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Map closer looks (N, 96, 96), standardised, to probabilities of ten digits and of none, (N, 11)."""
        ...


PAPER_TRUST: Final = 0.4
"""Least sureness at which a digit is shown as itself rather than as "?"."""


def read_paper(
    grey: NDArray[np.uint8],
    network: PaperNetwork,
    sides_px: Sequence[int],
    referee: Referee | None = None,
    settings: PaperSettings = DEFAULT,
) -> Looks:
    """Find the digits of a picture and read each closely.

    Args:
        grey: (h, w) uint8, at least 1x1.
        network: What finds and reads.
        sides_px: Shorter sides of the copies that are searched, the coarsest first: smaller digits need finer ones. A
            copy is never larger than the picture, but for the first.
        referee: What is asked where the network doubts, and of a digit alone; None for nobody.
        settings: The constants.

    Returns:
        The digits, in no order that says anything.
    """
    finds = search(grey, network, sides_px, settings)
    finds = finds.chosen(without_repeats(finds.places, settings.repeat, smaller=2.0)[: settings.most])
    if not len(finds.places):
        return NO_LOOKS
    boxes, answers, patches = looked_at(grey, finds.places.boxes, network, settings)
    sureness = _sureness(boxes, answers, finds, max(grey.shape), settings)
    looks = Looks(boxes, finds.places.scores, answers, sureness, patches)
    looks = _alone(looks, finds, max(grey.shape), settings) or _digits(looks, settings)
    if referee is not None:
        looks = _judged(looks, referee, settings)
    return _among_things(looks, len(finds.places) - len(looks.boxes), settings)


_FULL: Final = 1.5
"""The finding map's peaks are lower than the share of them that are digits: so many times as high counts as it."""

_UNFOUND: Final = 0.3
"""What a place that was hardly found still counts beside one that was found for sure."""

_AGREED: Final = 0.2
"""A closer look must hold the glance's digit at least this likely to be taken for the place where it stands."""

_UNDECIDED: Final = 0.5
"""But a look that holds nothing as likely as this need not, at the only place that was found: no other can be meant."""

_OVERVIEW: Final = 3.0
"""How many times as much as the closer looks the glance counts where it decides: it has seen all there is."""

_GLANCED_PX: Final = 12.0
"""Smaller digits than this, in a glance's 96 pixels, are too small for it to count."""

_CERTAINLY_NONE: Final = 0.95
"""A glance this sure that there is nothing is a witness against what it could have seen,"""

_HARDLY_SEEN_PX: Final = 10.0
"""which what is shorter than this in its 96 pixels is not: it was never shown digits so small."""

_SURE: Final = 0.85
"""A digit this sure sets the size that others are expected in."""


def _sureness(
    boxes: NDArray[np.float32], answers: NDArray[np.float32], finds: Finds, side: int, settings: PaperSettings
) -> NDArray[np.float32]:
    """How sure each mark is a digit and the one that it is read as."""
    there = 1 - settings.heed + settings.heed * np.minimum(_FULL * finds.places.scores, 1)
    sureness = answers[:, :NONE].max(axis=1) * there * (1 - settings.around * finds.around[:, NONE])
    longer = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    sureness = _contested(sureness, longer * WINDOW_PX / side, float(finds.whole[NONE]))
    largest = longer[sureness >= _SURE].max(initial=0)
    if largest > 0:
        sureness = sureness * np.minimum(longer / (settings.small * largest), 1)
    return np.asarray(sureness, np.float32)


def _contested(sureness: NDArray[np.float32], glanced_px: NDArray[np.float32], none: float) -> NDArray[np.float32]:
    """How sure the marks are, given how sure the glance is that there is nothing: their odds times its odds.

    Args:
        sureness: (N,) of the marks.
        glanced_px: (N,) their longer sides in the glance's 96 pixels.
        none: What the glance says.
    """
    if none < _CERTAINLY_NONE:
        return sureness
    seen = np.clip((glanced_px - _HARDLY_SEEN_PX) / (_GLANCED_PX - _HARDLY_SEEN_PX), 0, 1)
    odds = sureness / np.maximum(1 - sureness, 1e-6) * (1 / none - 1) ** seen
    return np.asarray(odds / (1 + odds), np.float32)


def _alone(looks: Looks, finds: Finds, side: int, settings: PaperSettings) -> Looks | None:
    """The one digit that the whole picture shows, where it is most likely; None if it shows another number of them.

    A closer look does not know what else there is: to it the printed line beside a digit may be a 1.
    """
    label = int(finds.whole[:NONE].argmax())
    sure = float(finds.whole[label])
    if sure < settings.alone:
        return None
    longer = (looks.boxes[:, 2:] - looks.boxes[:, :2]).max(axis=1)
    likely = looks.answers[:, label] * (_UNFOUND + np.minimum(_FULL * finds.places.scores, 1))
    best = np.argmax(likely * longer**settings.prefer_large, keepdims=True)
    agreed = looks.answers[best[0], label] >= _AGREED
    undecided = len(longer) == 1 and looks.answers[0].max() < _UNDECIDED
    if not (agreed or undecided) or longer[best[0]] * WINDOW_PX < _GLANCED_PX * side:
        return None
    one = looks.chosen(best)
    answers = (one.answers + _OVERVIEW * finds.whole[: NONE + 1]) / (1 + _OVERVIEW)
    return replace(one, answers=np.asarray(answers, np.float32), sureness=np.asarray(answers[:, label], np.float32))


def _digits(looks: Looks, settings: PaperSettings) -> Looks:
    """Those that are digits, each once."""
    longer = (looks.boxes[:, 2:] - looks.boxes[:, :2]).max(axis=1)
    order = np.argsort(-looks.sureness * longer**settings.prefer_large, kind="stable")
    order = order[looks.sureness[order] >= settings.keep]
    places = Places(looks.sureness[order], looks.boxes[order])
    return looks.chosen(order[without_repeats(places, settings.union, settings.smaller)])


def _judged(looks: Looks, referee: Referee, settings: PaperSettings) -> Looks:
    """Ask the referee which digits the doubtful ones are, and take the mean of what it and the network say.

    No digit is surer than that; but how sure the network is that one is there counts, too: it has seen what is around.
    Of a digit that is the only one the referee is always asked, and may say that it is none: an eye, spectacles. It is
    believed the sooner the less surely something was found there: digits on paper are found for sure.
    """
    doubtful = looks.answers[:, :NONE].max(axis=1) < settings.doubtful
    asked = np.flatnonzero(doubtful | (len(doubtful) == 1))
    if not len(asked):
        return looks
    said = referee(looks.patches[asked])
    if len(doubtful) == 1 and said[0, NONE] > settings.refused * looks.found[0] ** 3:
        return looks.chosen(asked[:0])
    answers, sureness = looks.answers.copy(), looks.sureness.copy()
    answers[doubtful] = (answers[doubtful] + said[doubtful[asked]]) / 2
    sureness[doubtful] = np.minimum(sureness[doubtful], answers[doubtful, :NONE].max(axis=1))
    return replace(looks, answers=answers, sureness=sureness)


def _among_things(looks: Looks, others: int, settings: PaperSettings) -> Looks:
    """Those that are digits although so many other places only looked like some: a room is full of shapes."""
    if others <= settings.crowd:
        return looks
    return looks.chosen(np.flatnonzero(looks.sureness >= settings.in_crowd))
