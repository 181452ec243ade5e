"""``read --scheduler`` with a real Dask scheduler and real workers."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import pytest
from click.testing import CliRunner, Result
from distributed import Client
from PIL import Image

from digitcam.bench.cluster import HERE, Scheduler, scheduler, worker
from digitcam.commands import cluster as cluster_module
from digitcam.commands import sending
from digitcam.commands.identity import PACKAGE, hash_files
from digitcam.commands.read import read
from tests.conftest import ROOT
from tests.paper import mnist_digit, page
from tests.pictures.files import PASSWORD, heic

WITHIN_S = 60
"""Time in which processes start and end on a busy machine, seconds."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are ended in another way")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of files of every kind, some of which cannot be read."""
    top = tmp_path_factory.mktemp("scans")
    seven, four = (Image.fromarray(page(mnist_digit(digit))) for digit in (7, 4))
    seven.save(top / "a.png")
    four.save(top / "b.jpg")
    seven.save(top / "c.pdf", save_all=True, append_images=[four])
    # Pillow keeps the options of JPEG with the pictures, and refuses to save them as TIFF then.
    seven, four = seven.copy(), four.copy()
    seven.save(top / "d.tif", save_all=True, append_images=[four, seven])
    (top / "e.heic").write_bytes(heic(seven, four))
    (top / "f.png").write_bytes((top / "a.png").read_bytes()[:-500])
    (top / "g.jpg").write_text("Dear Ada")
    (top / "h.pdf").write_bytes(PASSWORD)
    (top / "i.png").write_bytes(b"")
    (top / os.fsdecode(b"j\xff\t.png")).write_bytes((top / "a.png").read_bytes())
    return top


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of 120 pictures."""
    top = tmp_path_factory.mktemp("many")
    for digit in range(10):
        cv2.imwrite(str(top / f"{digit}.png"), page(*(mnist_digit((digit + add) % 10) for add in range(3))))
        for number in range(11):
            (top / f"{number:02}-{digit}.png").symlink_to(top / f"{digit}.png")
    return top


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scheduler]:
    """A scheduler without Digitcam and two workers, none of which has the pictures or the network."""
    with two_workers(tmp_path_factory.mktemp("cluster")) as (running, _):
        yield running


@contextlib.contextmanager
def two_workers(
    folder: Path, *options: str, failures: int = 3
) -> Iterator[tuple[Scheduler, list["subprocess.Popen[bytes]"]]]:
    with contextlib.ExitStack() as stack:
        running = stack.enter_context(
            scheduler(folder, {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(failures)})
        )
        workers = [stack.enter_context(worker(running.address, folder, "--no-nanny", *options)) for _ in range(2)]
        wait_for_workers(running.address, 2)
        yield running, workers


def wait_for_workers(address: str, count: int) -> None:
    with Client(address, timeout=WITHIN_S, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=WITHIN_S)


def run(*arguments: str | int | Path) -> Result:
    return CliRunner().invoke(read, [*map(str, arguments)])


def without_times(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) | {"ms": None} for line in text.splitlines()]


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "digitcam", "read", *map(str, arguments)]


def wait_until(condition: Callable[[], object], process: "subprocess.Popen[Any]") -> None:
    while not condition():
        assert process.poll() is None
        time.sleep(0.01)


