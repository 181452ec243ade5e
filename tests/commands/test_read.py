import contextlib
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import cv2
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from digitcam import __version__
from digitcam.__main__ import main
from digitcam.commands import sources
from digitcam.commands.read import read
from digitcam.data import mnist
from digitcam.evaluate.sheets import render_sheet
from digitcam.recognition.turning import Turn, turn_picture
from tests.conftest import ROOT
from tests.paper import mnist_digit, page
from tests.pictures.files import heic

READ_AND_LIST_MODULES = """
import sys
from digitcam.commands.read import read
try:
    read(sys.argv[1:])
except SystemExit:
    print(sorted({"aiortc", "dask", "distributed", "keras", "streamlit", "tensorflow"} & set(sys.modules)))
"""


SHEET = render_sheet("sheet_gaps", 0, mnist.load())
"""Four columns, some cells empty."""


@pytest.fixture(scope="module")
def seven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "seven.png"
    cv2.imwrite(str(path), page(mnist_digit(7)))
    return path


@pytest.fixture(scope="module")
def number(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "number.png"
    cv2.imwrite(str(path), page(mnist_digit(4), mnist_digit(0), mnist_digit(7)))
    return path


def run(trained: Path, *arguments: str | Path, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(read, ["--model", str(trained / "model.keras"), *map(str, arguments)], input=stdin)


def test_read_prints_a_line_per_picture(trained: Path, seven: Path, number: Path) -> None:
    result = run(trained, seven, number)
    assert (result.exit_code, result.stdout) == (0, f"{seven}\t7\n{number}\t407\n")


def test_read_pdf_and_heic_are_read_page_by_page(trained: Path, seven: Path, tmp_path: Path) -> None:
    with Image.open(seven) as picture:
        picture.convert("RGB").save(tmp_path / "a.pdf", save_all=True, append_images=[picture.rotate(0)])
        (tmp_path / "b.heic").write_bytes(heic(picture.convert("RGB")))
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.7")
    result = run(trained, tmp_path / "c.pdf", tmp_path / "a.pdf", tmp_path / "b.heic")
    assert result.stdout == f"{tmp_path}/a.pdf\t7\n{tmp_path}/a.pdf[2]\t7\n{tmp_path}/b.heic\t7\n"
    assert result.exit_code == 1
    assert "c.pdf cannot be read" in result.stderr


def test_read_json_has_text_and_boxes(trained: Path, number: Path) -> None:
    (record,) = (json.loads(line) for line in run(trained, "--json", number).stdout.splitlines())
    assert set(record) == {"file", "text", "digits", "ms"}
    assert (record["file"], record["text"]) == (str(number), "407")
    assert [d["digit"] for d in record["digits"]] == [4, 0, 7]
    left = [d["box"][0] for d in record["digits"]]
    assert left == sorted(left)
    assert all(0.8 <= d["confidence"] <= 1 and d["box"][0] < d["box"][2] for d in record["digits"])


@pytest.mark.parametrize(("options", "text"), [(["--threshold", "0"], ""), (["--threshold", "140"], "7"), ([], "7")])
def test_read_threshold_is_used(trained: Path, seven: Path, options: list[str], text: str) -> None:
    assert run(trained, *options, seven).stdout == f"{seven}\t{text}\n"


def test_read_box_is_used(trained: Path, number: Path) -> None:
    assert run(trained, "--box", "number", number).stdout.endswith("\t407\n")
    assert not run(trained, "--box", "digit", number).stdout.endswith("\t407\n")


def test_read_unreadable_file_is_named_and_others_are_read(trained: Path, seven: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.png"
    letter.write_text("Dear Ada")
    result = run(trained, letter, tmp_path / "gone.png", seven)
    assert result.exit_code == 1
    assert result.stdout == f"{seven}\t7\n"
    assert "letter.png is not a picture" in result.stderr
    assert "gone.png" in result.stderr


@pytest.mark.parametrize("wrong", [["--threshold", "256"], ["--threshold", "x"], ["--box", "round"], []])
def test_wrong_usage_is_reported(trained: Path, seven: Path, wrong: list[str]) -> None:
    result = run(trained, *wrong, *([seven] if wrong else []))
    assert result.exit_code == 2
    assert "Error" in result.stderr


def test_read_missing_network_is_named(seven: Path, tmp_path: Path) -> None:
    result = run(tmp_path, seven)
    assert result.exit_code == 1
    assert "There is no network" in result.stderr
    assert "digitcam train" in result.stderr


def test_read_imports_no_tensorflow_and_prints_nothing_else(trained: Path, seven: Path) -> None:
    command = [sys.executable, "-c", READ_AND_LIST_MODULES, "--model", str(trained / "model.keras"), str(seven)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (result.stdout, result.stderr) == (f"{seven}\t7\n[]\n", "")


NASTY_NAMES = [
    "数字.png",
    "tab\there.png",
    "two\nlines.png",
    "return\rhere.png",
    "\x1b[2Jclear\x07.png",
    "turned\u202egnp.png",
]
NOT_UTF8 = os.fsdecode(b"caf\xe9.png")


@pytest.fixture
def nasty(seven: Path, tmp_path: Path) -> list[Path]:
    """Copies of the seven under names that are hard to print, as far as the file system takes them."""
    paths = []
    for name in [*NASTY_NAMES, NOT_UTF8]:
        with contextlib.suppress(OSError, ValueError):
            shutil.copy(seven, tmp_path / name)
            paths.append(tmp_path / name)
    return paths


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_read_name_that_cannot_be_printed_is_escaped(trained: Path, nasty: list[Path], encoding: str) -> None:
    gone = [path.with_suffix(".gone") for path in nasty]
    command = [sys.executable, "-m", "digitcam", "read", "--model", str(trained / "model.keras")]
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    result = subprocess.run([*command, *nasty, *gone], capture_output=True, env=environment, cwd=ROOT)
    assert result.returncode == 1
    for lines in (result.stdout.splitlines(), result.stderr.splitlines()):
        assert len(lines) == len(nasty)
        assert not any(byte < 32 and byte != 9 for line in lines for byte in line)
    assert [line.split(b"\t")[1:] for line in result.stdout.splitlines()] == [[b"7"]] * len(nasty)
    assert b"Traceback" not in result.stderr


def test_read_json_names_are_exact(trained: Path, nasty: list[Path]) -> None:
    result = run(trained, "--json", *nasty)
    assert result.stdout.isascii()
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()] == list(map(str, nasty))


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is reported in another way")
def test_read_closed_pipe_ends_quietly(trained: Path, seven: Path) -> None:
    command = [sys.executable, "-m", "digitcam", "read", "--model", str(trained / "model.keras"), *[str(seven)] * 40]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().endswith(b"\t7\n")
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_read_dash_is_standard_input(trained: Path, seven: Path, options: list[str]) -> None:
    result = run(trained, *options, seven, "-", stdin=seven.read_bytes())
    assert result.exit_code == 0
    first, second = result.stdout.splitlines()
    assert second == "-\t7" if not options else json.loads(second)["file"] == "-"
    assert len(first) > len("-\t7")


@pytest.mark.parametrize(("stdin", "words"), [(b"", "is empty"), (b"Dear Ada", "Standard input (-) is not a picture")])
def test_read_unreadable_standard_input_others_are_read(trained: Path, seven: Path, stdin: bytes, words: str) -> None:
    result = run(trained, "-", seven, stdin=stdin)
    assert (result.exit_code, result.stdout) == (1, f"{seven}\t7\n")
    assert words in result.stderr


def test_read_endless_standard_input_is_refused(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_PIPE_BYTES", 1000)
    result = run(trained, "-", stdin=bytes(1001))
    assert result.exit_code == 1
    assert "has more than" in result.stderr


def test_read_second_dash_is_refused(trained: Path) -> None:
    result = run(trained, "-", "-", stdin=b"x")
    assert result.exit_code == 2
    assert "read once" in result.stderr


def test_read_file_named_dash_is_a_file(
    trained: Path, seven: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(seven, tmp_path / "-")
    monkeypatch.chdir(tmp_path)
    assert run(trained, "./-", stdin=b"").stdout == "-\t7\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_read_pipe_is_read_like_standard_input(trained: Path, seven: Path, tmp_path: Path) -> None:
    pipe, empty = tmp_path / "pipe", tmp_path / "empty"
    for path, content in ((pipe, seven.read_bytes()), (empty, b"")):
        os.mkfifo(path)
        threading.Thread(target=path.write_bytes, args=[content], daemon=True).start()
    result = run(trained, pipe, empty)
    assert result.stdout == f"{pipe}\t7\n"
    assert result.stderr == f"digitcam: {empty} is empty.\n"


def test_read_name_that_is_too_long_says_so(trained: Path, seven: Path) -> None:
    result = run(trained, "a" * 300, seven)
    assert result.stdout == f"{seven}\t7\n"
    assert "cannot be read: " in result.stderr
    assert "unforeseen" not in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="descriptors are closed in another way")
def test_read_closed_standard_error_pictures_are_read(trained: Path, seven: Path) -> None:
    command = [sys.executable, "-m", "digitcam", "read", "--model", str(trained / "model.keras")]
    command += [str(seven), str(seven.parent / "gone.png")]
    result = subprocess.run(["sh", "-c", '"$@" 2>&-', "sh", *command], capture_output=True, text=True, cwd=ROOT)
    assert (result.returncode, result.stdout) == (1, f"{seven}\t7\n")


@pytest.mark.parametrize("command", [["--version"], ["read", "--model", "\x1b[2J.keras", "seven.png"]])
def test_main_prints_version_and_clean_errors(command: list[str]) -> None:
    result = CliRunner().invoke(main, command)
    if command == ["--version"]:
        assert (result.exit_code, result.stdout) == (0, f"digitcam {__version__}\n")
    else:
        assert result.exit_code == 1
        assert "\x1b" not in result.output
        assert "\\x1b[2J.keras" in result.stderr


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "sheet.png"
    cv2.imwrite(str(path), SHEET.picture)
    return path


def test_read_table_prints_a_row_per_line_with_tabs_between_cells(taught: Path, sheet: Path) -> None:
    assert run(taught, "--table", sheet).stdout == "".join("\t".join(row) + "\n" for row in SHEET.table)


def test_read_table_of_several_files_begins_rows_with_the_name(taught: Path, seven: Path, sheet: Path) -> None:
    rows = [line.split("\t") for line in run(taught, "--table", seven, sheet).stdout.splitlines()]
    assert rows == [[str(seven), "7"], *([str(sheet), *row] for row in SHEET.table)]


def test_read_table_json_adds_rows_and_cells(taught: Path, sheet: Path) -> None:
    record = json.loads(run(taught, "--table", "--json", sheet).stdout)
    assert record["rows"] == [list(row) for row in SHEET.table]
    assert "turned" not in record
    filled = [(r, c, text) for r, row in enumerate(SHEET.table) for c, text in enumerate(row) if text]
    assert [(cell["row"], cell["column"], cell["text"]) for cell in record["cells"]] == filled
    assert all(0 < cell["confidence"] <= 1 and cell["box"][0] < cell["box"][2] for cell in record["cells"])
    assert record["text"] == "\n".join("  ".join(filter(None, row)) for row in SHEET.table)


@pytest.mark.parametrize("turned", [90, 180])
def test_read_page_that_is_turned_is_read_like_the_upright_one(
    taught: Path, sheet: Path, tmp_path: Path, turned: Turn
) -> None:
    path = tmp_path / "turned.png"
    cv2.imwrite(str(path), turn_picture(SHEET.picture, turned))
    record, upright = (json.loads(run(taught, "--table", "--json", file).stdout) for file in (path, sheet))
    assert record["turned"] == 360 - turned
    assert [record[key] for key in ("rows", "cells", "digits")] == [upright[key] for key in ("rows", "cells", "digits")]
