import json
import sys
from collections.abc import Iterator
from typing import get_args

import pytest
from click.testing import CliRunner

from digitcam.bench import photographs, run
from digitcam.bench.browser import WITHOUT
from digitcam.bench.rows import ROWS, Outcome, Part, Row
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
def test_outcomes_come_in_the_tables_order() -> None:
    begun: list[str] = []
    measured = run.outcomes(["browser", "frames"], begun.append)
    assert begun == ["browser", "frames"]
    assert [outcome.row for outcome in measured] == ["digit", "off", "glass"]


@pytest.mark.usefixtures("quick")
def test_the_command_prints_what_was_measured_for_programs() -> None:
    result = CliRunner().invoke(bench, ["--only", "frames", "--json"])
    assert result.exit_code == 0, result.output
    digit, off = json.loads(result.stdout)
    assert (digit["met"], off["met"]) == (False, True)
    assert digit["bar"] == {"at_most": 0.15, "stretch": 0.05}


def test_a_part_that_fails_says_so_in_the_rows_it_owes_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_without_playwright_the_browsers_rows_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    rows = {outcome.row: outcome.skipped for outcome in run.outcomes(["browser"], lambda _: None)}
    assert set(rows) == {row.name for row in ROWS if row.part == "browser"}
    assert set(rows.values()) == {WITHOUT}


def test_without_tesseract_our_own_rate_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digitcam.bench.photographs.shutil.which", lambda _: None)
    (outcome,) = photographs.measure(2)
    assert outcome.figure is None
    assert outcome.ours.endswith("a second")
    assert "Tesseract" in outcome.skipped


def test_every_part_has_rows_and_is_measured() -> None:
    assert {row.part for row in ROWS} == set(get_args(Part)) == set(run.PARTS)


def test_the_table_says_why_something_was_not_measured() -> None:
    line = text([Outcome("glass", skipped="no Chromium here")]).splitlines()[-1]
    assert "no Chromium here" in line
    assert "✓" not in line


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_what_reaches_the_stretch_goal_reaches_the_bar(row: Row) -> None:
    assert row.met(row.stretch)
    assert row.stretched(row.stretch)
