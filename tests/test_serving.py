from typing import Any

import numpy as np
import pytest

from digitcam.errors import ModelBroken
from digitcam.model.job import Phase, Progress
from digitcam.model.metadata import Metadata
from digitcam.model.store import State
from digitcam.serving import NetworkService
from tests.drawing import by_width


class FakeStore:
    """A store whose files are what the test says."""

    def __init__(self, state: State) -> None:
        self.now = state
        self.trained = 0
        self.broken = False

    def state(self) -> State:
        return self.now

    def metadata(self) -> Metadata:
        return Metadata(
            architecture="cnn",
            parameters=1,
            test_accuracy=1.0,
            data_sha256="",
            keras_sha256=str(self.trained),
            litert_sha256="",
            versions={},
            date="",
            seconds=1,
        )

    def classifier(self) -> Any:
        if self.broken:
            raise ModelBroken("it is broken")
        return by_width


class FakeJob:
    """A job that does nothing but say how it is."""

    def __init__(self) -> None:
        self.now = Progress()
        self.starts = 0

    def start(self) -> None:
        self.starts += 1
        self.now = Progress(phase="training")

    def progress(self) -> Progress:
        return self.now

    def end(self, phase: Phase, message: str = "") -> None:
        self.now = Progress(phase=phase, message=message)


def service(state: State) -> tuple[NetworkService, FakeStore, FakeJob]:
    store, job = FakeStore(state), FakeJob()
    return NetworkService(store, job), store, job  # type: ignore[arg-type]


def test_a_network_that_is_there_reads_at_once() -> None:
    network, _, job = service("ready")
    status = network.poll()
    assert status.recogniser is not None
    assert status.recogniser.classifier(np.zeros((0, 28, 28), np.float32)).shape == (0, 10)
    assert (status.progress, status.problem, job.starts) == (None, None, 0)
    assert network.poll().recogniser is status.recogniser


@pytest.mark.parametrize("state", ["missing", "changed"])
def test_one_that_is_not_there_or_not_converted_is_made_once(state: State) -> None:
    network, store, job = service(state)
    for _ in range(3):
        status = network.poll()
    assert (status.recogniser, job.starts) == (None, 1)
    assert status.progress is not None
    store.now = "ready"
    job.end("done")
    assert network.poll().recogniser is not None


def test_a_failure_is_said_and_nothing_starts_by_itself() -> None:
    network, _, job = service("missing")
    network.poll()
    job.end("failed", "the disk is full")
    for _ in range(3):
        assert network.poll().problem == "the disk is full"
    assert job.starts == 1
    network.train_again()
    status = network.poll()
    assert (job.starts, status.problem) == (2, None)
    assert status.progress is not None


def test_a_network_made_elsewhere_ends_the_trouble() -> None:
    network, store, job = service("missing")
    network.poll()
    job.end("failed", "killed")
    network.poll()
    store.now = "ready"
    status = network.poll()
    assert status.recogniser is not None
    assert status.problem is None


def test_a_new_network_is_taken_over() -> None:
    network, store, _ = service("ready")
    first = network.poll().recogniser
    store.trained += 1
    assert network.poll().recogniser is not first


def test_the_old_network_goes_on_reading_when_the_new_one_is_broken() -> None:
    network, store, _ = service("ready")
    first = network.poll().recogniser
    store.trained, store.broken = 1, True
    for _ in range(2):
        status = network.poll()
    assert status.recogniser is first
    assert status.problem == "it is broken"
