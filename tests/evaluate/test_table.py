import json
from itertools import chain

import pytest

from digitcam.evaluate.bars import ROWS, SummaryRow, claims, errors, exact, refusals
from digitcam.evaluate.held import Steadiness
from digitcam.evaluate.run import Evidence
from digitcam.evaluate.samples import PATCH, Answer
from digitcam.evaluate.styles import STYLES
from digitcam.evaluate.table import data, kinds, summary, text
from tests.evaluate.answers import answered


def test_text_without_answers_has_no_rows() -> None:
    evidence = {"a": Evidence()}
    assert summary(evidence) == []
    assert kinds(evidence) == []
    assert "median time" in text(evidence)
    assert data(evidence) == {"summary": [], "kinds": [], "median_ms": {"a": None}}


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
    assert (exact(answers), errors(answers), claims(answers), refusals(answers)) == figures


@pytest.mark.parametrize("row", [row for row in ROWS if row.kinds], ids=lambda row: row.criterion.title)
def test_summary_row_counts_only_its_kinds(row: SummaryRow) -> None:
    title = row.criterion.title
    truth = "" if "claimed" in title or title.startswith("…") else "12" if "error rate" in title else "1"
    perfect, wrong = ("", "7") if not truth else (truth, "?")
    others = [answered(wrong, truth, "another_kind")]
    for kind in row.kinds:
        good, bad = (row.measure(Evidence([answered(said, truth, kind), *others])) for said in (perfect, wrong))
        assert good is not None
        assert bad is not None
        assert row.criterion.met(good)
        assert not row.criterion.met(bad)


PHOTOGRAPHED = {
    *("single_photo", "single_webcam", "single_photo_smallcrop"),
    *("multi_photo", "multi_photo_crop", "multi_webcam", "multi_scattered", "multi_scan_cheque"),
    *("negative_blank_paper", "negative_object", "negative_whiteboard"),
    *("negative_handwritten_text", "negative_document", "negative_math_symbol", "negative_other_script"),
}


def test_summary_measured_rows_are_shown() -> None:
    counted = set(chain.from_iterable(row.kinds for row in ROWS))
    assert counted == PHOTOGRAPHED | set(STYLES) | {PATCH}


def test_summary_held_digits_are_judged_by_the_median() -> None:
    held = [Steadiness(0.1, 0), Steadiness(0.2, 1), Steadiness(float("inf"), 9)]
    lines = {line.row.criterion.title: line.figures["a"] for line in summary({"a": Evidence(held=held)})}
    assert lines == {"a held digit: time to a steady reading": 0.2, "a held digit: changes while held": 1}


EVIDENCE = {
    "old": Evidence([answered("1", "7"), answered("7", "7")], [Steadiness(float("inf"), 3)]),
    "new": Evidence([answered("7", "7"), answered("7", "7")], [Steadiness(0.25, 0)], training_s=45.0),
}


def test_text_has_a_column_per_reader() -> None:
    lines = text(EVIDENCE).splitlines()
    assert lines[0].split() == ["pictures", "bar", "old", "new"]
    (photographs,) = (line for line in lines if line.startswith("photographs of one digit"))
    assert " ".join(photographs.split()).endswith(" exactly 2 ≥ 98.0 % 50.0 % ✗ 100.0 % ✓")
    assert any("never ✗" in line and "0.25 s ✓" in line for line in lines)
    assert any(line.startswith("single_photo, exact") for line in lines)


def test_data_has_the_same_figures() -> None:
    # Strict JSON has no Infinity.
    known = json.loads(json.dumps(data(EVIDENCE), allow_nan=False))
    first, steady = known["summary"][0], known["summary"][-2]
    assert first["figures"] == {"old": 0.5, "new": 1.0}
    assert (first["bar"], first["pictures"], first["unit"]) == ({"at_least": 0.98}, 2, "share")
    assert steady["figures"] == {"old": None, "new": 0.25}
    assert {line["measure"]: line["figures"] for line in known["kinds"]} == {
        "exact": {"old": 0.5, "new": 1.0},
        "refused": {"old": 0.0, "new": 0.0},
    }
    assert known["median_ms"] == {"old": 1.0, "new": 1.0}
