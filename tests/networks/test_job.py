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

from digitcam.networks.child import command_line
from digitcam.networks.job import TrainingJob
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


def test_start_dying_child_is_logged_with_its_last_lines(
    job: Callable[[str], TrainingJob], caplog: pytest.LogCaptureFixture
) -> None:
    training = job("import sys; sys.exit('one\\ntwo\\nthe last word')")
    training.start("cnn")
    progress = ended(training)
    assert progress.phase == "failed"
    assert progress.message == "Training ended unexpectedly; the server's log says more."
    assert "one two the last word" in caplog.text


def test_start_silent_end_is_a_failure(job: Callable[[str], TrainingJob]) -> None:
    training = job("")
    training.start("cnn")
    assert ended(training).message == "Training ended unexpectedly; the server's log says more."


def test_start_after_failure_runs_again(job: Callable[[str], TrainingJob]) -> None:
    training = job("""print('{"event": "failed", "message": "The disk is full."}')""")
    for _ in range(2):
        training.start("cnn")
        progress = ended(training)
        assert (progress.phase, progress.message) == ("failed", "The disk is full.")


def test_progress_before_the_first_event_moves(store: ModelStore) -> None:
    now_s = [0.0]
    training = TrainingJob(store, lambda _: [sys.executable, "-c", SLEEP], lambda: now_s[0])
    training.start("paper")
    fractions = []
    for _ in range(4):
        now_s[0] += 1
        fractions.append(training.progress().fraction)
    training.stop()
    assert 0 < fractions[0] < fractions[1] < fractions[2] < fractions[3] < 0.1


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


GONE_WITHIN_S = 15.0
"""Time within which a child has to end on a busy machine, seconds; it would otherwise take minutes. About one was
measured."""

PARENT = """
    import sys, psutil
    from pathlib import Path
    from digitcam.networks.job import TrainingJob
    from digitcam.networks.store import ModelStore
    child, store = sys.argv[1:]
    TrainingJob(ModelStore(Path(store)), lambda arguments: [sys.executable, "-c", child, *arguments]).start("cnn")
    print(psutil.Process().children()[0].pid, flush=True)
"""

WAITING_JOB = """
    import sys, time
    from pathlib import Path
    from digitcam.commands.job import run
    from digitcam.networks.store import ModelStore
    store = ModelStore(Path(sys.argv[-1]))
    def work(report):
        with store.lock():
            def save(path):
                path.write_text("half of a network")
                (store.path.parent / "saving").touch()
                {wait}
            store.publish({metadata}, b"", save)
    run(work, as_json=True)
"""

METADATA = (
    "__import__('digitcam.networks.metadata').networks.metadata.Metadata(architecture='cnn', parameters=1, "
    "test_accuracy=1.0, data_sha256='', keras_sha256='', litert_sha256='', versions={}, date='', seconds=1.0)"
)

WAITS = "time.sleep(600)"
"""A job that can be interrupted."""

IS_DEAF = "exec('while True:\\n try: time.sleep(600)\\n except KeyboardInterrupt: pass')"
"""A job in the code of a library that cannot be interrupted."""

ENDS = {
    "killed": "import os; os.kill(os.getpid(), 9)",
    "terminated": "import os; os.kill(os.getpid(), 15)",
    "interrupted": "raise KeyboardInterrupt",
    "crashed": "import os; os.abort()",
    "exited": "import os; os._exit(0)",
    "finished": "",
    "stopped": "from digitcam.networks.job import stop_jobs; stop_jobs()",
}
"""Ways in which a parent ends."""


def run_parent(child: str, store: ModelStore, end: str) -> psutil.Process | None:
    """Run a parent until it ends itself while its child is saving; return the child, None if it is gone already."""
    wait = f"""
    import time
    while not Path({str(store.path.parent / "saving")!r}).exists(): time.sleep(0.01)
    """
    script = textwrap.dedent(PARENT) + textwrap.dedent(wait) + end
    command = [sys.executable, "-c", script, textwrap.dedent(child), str(store.path)]
    output = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    try:
        return psutil.Process(int(output))
    except psutil.NoSuchProcess:
        return None


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_child_ends_with_its_parent_however_that_ends(store: ModelStore, end: str) -> None:
    child = run_parent(WAITING_JOB.format(wait=WAITS, metadata=METADATA), store, end)
    if child is not None:
        child.wait(GONE_WITHIN_S)
    assert {path.name for path in store.path.parent.iterdir()} == {"model.lock", "saving"}
    with store.lock(lambda: pytest.fail("the child still holds the lock")):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
@pytest.mark.parametrize("end", ["killed", "stopped"])
def test_child_that_cannot_be_interrupted_ends_with_its_parent(store: ModelStore, end: str) -> None:
    child = run_parent(WAITING_JOB.format(wait=IS_DEAF, metadata=METADATA), store, ENDS[end])
    if child is not None:
        child.wait(GONE_WITHIN_S)
    with store.lock(lambda: pytest.fail("the child still holds the lock")):
        pass


def test_child_without_a_parent_ignores_the_end_of_its_input(store: ModelStore) -> None:
    script = """
        import threading
        from digitcam.commands.job import run
        run(lambda report: print([thread.name for thread in threading.enumerate()]), as_json=True)
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    assert result.stdout == "['MainThread']\n"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
def test_terminated_job_of_a_person_removes_its_unfinished_files(store: ModelStore) -> None:
    script = textwrap.dedent(WAITING_JOB.format(wait=WAITS, metadata=METADATA))
    with subprocess.Popen([sys.executable, "-c", script, str(store.path)], stdin=subprocess.DEVNULL) as process:
        until(lambda: (store.path.parent / "saving").exists())
        process.terminate()
        assert process.wait(GONE_WITHIN_S) == 130
    assert {path.name for path in store.path.parent.iterdir()} == {"model.lock", "saving"}


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
    assert "stopped by the system" in progress.message
    assert store.state() == "missing"
    with store.lock(lambda: pytest.fail("the dead child still holds the lock")):
        assert [path.name for path in store.path.parent.iterdir()] == ["model.lock"]
