import json
import subprocess
import sys
from pathlib import Path

import cv2
import pytest
from click.testing import CliRunner, Result

from digitcam.commands.read import read
from tests.paper import mnist_digit, page

READ_AND_LIST_MODULES = """
import sys
from digitcam.commands.read import read
try:
    read(sys.argv[1:])
except SystemExit:
    print(sorted({"keras", "tensorflow", "streamlit", "aiortc"} & set(sys.modules)))
"""


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


def run(trained: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(read, ["--model", str(trained / "model.keras"), *map(str, arguments)])


def test_read_prints_a_line_per_picture(trained: Path, seven: Path, number: Path) -> None:
    result = run(trained, seven, number)
    assert (result.exit_code, result.stdout) == (0, f"{seven}\t7\n{number}\t407\n")


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
