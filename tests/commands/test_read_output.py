"""``read -o``: results in files."""

import csv
import json
from pathlib import Path

import cv2
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from digitcam.commands.answers import Answer
from digitcam.commands.read import read
from digitcam.commands.results import open_results
from digitcam.commands.resuming import finished
from digitcam.data import mnist
from digitcam.evaluate.sheets import render_sheet
from tests.paper import mnist_digit, page

SHEET = render_sheet("sheet_gaps", 0, mnist.load())
"""Four columns, some cells empty."""


def run(trained: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(read, ["--model", str(trained / "model.keras"), *map(str, arguments)])


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "sheet.png"
    cv2.imwrite(str(path), SHEET.picture)
    return path


@pytest.fixture(scope="module")
def seven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "seven.png"
    cv2.imwrite(str(path), page(mnist_digit(7)))
    return path


def table(name: str, *rows: tuple[str, ...]) -> Answer:
    return Answer("printed", "", name, rows)


def written(path: Path, *answers: Answer, names: bool = False) -> Path:
    with open_results(path, names, 0) as write:
        for each in answers:
            write(each)
    return path


def sheets(path: Path) -> dict[str, list[tuple[object, ...]]]:
    return {each.title: list(each.iter_rows(values_only=True)) for each in load_workbook(path).worksheets}


def test_read_csv_has_the_rows_of_the_sheet(taught: Path, sheet: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    result = run(taught, "--table", sheet, "-o", out)
    assert (result.exit_code, result.output) == (0, "")
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert list(map(tuple, csv.reader(file))) == list(SHEET.table)


def test_read_csv_of_several_files_begins_rows_with_the_name(
    taught: Path, seven: Path, sheet: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    assert run(taught, "--table", seven, sheet, "-o", out).exit_code == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [[str(seven), "7"], *([str(sheet), *row] for row in SHEET.table)]


def test_read_excel_has_a_sheet_per_picture(taught: Path, seven: Path, sheet: Path, tmp_path: Path) -> None:
    out = tmp_path / "OUT.XLSX"
    assert run(taught, "--table", sheet, seven, "-o", out).exit_code == 0
    numbers = [tuple(int(c) if str(int(c or 0)) == c else c or None for c in row) for row in SHEET.table]
    assert sheets(out) == {"sheet.png": numbers, "seven.png": [(7,)]}
    assert [path.name for path in tmp_path.iterdir()] == ["OUT.XLSX"]


def test_read_jsonl_has_what_json_prints(taught: Path, sheet: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert run(taught, "--table", sheet, "-o", out).exit_code == 0
    (record,) = map(json.loads, out.read_text().splitlines())
    printed = json.loads(run(taught, "--table", "--json", sheet).stdout)
    assert record | {"ms": 0} == printed | {"ms": 0}
    assert record["rows"] == [list(row) for row in SHEET.table]


def test_excel_numbers_are_numbers_unless_that_would_lose_a_digit(tmp_path: Path) -> None:
    out = written(tmp_path / "a.xlsx", table("a.png", ("12", "007", "-3.5", "8,06", "1.50", "1?", "", "1" * 16)))
    assert sheets(out) == {"a.png": [(12, "007", -3.5, "8,06", "1.50", "1?", None, "1" * 16)]}


def test_excel_equal_and_long_names_get_sheets_of_their_own(tmp_path: Path) -> None:
    long = "x" * 40
    names = ["a/scan.png", "b/SCAN.png", "c/scan.png", f"{long}1.png", f"{long}2.png", "scan.tif[2]", "=1+1.png"]
    out = written(tmp_path / "a.xlsx", *(table(name, (str(number),)) for number, name in enumerate(names)))
    assert list(sheets(out).values()) == [[(number,)] for number in range(len(names))]
    assert list(sheets(out))[:4] == ["scan.png", "SCAN.png (2)", "scan.png (3)", "x" * 31]


def test_excel_of_nothing_can_be_opened(tmp_path: Path) -> None:
    assert list(sheets(written(tmp_path / "a.xlsx")).values()) == [[]]


def test_csv_name_is_never_a_formula(tmp_path: Path) -> None:
    out = written(tmp_path / "a.csv", table("=1+1.png", ("-3", "1")), table("b.png", ("-3-5",)), names=True)
    assert out.read_text("utf-8-sig") == "'=1+1.png,-3,1\nb.png,'-3-5\n"


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_results_are_in_the_file_at_once(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"a.{ending}"
    out.write_text("of an earlier run\n" * 9)
    with open_results(out, names=False, kept_bytes=0) as write:
        write(table("a.png", ("printed",)))
        assert out.read_text("utf-8-sig") == "printed\n"


def test_excel_earlier_file_stays_until_the_new_one_is_complete(tmp_path: Path) -> None:
    out = written(tmp_path / "a.xlsx", table("a.png", ("1",)))
    with open_results(out, names=False, kept_bytes=0) as write:
        write(table("b.png", ("2",)))
        assert sheets(out) == {"a.png": [(1,)]}
    assert sheets(out) == {"b.png": [(2,)]}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["-o", "out.txt"], "must end in .csv, .xlsx or .jsonl", id="ending"),
        pytest.param(["-o", "out"], "must end in .csv, .xlsx or .jsonl", id="no ending"),
        pytest.param(["-o", "out.csv"], "add --table", id="csv without table"),
        pytest.param(["--json", "--table", "-o", "out.xlsx"], "leave out --json", id="json as excel"),
        pytest.param(["--resume"], "add -o results.jsonl", id="resume without file"),
        pytest.param(["--resume", "--table", "-o", "out.csv"], "add -o results.jsonl", id="resume of csv"),
        pytest.param(["--jobs", "0"], "--jobs", id="no jobs"),
    ],
)
def test_read_options_that_do_not_fit_are_explained(
    trained: Path, seven: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(trained, *arguments, seven)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", ["csv", "jsonl", "xlsx"])
@pytest.mark.parametrize("place", ["gone", "file"])
def test_read_file_that_cannot_be_written_is_named(
    trained: Path, seven: Path, tmp_path: Path, place: str, ending: str
) -> None:
    (tmp_path / "file").write_text("")
    out = tmp_path / place / f"out.{ending}"
    result = run(trained, "--table", seven, "-o", out)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"Error: {out} cannot be written: " in result.stderr


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_read_full_disk_is_explained(trained: Path, seven: Path, tmp_path: Path, ending: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("the system has no full device")
    (tmp_path / f"out.{ending}").symlink_to("/dev/full")
    result = run(trained, "--table", seven, "-o", tmp_path / f"out.{ending}")
    assert result.exit_code == 1
    assert f"out.{ending} cannot be written: No space left on device." in result.stderr


def test_read_resume_reads_only_what_is_missing(trained: Path, seven: Path, sheet: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert run(trained, seven, "-o", out, "--resume").exit_code == 0
    first = out.read_text()
    assert run(trained, seven, sheet, "-o", out, "--resume").exit_code == 0
    assert out.read_text().startswith(first)
    assert [json.loads(line)["file"] for line in out.read_text().splitlines()] == [str(seven), str(sheet)]


def test_read_resume_replaces_a_line_that_was_cut_off(trained: Path, seven: Path, sheet: Path, tmp_path: Path) -> None:
    out, first = tmp_path / "out.jsonl", tmp_path / "first.png"
    first.write_bytes(seven.read_bytes())
    files = first, seven, sheet
    assert run(trained, *files, "-o", out).exit_code == 0
    out.write_bytes(out.read_bytes()[:-30])
    assert run(trained, *files, "-o", out, "--resume").exit_code == 0
    assert [json.loads(line)["file"] for line in out.read_text().splitlines()] == list(map(str, files))


LINES = [json.dumps({"file": name, "text": "7"}) + "\n" for name in ("a.png", "b.tif", "b.tif[2]", "c.png")]


@pytest.mark.parametrize(
    ("content", "names", "lines"),
    [
        pytest.param("", set(), 0, id="empty"),
        pytest.param("".join(LINES), {"a.png", "b.tif", "c.png"}, 4, id="complete"),
        pytest.param("".join(LINES)[:-1], {"a.png"}, 1, id="line end missing"),
        pytest.param("".join(LINES[:3]) + LINES[3][:5], {"a.png"}, 1, id="cut"),
        pytest.param(LINES[0][:5], set(), 0, id="cut first line"),
    ],
)
def test_finished_leaves_out_files_that_may_be_incomplete(
    tmp_path: Path, content: str, names: set[str], lines: int
) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text(content)
    assert tuple(finished(path)) == (names, len("".join(LINES[:lines])))


@pytest.mark.parametrize("line", ["a list", "7", "[]", "{}", '{"file": 7}'])
def test_read_resume_leaves_a_file_of_another_kind_alone(trained: Path, seven: Path, tmp_path: Path, line: str) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text(LINES[0] + line + "\n")
    result = run(trained, seven, "-o", out, "--resume")
    assert result.exit_code == 1
    assert "is left as it is, because its line 2 is not a result of read" in result.stderr
    assert out.read_text() == LINES[0] + line + "\n"
