"""Ablation study: how accuracy changes when the reader lacks one feature, one rule or the verifier."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.errors import EvaluationError
from digitcam.evaluate.estimates import Estimate, median_of, statistic_of
from digitcam.evaluate.metrics import claimed, joined
from digitcam.evaluate.photo_crops import crop
from digitcam.evaluate.readers import WHOLE, Reader
from digitcam.evaluate.run import EvidenceByReader
from digitcam.evaluate.samples import Answer, Sample
from digitcam.evaluate.sheets import SHEETS, Sheet, render_sheet
from digitcam.evaluate.written import digit_errors, digits_only
from digitcam.recognition.classification import classify
from digitcam.recognition.constants import MIN_CONFIDENCE, SEARCH_SIDES_PX
from digitcam.recognition.detection import detect
from digitcam.recognition.recogniser import Recogniser
from digitcam.recognition.rules import Rules
from digitcam.recognition.scoring import FEATURES, SCORING, features_of, score
from digitcam.recognition.view import computer_view
from digitcam.reporting.text import aligned

FULL: Final = "full reader"

VERIFIER: Final = "verifier"

RULES: Final[Mapping[str, Rules]] = {
    "single": Rules(single=False),
    "column": Rules(column=False),
}
"""All rules but one."""

CROP: Final = "photograph_crop"
"""Kind of the crops of photographs without digits."""

USUAL_SCENES: Final = 200
"""Number of scenes whose digits tell the usual values of the features."""

PERCENT: Final = 100.0


class Row(NamedTuple):
    """The result of one reader on one part of the pictures.

    Attributes:
        wrong: Digits wrong, missed or invented, per 100 digits; claims per 100 pictures where these have no digits.
        more: The difference of `wrong` to the full reader on the same pictures, with its interval.
        ms: Median time per picture, ms.
    """

    wrong: Estimate
    more: Estimate
    ms: Estimate


def usual_features(recogniser: Recogniser, samples: Iterable[Sample]) -> dict[str, float]:
    """Return the median of each feature over the digits that a paper network finds in pictures.

    Raises:
        EvaluationError: If the recogniser has no paper network, or finds nothing.
    """
    network = recogniser.paper
    if network is None:
        raise EvaluationError("Only a reader with a paper network has parts to leave out. Choose another --model.")
    found = []
    for sample in samples:
        grey = sample.picture()
        scored = score(classify(grey, detect(grey, network, SEARCH_SIDES_PX["whole"]), network), recogniser.verifier)
        found.append(features_of(scored)[scored.confidence >= MIN_CONFIDENCE])
    features = np.concatenate(found) if found else np.zeros((0, len(FEATURES)))
    if not len(features):
        raise EvaluationError("The reader finds no digit in rendered scenes. Choose another --model.")
    return dict(zip(FEATURES, np.median(features, axis=0).tolist(), strict=True))


def variants(recogniser: Recogniser, usual: Mapping[str, float]) -> list[Reader]:
    """Return the full reader, and readers that lack one feature, one rule or the verifier.

    Args:
        recogniser: The full reader.
        usual: The value that a feature has everywhere for the reader that lacks it.
    """
    rules = {name: Rules(SCORING.without(name, usual[name])) for name in FEATURES} | dict(RULES)
    lacking = {name: replace(recogniser, rules=each) for name, each in rules.items()}
    lacking[VERIFIER] = replace(recogniser, verifier=None)
    return [_reader(FULL, recogniser), *(_reader(f"without {name}", one) for name, one in lacking.items())]


def _reader(name: str, recogniser: Recogniser) -> Reader:
    return Reader(
        name,
        lambda picture: recogniser.read(picture, WHOLE),
        lambda picture: computer_view(picture, WHOLE.threshold, recogniser),
    )


def sheet_samples(images: Mnist, count: int) -> list[Sample]:
    """Return this many rendered sheets of each kind as samples."""
    return [_sheet_sample(kind, render_sheet(kind, n, images), n, images) for kind in SHEETS for n in range(count)]


def _sheet_sample(kind: str, sheet: Sheet, number: int, images: Mnist) -> Sample:
    truth = digits_only("\n".join("".join(row) for row in sheet.table))
    return Sample(f"{kind} {number}", kind, truth, lambda: render_sheet(kind, number, images).picture)


def crop_samples(photographs: Sequence[NDArray[np.uint8]], count: int) -> list[Sample]:
    """Return crops of photographs without digits as samples."""
    return [Sample(f"{CROP} {n}", CROP, "", partial(crop, photographs, n)) for n in range(count if photographs else 0)]


def by_part(evidence: EvidenceByReader) -> dict[str, dict[str, Row]]:
    """Return the rows of each part of the pictures by reader.

    A part is all pictures with digits, or all without, whose kinds agree up to the first underscore.
    """
    parts = dict.fromkeys(_part(answer) for answer in evidence[FULL].answers)
    return {part: _rows(part, evidence) for part in parts}


def _part(answer: Answer) -> str:
    name = answer.sample.kind.partition("_")[0]
    return name if answer.sample.truth else f"{name} without digits"


def _rows(part: str, evidence: EvidenceByReader) -> dict[str, Row]:
    answers = {name: [a for a in each.answers if _part(a) == part] for name, each in evidence.items()}
    digits = np.array([max(1, len(joined(a.sample.truth))) for a in answers[FULL]])
    full = _wrong(answers[FULL])
    return {name: _row(_wrong(each), full, digits, [a.ms for a in each]) for name, each in answers.items()}


def _wrong(answers: Sequence[Answer]) -> NDArray[np.int64]:
    """Return the digits wrong, missed or invented in each picture; in one without digits, whether one was claimed."""
    return np.array(
        [digit_errors(a.text, a.sample.truth) if a.sample.truth else claimed(a.text) for a in answers], np.int64
    )


def _row(
    wrong: NDArray[np.int64], full: NDArray[np.int64], digits: NDArray[np.int64], times_ms: Sequence[float]
) -> Row:
    def estimate(errors: NDArray[np.int64]) -> Estimate:
        found = statistic_of(lambda chosen: PERCENT * errors[chosen].sum() / digits[chosen].sum(), len(errors))
        assert found is not None
        return found

    ms = median_of(times_ms)
    assert ms is not None
    return Row(estimate(wrong), estimate(wrong - full), ms)


def text(evidence: EvidenceByReader) -> str:
    """Return a table for each part of the pictures."""
    return "\n\n".join(_table(part, rows) for part, rows in by_part(evidence).items())


def _table(part: str, rows: Mapping[str, Row]) -> str:
    full = rows[FULL].wrong
    heading = [f"{part} ({full.n} pictures)", "wrong per 100", "more than the full reader", "median"]
    return aligned([heading, *(_text_row(name, row) for name, row in rows.items())])


def _text_row(name: str, row: Row) -> list[str]:
    low, high = row.more.interval or (row.more.value, row.more.value)
    more = "" if name == FULL else f"{row.more.value:+.2f} ({low:+.2f} to {high:+.2f})"
    return [name, f"{row.wrong.value:.2f}", more, f"{row.ms.value:.1f} ms"]


def data(evidence: EvidenceByReader) -> dict[str, Any]:
    """Return the rows as data for JSON: part → reader → figure."""
    return {
        part: {name: {key: value._asdict() for key, value in row._asdict().items()} for name, row in rows.items()}
        for part, rows in by_part(evidence).items()
    }
