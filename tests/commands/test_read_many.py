"""``read`` with folders, many files and an interrupt."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import cv2
import psutil
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from digitcam.commands.batch import read_in_order
from digitcam.commands.folders import find_pictures
from digitcam.commands.read import read
from digitcam.pictures.endings import ENDINGS
from digitcam.pictures.loading import load_picture
from tests.conftest import ROOT
from tests.paper import mnist_digit, page
from tests.pictures.files import heic


def run(trained: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(read, ["--model", str(trained / "model.keras"), *map(str, arguments)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of four pictures, and files that are none."""
    top = tmp_path / "scans"
    (top / "b" / "deep").mkdir(parents=True)
    (top / ".hidden").mkdir()
    for label, name in {4: "b/deep/x.PNG", 2: "b/a.jpg", 6: "c.png", 7: "a.jpeg"}.items():
        cv2.imwrite(str(top / name), page(mnist_digit(label)))
    for name in ("notes.txt", "._c.png", ".hidden/d.png", "b/list.csv"):
        (top / name).write_text("no picture")
    return top


def test_read_folder_reads_its_pictures_sorted_by_path(trained: Path, folder: Path) -> None:
    result = run(trained, folder)
    names = ["a.jpeg", "b/a.jpg", "b/deep/x.PNG", "c.png"]
    assert result.exit_code == 0
    assert result.stdout == "".join(f"{folder / name}\t{label}\n" for name, label in zip(names, "7246", strict=True))


def test_read_folder_keeps_its_place_among_files(folder: Path, tmp_path: Path) -> None:
    first, last = tmp_path / "z.unusual", tmp_path / "gone.png"
    assert find_pictures([first, folder / "b", "-", last]).files == [
        first,
        folder / "b" / "a.jpg",
        folder / "b" / "deep" / "x.PNG",
        "-",
        last,
    ]


def test_read_folder_without_pictures_says_so_and_others_are_read(trained: Path, folder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    result = run(trained, empty, folder / "c.png")
    assert (result.exit_code, result.stdout) == (1, f"{folder / 'c.png'}\t6\n")
    assert f"digitcam: {empty} has no pictures. Their names end in png, jpg" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege")
def test_find_pictures_link_in_a_circle_is_not_followed(folder: Path) -> None:
    (folder / "b" / "up").symlink_to(folder)
    assert len(find_pictures([folder]).files) == 4


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may list every folder")
def test_find_pictures_folder_that_cannot_be_listed_is_named(folder: Path) -> None:
    (folder / "b").chmod(0)
    found = find_pictures([folder])
    (folder / "b").chmod(0o700)
    assert len(found.files) == 2
    assert "Permission denied" in found.problems[0]


@pytest.mark.parametrize("ending", ENDINGS)
def test_endings_are_of_files_that_can_be_read(tmp_path: Path, ending: str) -> None:
    picture = Image.fromarray(page(mnist_digit(7)))
    path = tmp_path / f"a.{ending}"
    if ending.startswith("h"):
        path.write_bytes(heic(picture))
    else:
        picture.save(path)
    assert load_picture(path).size > 0


def test_read_without_terminal_shows_no_progress(trained: Path, folder: Path, tmp_path: Path) -> None:
    assert run(trained, folder, "-o", tmp_path / "out.jsonl").stderr == ""


def test_read_any_number_of_jobs_gives_the_same(trained: Path, folder: Path, tmp_path: Path) -> None:
    def records(jobs: int) -> list[dict[str, object]]:
        out = tmp_path / f"{jobs}.jsonl"
        assert run(trained, "--jobs", str(jobs), folder, folder, "-o", out).exit_code == 0
        return [json.loads(line) | {"ms": None} for line in out.read_text().splitlines()]

    assert len(records(1)) == 8
    assert records(1) == records(3)


def test_read_in_order_starts_no_file_after_an_interrupt_and_uses_what_was_read() -> None:
    begun: list[int] = []
    used: list[int] = []
    third = threading.Event()

    def work(number: int) -> int:
        begun.append(number)
        if number == 2:
            signal.raise_signal(signal.SIGINT)
            third.wait(5)
        return number

    def use(number: int) -> None:
        used.append(number)
        third.set()

    assert not read_in_order(range(1000), work, use, jobs=2)
    assert used == begun == sorted(begun)
    assert 3 <= len(used) < 20


def test_read_in_order_error_of_the_output_ends_it() -> None:
    begun: list[int] = []

    def use(number: int) -> None:
        raise OSError(number)

    with pytest.raises(OSError, match="0"):
        read_in_order(range(1000), begun.append, lambda _: use(0), jobs=2)
    assert len(begun) < 30


@pytest.mark.skipif(sys.platform == "win32", reason="an interrupt is sent in another way")
def test_read_interrupted_by_the_terminal_finishes_the_document(trained: Path, tmp_path: Path) -> None:
    seven, document, out = tmp_path / "a.png", tmp_path / "b.pdf", tmp_path / "out.jsonl"
    picture = Image.fromarray(page(mnist_digit(7)))
    picture.save(seven)
    picture.save(document, save_all=True, append_images=[picture] * 24)
    arguments = ["read", "--model", str(trained / "model.keras"), "--jobs", "1", str(seven), str(document)]
    command = [sys.executable, "-m", "digitcam", *arguments, *([str(seven)] * 20), "-o", str(out)]
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL) as process:
        while not out.exists() or not out.stat().st_size:
            assert process.poll() is None
            time.sleep(0.01)
        while not psutil.Process(process.pid).children():
            assert process.poll() is None
        # The child decodes by now. A terminal sends the interrupt to all processes.
        time.sleep(0.3)
        os.killpg(process.pid, signal.SIGINT)
    names = [json.loads(line)["file"] for line in out.read_text().splitlines()]
    assert process.returncode == 130
    assert names == [str(seven), str(document), *(f"{document}[{number}]" for number in range(2, 26))]


@pytest.mark.skipif(sys.platform == "win32", reason="an interrupt is sent in another way")
def test_read_interrupted_loses_nothing_and_goes_on_with_resume(trained: Path, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    for number in range(300):
        (folder / f"c{number:03}.png").symlink_to(folder / "c.png")
    arguments = ["read", "--model", str(trained / "model.keras"), str(folder), "-o", str(out)]
    command = [sys.executable, "-m", "digitcam", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        while not out.exists() or not out.stat().st_size:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        message = process.communicate()[1]
    lines = out.read_text().splitlines()
    assert process.returncode == 130
    assert f"Interrupted: {len(lines)} of 304 files were read. The results are in {out}." in message
    assert 0 < len(lines) < 304
    assert run(trained, folder, "-o", out, "--resume").exit_code == 0
    resumed = [json.loads(line) for line in out.read_text().splitlines()]
    assert [record["file"] for record in resumed] == list(map(str, find_pictures([folder]).files))
    assert out.read_text().splitlines()[: len(lines)] == lines
