import json
import re
from dataclasses import replace
from itertools import chain

import pytest

from digitcam.evaluate.bars import ROWS, SummaryRow
from digitcam.evaluate.estimates import OBSERVATION
from digitcam.evaluate.held import Steadiness
from digitcam.evaluate.measures import (
    calibration,
    cells_exact,
    claims,
    errors,
    exact,
    gained,
    refusals,
    separated_cells_exact,
)
from digitcam.evaluate.run import Evidence
from digitcam.evaluate.samples import PATCH, Answer
from digitcam.evaluate.styles import FONT_STYLES, STYLES
from digitcam.evaluate.table import data, kinds, summary, text
from digitcam.evaluate.written import Table
from tests.evaluate.answers import answered, sample


def test_text_without_answers_has_no_rows() -> None:
    evidence = {"a": Evidence()}
    assert summary(evidence) == []
    assert kinds(evidence) == []
    assert "median time" in text(evidence)
    assert data(evidence) == {"summary": [], "kinds": [], "median_ms": {"a": None}, "median_ms_intervals": {}}


@pytest.mark.parametrize(
    ("answers", "figures"),
    [
        ([], (None, None, None, None)),
        ([answered("7", "7"), answered("1", "7"), answered("?", "7"), answered("", "7")], (0.25, None, None, 0.5)),
        ([answered("12", "1\n2"), answered("1?", "12")], (0.5, 0.25, None, None)),
        ([answered("", ""), answered("?", ""), answered("7", "")], (None, None, 1 / 3, None)),
    ],
)
def test_kinds_each_measure_counts_its_pictures(answers: list[Answer], figures: tuple[float | None, ...]) -> None:
    measured = (measure(answers) for measure in (exact, errors, claims, refusals))
    assert tuple(estimate and estimate.value for estimate in measured) == figures


JUDGED = [
    row
    for row in ROWS
    if row.kinds and row.criterion.bar is not None and not re.search("calibration|separator", row.criterion.title)
]


@pytest.mark.parametrize("row", JUDGED, ids=lambda row: row.criterion.title)
def test_summary_row_counts_only_its_kinds(row: SummaryRow) -> None:
    title = row.criterion.title
    several = "error rate" in title or "invented" in title
    truth = "" if "claimed" in title or title.startswith("…") else "12" if several else "1"
    perfect, wrong = ("", "7") if not truth else (truth, "?")
    others = [answered(wrong, truth, "another_kind")]
    for kind in row.kinds:
        good, bad = (row.measure(Evidence([answered(said, truth, kind), *others])) for said in (perfect, wrong))
        assert good is not None
        assert bad is not None
        assert row.criterion.met(good.value)
        assert not row.criterion.met(bad.value)


SHEETS = {
    *("multi_column", "multi_number", "multi_amount_date", "multi_equation", "multi_sum", "multi_mixed_text"),
    "webcam_held",
}
PHOTOGRAPHED = {
    *("single_photo", "single_webcam", "single_photo_smallcrop"),
    *("multi_photo", "multi_photo_crop", "multi_webcam", "multi_scattered", "multi_scan_cheque"),
    *("negative_blank_paper", "negative_object", "negative_whiteboard"),
    *("negative_handwritten_text", "negative_document", "negative_math_symbol", "negative_other_script"),
}


def test_summary_measured_rows_are_shown() -> None:
    counted = set(chain.from_iterable(row.kinds for row in ROWS))
    rendered = set(STYLES) | set(FONT_STYLES)
    assert PHOTOGRAPHED | SHEETS | rendered | {PATCH} == {kind for kind in counted if "*" not in kind}


def test_summary_other_pictures_of_several_digits_are_those_without_a_row() -> None:
    evidence = Evidence(
        [answered("12", "13", kind) for kind in ("multi_column", "multi_sum", "multi_new", "multi_scan")]
    )
    pictures = {line.row.criterion.title: line.pictures for line in summary({"a": evidence})}
    wrong = {title: count for title, count in pictures.items() if "invented" in title}
    assert list(wrong.values()) == [1, 1, 2]
    assert list(wrong)[-1].startswith("other pictures of several digits")


def test_errors_long_number_weighs_more_and_invented_digits_count() -> None:
    long, invented = errors([answered("1" * 8, "1" * 8), answered("12", "13")]), errors([answered("12345678", "12")])
    assert long is not None
    assert invented is not None
    assert (long.value, invented.value) == (0.1, 3)


