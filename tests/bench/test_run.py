import json
import sys
from collections.abc import Iterator
from typing import get_args

import pytest
from click.testing import CliRunner

from digitcam.bench import batch, large_sheet, photographs, run
from digitcam.bench.browser import WITHOUT
from digitcam.bench.rows import ROWS, BenchRow, Outcome, Part
from digitcam.bench.table import text
from digitcam.commands.bench import bench
from digitcam.errors import DigitcamError


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    def frames() -> Iterator[Outcome]:
        yield Outcome("off", 0.015, "0.03 ms", "2 ms")
        yield Outcome("digit", 0.2, "0.4 ms", "2 ms")

    def browser() -> Iterator[Outcome]:
        yield Outcome("glass", skipped="no Chromium here")

    monkeypatch.setattr(run, "PARTS", {"frames": frames, "browser": browser})


@pytest.mark.usefixtures("quick")
def test_outcomes_are_in_the_tables_order() -> None:
    begun: list[str] = []
    measured = run.outcomes(["browser", "frames"], begun.append)
    assert begun == ["browser", "frames"]
    assert [outcome.row for outcome in measured] == ["digit", "off", "glass"]


@pytest.mark.usefixtures("quick")
def test_bench_json_has_every_outcome() -> None:
    result = CliRunner().invoke(bench, ["--only", "frames", "--json"])
    assert result.exit_code == 0, result.output
    digit, off = json.loads(result.stdout)
    assert (digit["met"], off["met"]) == (False, True)
    assert digit["bar"] == {"at_most": 0.15, "stretch": 0.05}


def test_outcomes_failed_part_is_reported_and_others_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def memory() -> Iterator[Outcome]:
        yield Outcome("memory_frames", 1.0, "200 MB", "199 MB")
        raise EOFError

    def browser() -> Iterator[Outcome]:
        yield from ()
        raise DigitcamError("the page has no video\nand a trace")

    monkeypatch.setattr(run, "PARTS", {"memory": memory, "browser": browser})
    measured = {outcome.row: outcome for outcome in run.outcomes(["memory", "browser"], lambda _: None)}
    assert measured["memory_frames"].figure == 1.0
    assert measured["memory_rounds"].skipped == "failed: EOFError"
    assert measured["glass"].skipped == "failed: the page has no video"
    assert [row.name for row in ROWS if row.name in measured] == list(measured)


def test_outcomes_without_playwright_browser_rows_are_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    rows = {outcome.row: outcome.skipped for outcome in run.outcomes(["browser"], lambda _: None)}
    assert set(rows) == {row.name for row in ROWS if row.part == "browser"}
    assert set(rows.values()) == {WITHOUT}


def test_outcomes_without_tesseract_reports_own_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digitcam.bench.photographs.shutil.which", lambda _: None)
    (outcome,) = photographs.measure(2)
    assert outcome.figure is None
    assert outcome.ours.endswith("a second")
    assert "Tesseract" in outcome.skipped


def test_outcomes_large_sheet_has_as_many_pixels_and_digits_as_its_row_says() -> None:
    (outcome,) = large_sheet.measure()
    assert outcome.figure is not None
    assert large_sheet.picture().size == pytest.approx(12e6, rel=0.01)
    assert sum(len(cell) for card in large_sheet.cards() for row in card.table for cell in row) == 273


def test_outcomes_batch_compares_one_two_and_dask() -> None:
    two, dask = batch.measure(count=4, rounds=1)
    assert (two.row, dask.row) == ("batch_two", "batch_dask")
    assert two.ours == dask.floor
    for each in (two, dask):
        ours, floor = (float(text.removesuffix(" a second")) for text in (each.ours, each.floor))
        assert each.figure == pytest.approx(ours / floor, rel=0.2)


def test_outcomes_batch_without_dask_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digitcam.bench.batch.find_spec", lambda _: None)
    two, dask = batch.measure(count=2, rounds=1)
    assert two.figure is not None
    assert dask.skipped == "needs Dask: pip install -r requirements-cluster.lock"


def test_parts_each_has_rows() -> None:
    assert {row.part for row in ROWS} == set(get_args(Part)) == set(run.PARTS)


def test_text_skipped_row_has_its_reason() -> None:
    line = text([Outcome("glass", skipped="no Chromium here")]).splitlines()[-1]
    assert "no Chromium here" in line
    assert "✓" not in line


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_rows_stretch_is_harder_than_the_bar(row: BenchRow) -> None:
    criterion = row.criterion
    assert criterion.bar is not None
    assert criterion.stretch is not None
    assert criterion.met(criterion.stretch)
    assert not criterion.stretched(criterion.bar)
