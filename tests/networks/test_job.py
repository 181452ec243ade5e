import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil
import pytest

from digitcam.networks.job import TrainingJob, command_line
from digitcam.networks.progress import Progress
from digitcam.networks.store import ModelStore

PATIENCE_S = 120.0


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models" / "model.keras")


@pytest.fixture
def job(store: ModelStore) -> Iterator[Callable[[str], TrainingJob]]:
    """A function that makes a job whose child runs a script, with the arguments of a real job."""
    jobs: list[TrainingJob] = []

    def make(script: str) -> TrainingJob:
        def command(arguments: Sequence[str]) -> list[str]:
            return [sys.executable, "-c", textwrap.dedent(script), *arguments]

        jobs.append(TrainingJob(store, command))
        return jobs[-1]

    yield make
    for each in jobs:
        each.stop()


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def ended(job: TrainingJob) -> Progress:
    until(lambda: not job.progress().running)
    return job.progress()


def child() -> psutil.Process:
    (process,) = psutil.Process().children()
    return process


SLEEP = "import time; time.sleep(600)"


def test_progress_before_start_is_idle(store: ModelStore) -> None:
    job = TrainingJob(store)
    assert job.progress() == Progress(phase="idle")
    job.stop()


def test_command_line_calls_this_package(store: ModelStore) -> None:
    arguments = ["train", "--json", "--model", str(store.path)]
    assert command_line(arguments) == [sys.executable, "-m", "digitcam", *arguments]


def test_start_events_become_progress(job: Callable[[str], TrainingJob]) -> None:
    training = job("""
        import sys, time
        print('noise')
        print('{"event": "step", "epoch": 1, "epochs": 2, "batch": 1, "batches": 4, "loss": 1, "accuracy": 0.5,'
              ' "seconds_left": 9.5}', flush=True)
        sys.stdin.read()
        time.sleep(600)
    """)
    training.start("cnn")
    assert training.progress().running
    until(lambda: training.progress().epoch == 1)
    progress = training.progress()
    assert (progress.phase, progress.epochs, progress.accuracy, progress.seconds_left) == ("training", 2, 0.5, 9.5)
    assert 0 < progress.fraction < 1


def test_start_finished_job_is_done(job: Callable[[str], TrainingJob]) -> None:
    training = job("""print('{"event": "done", "test_accuracy": 0.99, "seconds": 1, "path": "m"}')""")
    training.start("cnn")
    assert ended(training).phase == "done"


def test_start_passes_the_arguments(job: Callable[[str], TrainingJob], store: ModelStore) -> None:
    training = job("""import sys, json; print(json.dumps({"event": "failed", "message": " ".join(sys.argv[1:])}))""")
    training.start("dense")
    assert ended(training).message == f"train --architecture dense --json --model {store.path}"
    store.path.parent.mkdir()
    store.path.write_text("put here by somebody")
    training.start("cnn")
    assert ended(training).message == f"convert --json --model {store.path}"


def test_start_while_running_does_nothing(job: Callable[[str], TrainingJob]) -> None:
    training = job(SLEEP)
    training.start("cnn")
    first = child().pid
    training.start("cnn")
    assert child().pid == first


def test_start_dying_child_reports_its_last_lines(job: Callable[[str], TrainingJob]) -> None:
    training = job("import sys; sys.exit('one\\ntwo\\nthe last word')")
    training.start("cnn")
    progress = ended(training)
    assert progress.phase == "failed"
    assert progress.message == "Training ended unexpectedly: one two the last word"


def test_start_silent_end_is_a_failure(job: Callable[[str], TrainingJob]) -> None:
    training = job("")
    training.start("cnn")
    assert ended(training).message == "Training ended unexpectedly: exit status 0"


def test_start_after_failure_runs_again(job: Callable[[str], TrainingJob]) -> None:
    training = job("""print('{"event": "failed", "message": "The disk is full."}')""")
    for _ in range(2):
        training.start("cnn")
        assert ended(training) == Progress(phase="failed", message="The disk is full.")


def test_start_long_standard_error_does_not_block(job: Callable[[str], TrainingJob]) -> None:
    training = job("""
        import sys
        sys.stderr.write('x' * 99 + '\\n' * 100_000)
        print('{"event": "done", "test_accuracy": 0.99, "seconds": 1, "path": "m"}')
    """)
    training.start("cnn")
    assert ended(training).phase == "done"


def test_start_without_interpreter_fails(store: ModelStore) -> None:
    job = TrainingJob(store, lambda arguments: ["/no/such/python", *arguments])
    job.start("cnn")
    assert job.progress().phase == "failed"
    assert "could not be started" in job.progress().message


def test_stop_ends_the_child(job: Callable[[str], TrainingJob]) -> None:
    training = job(SLEEP)
    training.start("cnn")
    process = child()
    training.stop()
    assert not process.is_running()
    assert training.progress().phase == "failed"


@pytest.mark.skipif(sys.platform == "win32", reason="niceness is POSIX's")
def test_start_child_is_nicer_and_inherits_no_descriptors(job: Callable[[str], TrainingJob], tmp_path: Path) -> None:
    with (tmp_path / "open").open("w") as ours:
        os.set_inheritable(ours.fileno(), True)
        training = job(SLEEP)
        training.start("cnn")
        process = child()
        until(lambda: process.nice() == min(19, psutil.Process().nice() + 5))
        until(lambda: process.cmdline()[1:2] == ["-c"])
        assert str(tmp_path / "open") not in [file.path for file in process.open_files()]


def test_child_ends_with_its_server(tmp_path: Path) -> None:
    script = f"""
        import sys, psutil
        from pathlib import Path
        from digitcam.networks.job import TrainingJob
        from digitcam.networks.store import ModelStore
        store = ModelStore(Path({str(tmp_path / "m.keras")!r}))
        TrainingJob(store, lambda _: [sys.executable, "-c", "import time; time.sleep(600)"]).start("cnn")
        print(psutil.Process().children()[0].pid)
    """
    server = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=True)
    assert not psutil.pid_exists(int(server.stdout))


REAL = """
    import sys
    from pathlib import Path
    from digitcam.data import mnist
    from digitcam.training import jobs
    from digitcam.networks.events import to_json
    from digitcam.training.recipes import PatchRecipe, Recipes
    from digitcam.networks.store import ModelStore
    say = lambda event: print(to_json(event), flush=True)
    jobs.train(ModelStore(Path(sys.argv[-1])), "dense", say, recipes=Recipes(dense=PatchRecipe(epochs=1000)))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_child_leaves_no_network(job: Callable[[str], TrainingJob], store: ModelStore) -> None:
    training = job(REAL)
    training.start("cnn")
    until(lambda: training.progress().epoch > 0)
    child().send_signal(signal.SIGKILL)
    progress = ended(training)
    assert progress.phase == "failed"
    assert "killed (signal 9)" in progress.message
    assert store.state() == "missing"
    with store.lock(lambda: pytest.fail("the dead child still holds the lock")):
        assert [path.name for path in store.path.parent.iterdir()] == ["model.lock"]
