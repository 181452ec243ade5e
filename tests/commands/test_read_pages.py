"""``digitcam read``: files with several pages, reduced and cut files, and errors that nobody foresaw."""

import io
import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner, Result
from numpy.typing import NDArray
from PIL import Image

from digitcam.commands.read import read
from digitcam.commands.reading import REPORT
from digitcam.config import ReadSettings
from digitcam.readings import Reading
from digitcam.recognition.recogniser import Recogniser
from tests.paper import mnist_digit, page


def sheet(*digits: int) -> Image.Image:
    return Image.fromarray(page(*(mnist_digit(digit) for digit in digits))[:, :, ::-1].copy())


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(read, [*map(str, arguments)])


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.tif"
    sheet(4).save(path, save_all=True, append_images=[sheet(7), sheet(2)])
    return path


@pytest.fixture
def seven(tmp_path: Path) -> Path:
    path = tmp_path / "seven.png"
    sheet(7).save(path)
    return path


def test_read_every_page_has_a_line(scan: Path, seven: Path) -> None:
    result = run(scan, seven)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{scan}\t4\n{scan}[2]\t7\n{scan}[3]\t2\n{seven}\t7\n"


def test_read_json_names_the_page(scan: Path) -> None:
    records = [json.loads(line) for line in run("--json", scan).stdout.splitlines()]
    assert [record["file"] for record in records] == [str(scan), f"{scan}[2]", f"{scan}[3]"]
    assert [record["text"] for record in records] == ["4", "7", "2"]
    assert all(set(record) == {"file", "text", "digits", "ms"} for record in records)


def test_read_missing_tail_is_remarked(tmp_path: Path) -> None:
    file = io.BytesIO()
    sheet(7).save(file, "JPEG", quality=90)
    path = tmp_path / "cut.jpg"
    path.write_bytes(file.getvalue()[:-40])
    result = run("--json", path)
    record = json.loads(result.stdout)
    assert result.exit_code == 0
    assert record["text"] == "7"
    assert "end is missing" in record["note"]
    assert f"cut.jpg: {record['note']}" in result.stderr


def test_read_boxes_are_in_pixels_of_a_large_original(tmp_path: Path) -> None:
    small, large = tmp_path / "small.jpg", tmp_path / "large.jpg"
    sheet(4, 7).resize((2040, 1530)).save(small)
    sheet(4, 7).resize((8160, 6120)).save(large)
    records = [json.loads(line) for line in run("--json", small, large).stdout.splitlines()]
    assert [record["text"] for record in records] == ["47", "47"]
    for before, after in zip(records[0]["digits"], records[1]["digits"], strict=True):
        np.testing.assert_allclose(np.array(before["box"]) * 4, after["box"], atol=40)


@pytest.mark.parametrize("error", [RuntimeError("secret"), MemoryError(), cv2.error("secret")])
def test_read_unforeseen_error_does_not_end_the_batch(
    seven: Path, scan: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    once = Recogniser.read

    def fail(self: Recogniser, image: NDArray[np.uint8], settings: ReadSettings) -> Reading:
        if image.shape == (100, 100):
            raise error
        return once(self, image, settings)

    monkeypatch.setattr(Recogniser, "read", fail)
    odd = seven.parent / "odd.png"
    Image.new("L", (100, 100)).save(odd)
    result = run(odd, scan, seven)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 4
    assert result.stderr == f"digitcam: {odd} cannot be read for an unforeseen reason. {REPORT}\n"
