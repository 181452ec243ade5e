from typing import Any

import pytest

from digitcam.errors import ModelBroken
from digitcam.networks.job import Phase, Progress
from digitcam.networks.metadata import Architecture, Metadata
from digitcam.networks.patch import PatchNetwork
from digitcam.networks.service import ManagedNetwork, NetworkService
from digitcam.networks.store import State


class FakeInterpreters:
    """Those of a network for patches."""

    def require(self, signature: object) -> None:
        """Accept it."""


class FakeStore:
    """A store whose files are what the test says."""

    def __init__(self, state: State, loads: Any = None) -> None:
        self.now = state
        self.loads = loads
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

    def network(self) -> Any:
        if self.broken:
            raise ModelBroken("it is broken")
        return self.loads or object()


class FakeJob:
    """A job that does nothing but say how it is."""

    def __init__(self) -> None:
        self.now = Progress()
        self.starts = 0

    def start(self, architecture: Architecture) -> None:
        self.starts += 1
        self.now = Progress(phase="training")

    def progress(self) -> Progress:
        return self.now

    def end(self, phase: Phase, message: str = "") -> None:
        self.now = Progress(phase=phase, message=message)


SHIPPED: Any = object()
VERIFIER: Any = object()
PATCHES = PatchNetwork(FakeInterpreters())  # type: ignore[arg-type]


class Service:
    """A service over fakes: the main network's and the 28×28 one's."""

    def __init__(self, state: State, patches: State = "missing") -> None:
        self.store, self.job = FakeStore(state), FakeJob()
        self.patches_store, self.patches_job = FakeStore(patches, PATCHES), FakeJob()
        main = ManagedNetwork(self.store, "paper", self.job)  # type: ignore[arg-type]
        beside = ManagedNetwork(self.patches_store, "cnn", self.patches_job)  # type: ignore[arg-type]
        self.network = NetworkService(main, beside, lambda: SHIPPED, lambda: VERIFIER)

    def paper(self) -> Any:
        recogniser = self.network.poll().recogniser
        assert recogniser is not None
        return recogniser.paper


def test_poll_ready_network_reads_at_once() -> None:
    service = Service("ready")
    status = service.network.poll()
    assert status.recogniser is not None
    assert status.recogniser.paper not in (None, SHIPPED)
    assert (status.progress, status.problem, service.job.starts) == (None, None, 0)
    assert status.reader == "the paper network trained here"
    assert service.network.poll().recogniser is status.recogniser


@pytest.mark.parametrize("state", ["missing", "changed"])
def test_poll_missing_network_shipped_one_reads(state: State) -> None:
    service = Service(state)
    for _ in range(3):
        status = service.network.poll()
    assert service.paper() is SHIPPED
    assert (service.job.starts, status.reader) == (1, "the paper network as it came")
    assert status.progress is not None
    service.store.now = "ready"
    service.job.end("done")
    assert service.paper() is not SHIPPED


def test_poll_failed_job_is_reported_and_not_restarted() -> None:
    service = Service("missing")
    service.network.poll()
    service.job.end("failed", "the disk is full")
    for _ in range(3):
        assert service.network.poll().problem == "the disk is full"
    assert service.paper() is SHIPPED
    assert service.job.starts == 1
    service.network.train_again()
    status = service.network.poll()
    assert (service.job.starts, status.problem) == (2, None)
    assert status.progress is not None


def test_poll_network_made_elsewhere_clears_the_problem() -> None:
    service = Service("missing")
    service.network.poll()
    service.job.end("failed", "killed")
    service.network.poll()
    service.store.now = "ready"
    assert service.network.poll().problem is None
    assert service.paper() is not SHIPPED


def test_poll_new_network_replaces_the_old_one() -> None:
    service = Service("ready")
    first = service.paper()
    service.store.trained += 1
    assert service.paper() is not first


def test_poll_broken_new_network_old_one_keeps_reading() -> None:
    service = Service("ready")
    first = service.paper()
    service.store.trained, service.store.broken = 1, True
    for _ in range(2):
        status = service.network.poll()
    assert service.paper() is first
    assert status.problem == "it is broken"


def test_poll_by_hand_trains_the_classic_network() -> None:
    service = Service("ready")
    service.network.poll()
    assert service.patches_job.starts == 0
    status = service.network.poll(by_hand=True)
    assert status.progress is not None
    assert (service.patches_job.starts, status.reader) == (1, "the paper network trained here")
    service.patches_store.now = "ready"
    service.patches_job.end("done")
    status = service.network.poll(by_hand=True)
    assert status.recogniser is not None
    assert (status.recogniser.classic, status.reader) == (PATCHES, "the 28×28 network")
    assert service.network.poll().reader == "the paper network trained here"


def test_poll_jobs_run_one_after_the_other() -> None:
    service = Service("missing")
    service.network.poll(by_hand=True)
    assert (service.job.starts, service.patches_job.starts) == (1, 0)


def test_poll_classic_problem_is_reported_by_hand_only() -> None:
    service = Service("ready")
    service.network.poll(by_hand=True)
    service.patches_job.end("failed", "the disk is full")
    assert service.network.poll(by_hand=True).problem == "the disk is full"
    assert service.network.poll().problem is None
    service.network.train_again()
    assert (service.job.starts, service.patches_job.starts) == (0, 2)


def test_poll_own_patch_network_reads_everything() -> None:
    service = Service("ready")
    service.store.loads = PATCHES
    status = service.network.poll(by_hand=True)
    assert status.recogniser is not None
    assert (status.recogniser.classic, status.recogniser.paper) == (PATCHES, None)
    assert service.patches_job.starts == 0


def test_poll_verifier_is_part_of_every_recogniser() -> None:
    for service in (Service("missing"), Service("ready")):
        recogniser = service.network.poll().recogniser
        assert recogniser is not None
        assert recogniser.verifier is VERIFIER


def test_poll_damaged_verifier_is_reported_and_reading_continues() -> None:
    def damaged() -> Any:
        raise ModelBroken("referee.tflite is damaged")

    service = Service("ready")
    network = NetworkService(service.network._main, service.network._classic, lambda: SHIPPED, damaged)
    recogniser = network.poll().recogniser
    assert recogniser is not None
    assert recogniser.verifier is None
    assert network.poll().problem == "referee.tflite is damaged"


def test_poll_damaged_shipped_network_is_reported() -> None:
    def damaged() -> Any:
        raise ModelBroken("paper.tflite is damaged")

    service = Service("missing")
    network = NetworkService(service.network._main, service.network._classic, damaged, lambda: VERIFIER)
    network.poll()
    service.job.end("failed", "killed")
    status = network.poll()
    assert status.recogniser is None
    assert status.problem is not None