def test_calibration_compares_confidence_and_accuracy() -> None:
    answers = [answered("7", "7", confidence=0.95)] * 9 + [answered("1", "7", confidence=0.95), answered("", "7")]
    estimate = calibration(answers)
    assert estimate is not None
    assert estimate.value == pytest.approx(0.05)
    assert estimate.n == 10
    assert estimate.interval is not None
    assert estimate.interval[0] <= 0.05 <= estimate.interval[1]
    assert calibration([answered("", "7"), answered("12", "12")]) is None


def test_calibration_resamples_with_the_bins_of_the_figure() -> None:
    alike = calibration([answered("7", "7", confidence=0.55)] * 3)
    assert alike is not None
    assert alike.interval == pytest.approx((0.45, 0.45))


def test_gained_counts_pictures_with_a_separator() -> None:
    estimate = gained([replace(answered("7", "7"), separated=True), answered("7", "7"), answered("", "")])
    assert estimate is not None
    assert (estimate.value, estimate.n) == (0.5, 2)


def table_answer(cells: Table, truth: Table, kind: str = "multi_column") -> Answer:
    return replace(answered("", "1", kind), sample=replace(sample("1", kind), cells=truth), cells=cells)


def test_cells_exact_counts_digits_in_their_places() -> None:
    answers = [table_answer((("15", "3"), ("4",)), (("1.5", "-3"), ("4", ""))), answered("7", "7")]
    digits, separated = cells_exact(answers), separated_cells_exact(answers)
    assert digits is not None
    assert separated is not None
    assert (digits.value, digits.n, digits.pictures) == (0.75, 4, 1)
    assert (separated.value, separated.n) == (0, 2)


def test_separated_cells_exact_needs_the_separator() -> None:
    estimate = separated_cells_exact([table_answer((("1.5", "3"),), (("1.5", "-3"),))])
    assert estimate is not None
    assert (estimate.value, estimate.n) == (0.5, 2)
    assert separated_cells_exact([table_answer((("1", "3"),), (("1", "3"),))]) is None


def test_summary_held_digits_are_judged_by_the_median() -> None:
    held = [Steadiness(0.1, 0), Steadiness(0.2, 1), Steadiness(float("inf"), 9)]
    lines = {line.row.criterion.title: line.figures["a"] for line in summary({"a": Evidence(held=held)})}
    assert lines == {"a held digit: time to a steady reading": 0.2, "a held digit: changes while held": 1}


@pytest.mark.parametrize(("count", "note"), [(99, OBSERVATION), (100, "")])
def test_summary_few_pictures_are_marked(count: int, note: str) -> None:
    line, *_ = summary({"a": Evidence([answered("7", "7")] * count)})
    assert (line.pictures, line.n, line.note) == (count, count, note)


EVIDENCE = {
    "old": Evidence([answered("1", "7"), answered("7", "7")], [Steadiness(float("inf"), 3)]),
    "new": Evidence([answered("7", "7"), answered("7", "7")], [Steadiness(0.25, 0)], training_s=45.0),
}


def test_text_has_a_column_per_reader() -> None:
    lines = text(EVIDENCE).splitlines()
    assert lines[0].split() == ["pictures", "n", "bar", "old", *["95", "%", "interval", "new", "95", "%", "interval"]]
    (photographs,) = (line for line in lines if line.startswith("photographs of one digit"))
    figures = "2 2 ≥ 98.0 % 50.0 % ✗ 9.5 to 90.5 % 100.0 % ✓ 34.2 to 100.0 %"
    assert " ".join(photographs.split()).endswith(f" exactly {figures} {OBSERVATION}")
    assert any("never ✗" in line and "0.25 s ✓" in line for line in lines)
    assert any(line.startswith("single_photo, exact") for line in lines)


def test_data_has_the_same_figures() -> None:
    # Strict JSON has no Infinity.
    known = json.loads(json.dumps(data(EVIDENCE), allow_nan=False))
    first, steady = known["summary"][0], known["summary"][-2]
    assert first["figures"] == {"old": 0.5, "new": 1.0}
    assert (first["bar"], first["pictures"], first["unit"]) == ({"at_least": 0.98}, 2, "share")
    assert first["n"] == {"old": 2, "new": 2}
    assert first["intervals"] == {"old": [0.09453, 0.90547], "new": [0.34237, 1.0]}
    assert first["observation"] is True
    assert steady["figures"] == {"old": None, "new": 0.25}
    assert {line["measure"]: line["figures"] for line in known["kinds"]} == {
        "exact": {"old": 0.5, "new": 1.0},
        "refused": {"old": 0.0, "new": 0.0},
        "unread": {"old": 0.0, "new": 0.0},
    }
    assert known["median_ms"] == {"old": 1.0, "new": 1.0}
    assert known["median_ms_intervals"] == {"old": [1.0, 1.0], "new": [1.0, 1.0]}