@contextlib.contextmanager
def reading(out: Path, *arguments: str | Path) -> Iterator["subprocess.Popen[str]"]:
    """Run the command until it has written some results."""
    with subprocess.Popen(command(*arguments, "-o", out), cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        wait_until(lambda: out.exists() and out.stat().st_size, process)
        yield process


@pytest.mark.parametrize(
    "options", [("--json", "--table"), (), ("--table",), ("--threshold", "130", "--json"), ("--box", "number")]
)
def test_read_on_a_cluster_prints_what_it_prints_here(
    cluster: Scheduler, folder: Path, options: tuple[str, ...]
) -> None:
    files = [folder, folder / "gone.png"]
    here, there = run(*options, *files), run(*options, *files, "--scheduler", cluster.address)
    assert there.exit_code == here.exit_code == 1
    assert there.stderr == here.stderr
    assert here.stderr.count("\n") == 5
    if "--json" in options:
        assert without_times(there.stdout) == without_times(here.stdout)
        assert len(here.stdout.splitlines()) == 11
    else:
        assert there.stdout == here.stdout


def test_read_on_a_cluster_reads_with_the_users_network(cluster: Scheduler, many: Path, trained: Path) -> None:
    files = sorted(many.glob("?.png"))
    own = run("--json", "--model", trained / "model.keras", *files, "--scheduler", cluster.address)
    assert without_times(own.stdout) == without_times(run("--json", "--model", trained / "model.keras", *files).stdout)
    assert without_times(own.stdout) != without_times(run("--json", *files).stdout)


def test_read_on_a_cluster_takes_relative_names_and_standard_input(cluster: Scheduler, folder: Path) -> None:
    with (folder / "b.jpg").open("rb") as file:
        result = subprocess.run(
            command("a.png", "-", "--scheduler", cluster.address),
            cwd=folder,
            env=os.environ | HERE,
            stdin=file,
            capture_output=True,
            text=True,
        )
    assert (result.returncode, result.stdout, result.stderr) == (0, "a.png\t7\n-\t4\n", "")


@pytest.mark.parametrize("jobs", [1, 7])
def test_read_on_a_cluster_any_number_of_jobs_gives_the_same(cluster: Scheduler, many: Path, jobs: int) -> None:
    files = sorted(many.glob("0*.png"))
    assert run(*files, "--jobs", jobs, "--scheduler", cluster.address).stdout == run(*files).stdout


def test_read_on_a_cluster_file_of_too_many_bytes_is_refused(
    cluster: Scheduler, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MAX_PIPE_BYTES", 1000)
    result = run(folder / "b.jpg", "--scheduler", cluster.address)
    assert result.exit_code == 1
    assert "b.jpg has more than 0 MB, too much to send it to a worker" in result.stderr


def test_read_on_a_cluster_survives_the_loss_of_a_worker(many: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    expected = tmp_path / "here.jsonl"
    with two_workers(tmp_path) as (running, workers), reading(out, many, "--scheduler", running.address) as process:
        workers[0].kill()
        message = process.communicate(timeout=WITHIN_S)[1]
    assert run(many, "-o", expected).exit_code == 0
    assert (process.returncode, message) == (0, "")
    assert without_times(out.read_text()) == without_times(expected.read_text())
    assert len(without_times(out.read_text())) == 120


@pytest.mark.slow
def test_read_on_a_cluster_waits_for_a_worker_if_none_is_left(many: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with two_workers(tmp_path) as (running, workers), reading(out, many, "--scheduler", running.address) as process:
        for each in workers:
            each.kill()
        assert process.stderr is not None
        assert "digitcam: No worker is left. Waiting for one" in process.stderr.readline()
        with worker(running.address, tmp_path, "--no-nanny"):
            message = process.communicate(timeout=WITHIN_S)[1]
    assert (process.returncode, message) == (0, "")
    assert len(without_times(out.read_text())) == 120


@pytest.mark.slow
def test_read_on_a_cluster_interrupted_twice_without_workers_ends(many: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with two_workers(tmp_path) as (running, workers), reading(out, many, "--scheduler", running.address) as process:
        for each in workers:
            each.kill()
        process.send_signal(signal.SIGINT)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        message = process.communicate(timeout=WITHIN_S)[1]
    assert process.returncode == 1
    assert message.splitlines()[-1] == "Aborted!"
    assert 0 < len(without_times(out.read_text())) < 120


def test_read_on_a_cluster_interrupted_loses_nothing_and_goes_on(
    cluster: Scheduler, many: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    arguments = (many, "--scheduler", cluster.address)
    with reading(out, *arguments) as process:
        process.send_signal(signal.SIGINT)
        message = process.communicate(timeout=WITHIN_S)[1]
    lines = out.read_text().splitlines()
    assert process.returncode == 130
    assert f"Interrupted: {len(lines)} of 120 files were read. The results are in {out}. Repeat" in message
    assert 0 < len(lines) < 120
    assert run(*arguments, "-o", out, "--resume").exit_code == 0
    assert out.read_text().splitlines()[: len(lines)] == lines
    assert [record["file"] for record in without_times(out.read_text())] == sorted(map(str, many.iterdir()))


@pytest.mark.slow
def test_read_on_a_cluster_lost_scheduler_is_named_and_results_are_kept(many: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with two_workers(tmp_path) as (running, _), reading(out, many, "--scheduler", running.address) as process:
        running.process.kill()
        message = process.communicate(timeout=WITHIN_S)[1]
    lines = without_times(out.read_text())
    assert process.returncode == 1
    assert message == (
        f"Error: The connection to the scheduler at {running.address} was lost. {len(lines)} of 120 files were read. "
        f"The results are in {out}. Repeat the command with --resume to read the others.\n"
    )
    assert run(many, "-o", out, "--resume").exit_code == 0
    assert [record["file"] for record in without_times(out.read_text())] == sorted(map(str, many.iterdir()))


DEADLY = """
import os
from digitcam.commands import reading
class Deadly(reading.PageReader):
    def read_sent(self, file, *rest):
        if file.endswith("deadly.png"):
            os._exit(1)
        return super().read_sent(file, *rest)
reading.PageReader = Deadly
"""


@pytest.mark.slow
def test_read_on_a_cluster_file_that_ends_workers_is_named_and_others_are_read(many: Path, tmp_path: Path) -> None:
    preload, deadly = tmp_path / "deadly.py", tmp_path / "deadly.png"
    preload.write_text(DEADLY)
    shutil.copy(many / "0.png", deadly)
    others = sorted(many.glob("?.png"))
    with two_workers(tmp_path, "--preload", str(preload), failures=0) as (running, _):
        # One at a time: a scheduler that allows no failures gives up all that a lost worker was to read.
        result = run(*others[:5], deadly, *others[5:], "--scheduler", running.address, "--jobs", 1)
    assert result.exit_code == 1
    assert [line.split("\t")[0] for line in result.stdout.splitlines()] == list(map(str, others))
    assert result.stderr.startswith(f"digitcam: {deadly} cannot be read: each worker that read it has ended.")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "CONNECT_S", 1.0)


@pytest.mark.usefixtures("quick")
def test_read_unreachable_scheduler_is_named_and_the_file_of_results_is_left(many: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("{}")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        refused = run(many, "-o", out, "--scheduler", address)
        silent.listen()
        unanswered = run(many, "-o", out, "--scheduler", address)
    assert refused.exit_code == unanswered.exit_code == 1
    assert refused.stderr == unanswered.stderr
    assert refused.stderr == (
        f"Error: There is no Dask scheduler at {address}: nothing answered within 1 seconds. Start one with: python -m "
        "dask scheduler\n"
    )
    assert out.read_text() == "{}"


@pytest.mark.usefixtures("quick")
def test_read_scheduler_without_workers_says_how_to_start_one(many: Path, tmp_path: Path) -> None:
    with scheduler(tmp_path) as running:
        result = run(many, "--scheduler", running.address)
    assert result.exit_code == 1
    assert f"has no workers. Start one, or several: python -m dask worker {running.address}\n" in result.stderr


@pytest.mark.parametrize(
    "address", ["", "host", "host:8786", "http://host:8786", "tcp://host", "tcp://:1", "tcp://a:b"]
)
def test_read_what_is_no_address_is_refused(many: Path, address: str) -> None:
    result = run(many, "--scheduler", address)
    assert result.exit_code == 2
    assert f"{address!r} is not like tcp://host:8786" in result.stderr


def other_digitcam(folder: Path, change: Callable[[Path], None]) -> dict[str, str]:
    """Copy the package, change the copy, and return the environment in which it is found."""
    shutil.copytree(PACKAGE, folder / "digitcam", ignore=shutil.ignore_patterns("data", "*.h5", "__pycache__"))
    change(folder / "digitcam")
    return {"PYTHONPATH": str(folder)}


def change_version(package: Path) -> None:
    path = package / "__init__.py"
    path.write_text(path.read_text().replace('__version__ = "', '__version__ = "0.0.'))


def change_coefficient(package: Path) -> None:
    path = next((package / "recognition").glob("*.json"))
    path.write_text(path.read_text() + "\n")


def remove(package: Path) -> None:
    shutil.rmtree(package)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (change_version, "has Digitcam 0.0.0.1.0, this computer 0.1.0"),
        (change_coefficient, "has other code than this computer, though both are Digitcam 0.1.0"),
        (remove, "has no Digitcam that fits"),
    ],
)
def test_read_worker_of_another_version_is_refused(
    cluster: Scheduler, many: Path, tmp_path: Path, change: Callable[[Path], None], words: str
) -> None:
    environment = other_digitcam(tmp_path / "other", change)
    with worker(cluster.address, tmp_path, "--no-nanny", environment=environment):
        wait_for_workers(cluster.address, 3)
        result = run(many, "--scheduler", cluster.address)
    assert (result.exit_code, result.stdout) == (1, "")
    assert words in result.stderr
    assert "Install the same Digitcam 0.1.0 on all computers" in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize("change", [change_version, remove])
def test_read_worker_of_another_version_that_joins_late_is_refused(
    many: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    out = tmp_path / "out.jsonl"
    environment = other_digitcam(tmp_path / "other", change)
    with two_workers(tmp_path) as (running, workers), reading(out, many, "--scheduler", running.address) as process:
        for each in workers:
            each.send_signal(signal.SIGSTOP)
        with worker(running.address, tmp_path, "--no-nanny", environment=environment):
            wait_for_workers(running.address, 3)
            for each in workers:
                each.kill()
            message = process.communicate(timeout=WITHIN_S)[1]
    assert process.returncode == 1
    assert "Install the same Digitcam 0.1.0 on all computers" in message
    assert f"{len(without_times(out.read_text()))} of 120 files were read." in message


def test_read_without_dask_says_how_to_install_it(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "digitcam.commands.cluster", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delattr("digitcam.commands.cluster", raising=False)
    result = run(many, "--scheduler", "tcp://127.0.0.1:8786")
    assert result.exit_code == 1
    install = f"{sys.executable} -m pip install -r requirements-cluster.lock"
    assert result.stderr == f"Error: --scheduler needs Dask, which is not installed. Install it: {install}\n"


def test_hash_files_differs_with_code_and_not_with_line_ends(tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    for each, end in ((first, "\n"), (second, "\r\n")):
        (each / "sub").mkdir(parents=True)
        (each / "sub" / "a.py").write_bytes(f"x = 1{end}".encode())
        (each / "b.txt").write_text(end)
    assert hash_files(first) == hash_files(second)
    (second / "sub" / "a.py").rename(second / "sub" / "b.py")
    assert hash_files(first) != hash_files(second)
