import functools
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from digitcam.__main__ import main
from digitcam.config import MODEL_ENV
from digitcam.data.mnist import Mnist
from digitcam.errors import TrainingError
from digitcam.networks.shipped import PAPER
from digitcam.networks.store import ModelStore
from digitcam.training import jobs
from digitcam.training.trials import ENCODINGS
from tests.own_network import own_network
from tests.quick_network import QUICK_RECIPES


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, small: Mnist) -> None:
    """Let the commands train on few images."""
    monkeypatch.setattr(jobs, "train", functools.partial(jobs.train, data=lambda: small, recipes=QUICK_RECIPES))
    monkeypatch.setattr(jobs, "convert", functools.partial(jobs.convert, data=lambda: small))


def failing(exc: BaseException) -> Any:
    def fail(*_: object, **__: object) -> None:
        raise exc

    return fail


@pytest.mark.usefixtures("quick")
def test_train_json_prints_one_object_per_line(tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    result = CliRunner().invoke(main, ["train", "--architecture", "dense", "--json", "--model", str(path)])
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert lines[0]["stage"] == "loading"
    others = [line["event"] for line in lines if line["event"] != "stage"]
    assert others == [*["step"] * 35, "epoch"] * 2 + ["done"]
    stages = dict.fromkeys(line["stage"] for line in lines if line["event"] == "stage")
    assert list(stages) == ["loading", "preparing", "training", "converting", "testing"]
    fractions = [line["fraction"] for line in lines if "fraction" in line]
    assert fractions == sorted(fractions)
    assert fractions[-1] > 0.95
    assert lines[-1]["path"] == str(path)
    assert ModelStore(path).state() == "ready"


@pytest.mark.usefixtures("quick")
def test_train_text_prints_one_line_per_epoch(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["train", "--architecture", "dense", "--model", str(tmp_path / "model.keras")])
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == ["Epoch 1/2", "Epoch 2/2"]
    assert lines[-1].startswith("Test accuracy ")
    assert str(tmp_path / "model.keras") in lines[-1]


@pytest.mark.usefixtures("quick")
def test_convert_json_reports_converting_and_done(copied: ModelStore) -> None:
    copied.metadata_path.unlink()
    result = CliRunner().invoke(main, ["convert", "--json", "--model", str(copied.path)])
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["event"] for line in lines if line["event"] != "stage"] == ["converting", "done"]
    stages = dict.fromkeys(line["stage"] for line in lines if line["event"] == "stage")
    assert list(stages) == ["loading", "comparing", "converting", "testing"]
    assert copied.state() == "ready"


@pytest.mark.usefixtures("quick")
def test_convert_text_says_how_a_network_was_adapted(tmp_path: Path, small: Mnist) -> None:
    own_network(small, ENCODINGS[2], None).save(tmp_path / "own.keras")
    result = CliRunner().invoke(
        main, ["convert", "--model", str(tmp_path / "own.keras"), "--output", str(tmp_path / "to")]
    )
    assert result.exit_code == 0
    assert "It expects pixels from 0 to 255, light ink on dark" in result.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own.keras", "to"]
    assert ModelStore(tmp_path / "own.keras", tmp_path / "to").state() == "ready"


@pytest.mark.parametrize("pages_own", [False, True])
def test_convert_damaged_network_is_renamed_only_where_the_page_keeps_it(
    copied: ModelStore, monkeypatch: pytest.MonkeyPatch, pages_own: bool
) -> None:
    damaged = copied.path.read_bytes()[:5000]
    copied.path.write_bytes(damaged)
    monkeypatch.setenv(MODEL_ENV, str(copied.path if pages_own else copied.path.with_name("other.keras")))
    result = CliRunner().invoke(main, ["convert", "--model", str(copied.path)])
    assert result.exit_code == 1
    assert ("was moved to model.broken-" in result.stderr) == pages_own
    assert ("The file was not changed." in result.stderr) != pages_own
    assert copied.path.exists() != pages_own
    assert damaged in [path.read_bytes() for path in copied.path.parent.iterdir()]


def test_convert_broken_file_fails_without_traceback(tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    path.write_text("not a model")
    result = CliRunner().invoke(main, ["convert", "--model", str(path)])
    assert result.exit_code == 1
    assert result.stdout == "Converting and testing the network\n"
    assert "Error: " in result.stderr
    assert "The file was not changed." in result.stderr
    assert path.read_text() == "not a model"
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", ["convert", "train", "evaluate", "read"])
def test_command_with_tflite_as_model_fails_and_leaves_the_file(tmp_path: Path, command: str) -> None:
    path = tmp_path / "paper.tflite"
    path.write_bytes(PAPER.litert.read_bytes())
    files = [str(path)] if command == "read" else []
    result = CliRunner().invoke(main, [command, "--model", str(path), *files])
    assert result.exit_code == 1
    assert "Error: " in result.stderr
    assert "Name the .keras file" in result.stderr
    assert [left.name for left in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == PAPER.litert.read_bytes()


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_train_failure_is_reported_in_both_formats(monkeypatch: pytest.MonkeyPatch, flags: list[str]) -> None:
    monkeypatch.setattr(jobs, "train", failing(TrainingError("The disk is full.")))
    result = CliRunner().invoke(main, ["train", *flags])
    assert result.exit_code == 1
    assert result.stderr == "Error: The disk is full.\n"
    events = [json.loads(line) for line in result.stdout.splitlines()]
    assert [event["event"] for event in events] == (["stage", "failed"] if flags else [])
    assert not flags or events[-1] == {"event": "failed", "message": "The disk is full."}


def test_train_interrupted_exits_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "train", failing(KeyboardInterrupt()))
    monkeypatch.setattr(os, "_exit", sys.exit)
    result = CliRunner().invoke(main, ["train"])
    assert result.exit_code == 130
    assert "Interrupted" in result.stderr


def test_train_unknown_architecture_is_refused() -> None:
    assert CliRunner().invoke(main, ["train", "--architecture", "transformer"]).exit_code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.parametrize("end", ["interrupt", "nobody reads"])
def test_train_process_ends_in_order(tmp_path: Path, end: str, request: pytest.FixtureRequest) -> None:
    """Press Ctrl-C, or close the pipe, while the real network trains."""
    # A shell that runs the tests in the background makes them and their children ignore Ctrl-C.
    ours = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, ours))
    command = [sys.executable, "-m", "digitcam", "train", "--json", "--architecture", "dense"]
    process = subprocess.Popen(
        [*command, "--model", str(tmp_path / "model.keras")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert any(json.loads(line)["event"] == "step" for line in process.stdout)
        if end == "interrupt":
            os.kill(process.pid, signal.SIGINT)
            process.stdout.read()
        else:
            process.stdout.close()
        assert process.wait(60) == (130 if end == "interrupt" else 1)
        assert "Traceback" not in process.stderr.read()
    assert [path.name for path in tmp_path.iterdir()] == ["model.lock"]


def test_commands_and_networks_do_not_import_tensorflow() -> None:
    code = (
        "import sys, digitcam.__main__, digitcam.networks.job, digitcam.networks.loading;"
        "sys.exit(bool({'keras', 'tensorflow'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_help_lists_every_command_and_unknown_command_is_named() -> None:
    listed = CliRunner().invoke(main, ["--help"]).output
    assert all(f"\n  {name} " in listed for name in ("app", "bench", "convert", "evaluate", "read", "train"))
    unknown = CliRunner().invoke(main, ["reed"])
    assert unknown.exit_code == 2
    assert "No such command 'reed'" in unknown.output
