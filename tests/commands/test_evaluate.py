import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner, Result

from digitcam.commands.evaluate import evaluate
from digitcam.evaluate.styles import FONT_STYLES, STYLES
from digitcam.training import photographs
from tests.paper import mnist_digit, page


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Two sevens, one of them said to be a one, and blank paper."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name, digits in {"seven": [mnist_digit(7)], "other": [mnist_digit(7, nth=1)], "blank": []}.items():
        cv2.imwrite(str(folder / f"{name}.png"), page(*digits))
    rows = ["seven.png,7,single_photo,x", "other.png,1,single_photo,x", "blank.png,,negative_blank_paper,x"]
    (folder / "labels.csv").write_text("\n".join(["file,label,kind,source", *rows]))
    return folder


def run(trained: Path, *arguments: str | Path) -> Result:
    fixed = ["--architecture", "dense", "--model", str(trained / "model.keras"), "--limit", "2"]
    return CliRunner().invoke(evaluate, [*fixed, *map(str, arguments)])


def test_evaluate_mnist_is_always_measured(trained: Path) -> None:
    result = run(trained)
    assert result.exit_code == 0
    assert "clean MNIST test set" in result.stdout
    assert "rendered" not in result.stdout
    assert "photographs" not in result.stdout


def test_evaluate_photographs_are_read_by_all_readers(trained: Path, pictures: Path) -> None:
    result = run(trained, "--photos", pictures, "--json")
    known = json.loads(result.stdout)
    figures = {line["title"]: line["figures"] for line in known["summary"]}
    assert figures["photographs of one digit, read exactly"]["28×28"] == 0.5
    assert figures["a digit claimed: blank paper, rooms, objects"] == {"classic": 1.0, "28×28": 0.0, "ours": 0.0}
    assert set(known["median_ms"]) == {"classic", "28×28", "ours"}
    assert "photographs" in result.stderr


def test_evaluate_scenes_and_held_digits_are_measured(trained: Path) -> None:
    known = json.loads(run(trained, "--scenes", "--json", "--limit", "1").stdout)
    assert set(STYLES) | set(FONT_STYLES) <= {line["kind"] for line in known["kinds"]}
    assert known["summary"][-1]["title"] == "a held digit: changes while held"


def test_evaluate_limit_holds_for_each_kind(trained: Path, pictures: Path) -> None:
    known = json.loads(run(trained, "--photos", pictures, "--json", "--limit", "1").stdout)
    assert {line["kind"]: line["pictures"] for line in known["kinds"]} == {
        "single_photo": 1,
        "negative_blank_paper": 1,
        "mnist": 1,
    }


def test_evaluate_only_ours_leaves_out_the_others(trained: Path, pictures: Path) -> None:
    known = json.loads(run(trained, "--photos", pictures, "--json", "--only-ours").stdout)
    assert list(known["median_ms"]) == ["ours"]
    assert {line["kind"] for line in known["kinds"]} == {"single_photo", "negative_blank_paper"}
    alone = json.loads(run(trained, "--json", "--only-ours").stdout)
    assert {line["kind"] for line in alone["kinds"]} == {"mnist"}


def test_evaluate_report_is_written(trained: Path, pictures: Path, tmp_path: Path) -> None:
    result = run(trained, "--photos", pictures, "--report", tmp_path / "report")
    content = (tmp_path / "report" / "index.html").read_text("utf-8")
    assert "other.png" in content
    assert str(tmp_path / "report" / "index.html") in result.stderr


@pytest.mark.parametrize(
    ("break_it", "message"),
    [
        (lambda folder: (folder / "labels.csv").unlink(), "labels.csv is missing"),
        (lambda folder: (folder / "labels.csv").write_text("a,b\n"), "must have the columns"),
        (lambda folder: (folder / "seven.png").unlink(), "lists 'seven.png', which is not there"),
        (lambda folder: (folder / "seven.png").write_text("7"), "seven.png is not a picture"),
    ],
)
def test_evaluate_invalid_folder_is_reported(trained: Path, pictures: Path, break_it: object, message: str) -> None:
    break_it(pictures)  # type: ignore[operator]
    result = run(trained, "--photos", pictures)
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_evaluate_unwritable_report_is_reported_first(trained: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run(trained, "--report", tmp_path / "file")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "The report cannot be written to" in result.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        ["--limit", "0"],
        ["--architecture", "none"],
        ["pictures"],
        ["--ablate"],
        ["--ablate", "--scenes", "--report", "report"],
    ],
)
def test_evaluate_wrong_usage_is_reported(trained: Path, wrong: list[str]) -> None:
    assert run(trained, *wrong).exit_code == 2


def test_evaluate_photograph_crops_are_counted(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blank = np.full((60, 80), 200, np.uint8)
    monkeypatch.setattr(photographs, "load", lambda *, held_out: (blank,) if held_out else ())
    known = json.loads(run(trained, "--photographs", "--json").stdout)
    assert known["photograph_crops"]["crops"] == 2
    assert known["photograph_crops"]["claims"] == 0
    assert "a digit claimed in a crop of a photograph" in run(trained, "--photographs").stdout


def test_evaluate_ablate_leaves_out_each_part(taught: Path, pictures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blank = np.full((60, 80), 200, np.uint8)
    monkeypatch.setattr(photographs, "load", lambda *, held_out: (blank,) if held_out else ())
    arguments: list[str | Path] = ["--ablate", "--photos", pictures, "--sheets", "--photographs"]
    known = json.loads(run(taught, *arguments, "--json").stdout)
    assert {"single", "negative without digits", "sheet", "photograph without digits"} == set(known)
    assert {"full reader", "without size", "without column", "without verifier"} <= set(known["sheet"])
    assert "more than the full reader" in run(taught, "--ablate", "--photos", pictures).stdout


def test_evaluate_ablate_without_paper_network_says_what_to_do(trained: Path) -> None:
    result = run(trained, "--ablate", "--scenes")
    assert result.exit_code == 1
    assert "--model" in result.stderr
