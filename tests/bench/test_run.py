import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from digitcam.bench import run
from digitcam.bench.rows import ROWS, Outcome, Row
from digitcam.bench.table import text
from digitcam.commands.bench import bench


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


def test_the_table_says_why_something_was_not_measured() -> None:
    line = text([Outcome("glass", skipped="no Chromium here")]).splitlines()[-1]
    assert "no Chromium here" in line
    assert "✓" not in line


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_what_reaches_the_stretch_goal_reaches_the_bar(row: Row) -> None:
    assert row.met(row.stretch)
    assert row.stretched(row.stretch)
