"""The paper network's way of reading: find digits on the whole box, look at each more closely, decide."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from digitcam.recognition.classification import NO_LOOKS, Looks, looked_at
from digitcam.recognition.detection import DEFAULT, NONE, WINDOW_PX, Finds, PaperNetwork, PaperSettings, search
from digitcam.recognition.peaks import Places, without_repeats
from digitcam.recognition.scoring import GLANCED_PX, evidence, verdict


class Referee(Protocol):
    """What is asked about what is doubtful."""

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
        referee: What is asked where all else leaves a doubt; None for nobody.
        settings: The constants.

    Returns:
        The digits, in no order that says anything.
    """
    finds = search(grey, network, sides_px, settings)
    looks = _read(grey, finds, network, referee, settings)
    if len(looks.boxes) or finds.complete:
        return looks
    # What seemed to be large digits are none, a card or a face perhaps; there may be small ones.
    return _read(grey, search(grey, network, sides_px, settings, thorough=True), network, referee, settings)


def _read(
    grey: NDArray[np.uint8], finds: Finds, network: PaperNetwork, referee: Referee | None, settings: PaperSettings
) -> Looks:
    """What of that which was found is a digit, and which."""
    finds = finds.chosen(without_repeats(finds.places, settings.repeat, smaller=2.0)[: settings.most])
    if not len(finds.places):
        return NO_LOOKS
    looks = looked_at(grey, finds.places, network, settings)
    possible = looks.answers[:, :NONE].max(axis=1) >= settings.possible
    looks = _weighed(looks.chosen(possible), finds.chosen(possible), max(grey.shape), referee, settings)
    one = _alone(looks, finds.whole, max(grey.shape), settings)
    return _told(_digits(looks, settings) if one is None else one, settings)


_AGREED: Final = 0.2
"""A closer look must hold the glance's digit at least this likely to be taken for the place where it stands."""

_UNDECIDED: Final = 0.5
"""But a look that holds nothing as likely as this need not, at the only place that was found: no other can be meant."""

_OVERVIEW: Final = 3.0
"""How many times as much as the closer looks the glance counts where it decides: it has seen all there is."""

_SURE: Final = 0.85
"""A digit this sure sets the size that others are expected in."""


def _weighed(looks: Looks, finds: Finds, side: int, referee: Referee | None, settings: PaperSettings) -> Looks:
    """How likely each is a digit. The referee is asked about those of which all else does not make it sure."""
    odds = evidence(looks, finds, side)
    sureness = verdict(looks, odds)
    doubtful = looks.answers[:, :NONE].max(axis=1) < settings.doubtful
    asked = doubtful | (sureness < settings.evident)
    if referee is None or not asked.any():
        return replace(looks, sureness=sureness)
    said = looks.said.copy()
    said[asked] = referee(looks.patches[asked])
    looks = replace(looks, said=said)
    return replace(looks, sureness=verdict(looks, odds))


def _alone(looks: Looks, whole: NDArray[np.float32], side: int, settings: PaperSettings) -> Looks | None:
    """The one digit that the whole picture shows, where it is most likely; None if it shows another number of them.

    A closer look does not know what else there is: to it the printed line beside a digit may be a 1.
    """
    label = int(whole[:NONE].argmax())
    if not len(looks.boxes) or float(whole[label]) < settings.alone:
        return None
    longer = (looks.boxes[:, 2:] - looks.boxes[:, :2]).max(axis=1)
    likely = looks.answers[:, label] * looks.sureness
    best = np.argmax(likely * longer**settings.prefer_large, keepdims=True)
    agreed = looks.answers[best[0], label] >= _AGREED
    undecided = len(longer) == 1 and looks.answers[0].max() < _UNDECIDED
    large = longer[best[0]] * WINDOW_PX >= GLANCED_PX * side
    if not (agreed or undecided) or not large or looks.sureness[best[0]] < settings.keep:
        return None
    one = looks.chosen(best)
    answers = np.asarray((one.answers + _OVERVIEW * whole[: NONE + 1]) / (1 + _OVERVIEW), np.float32)
    unasked = np.array_equal(one.said, one.answers)
    return replace(one, answers=answers, said=answers if unasked else one.said)


def _digits(looks: Looks, settings: PaperSettings) -> Looks:
    """Those that are digits, each once."""
    longer = (looks.boxes[:, 2:] - looks.boxes[:, :2]).max(axis=1)
    sureness = looks.sureness
    largest = longer[sureness * looks.answers[:, :NONE].max(axis=1) >= _SURE].max(initial=0)
    if largest > 0:
        sureness = np.asarray(sureness * np.minimum(longer / (settings.small * largest), 1), np.float32)
    order = np.argsort(-sureness * longer**settings.prefer_large, kind="stable")
    order = order[sureness[order] >= settings.keep]
    places = Places(sureness[order], looks.boxes[order])
    kept = order[without_repeats(places, settings.union, settings.smaller)]
    return replace(looks.chosen(kept), sureness=sureness[kept])


def _told(looks: Looks, settings: PaperSettings) -> Looks:
    """Which digits they are. Where the network doubts, the mean of what it and the referee say; none is surer."""
    doubtful = looks.answers[:, :NONE].max(axis=1, keepdims=True) < settings.doubtful
    answers = np.asarray(np.where(doubtful, (looks.answers + looks.said) / 2, looks.answers), np.float32)
    return replace(looks, answers=answers, sureness=np.minimum(looks.sureness, answers[:, :NONE].max(axis=1)))
