from collections.abc import Callable
from typing import Any

import pytest

from digitcam.errors import ModelBroken
from digitcam.networks.metadata import Architecture, Metadata
from digitcam.networks.patch import PatchNetwork
from digitcam.networks.progress import Phase, Progress
from digitcam.networks.service import AUTOMATIC_READER, CLASSIC_READER, OWN_READER, ManagedNetwork, NetworkService
from digitcam.networks.store import OWN, State
from digitcam.recognition.recogniser import Recogniser


class AcceptingPool:
    """Stands for the interpreters of a patch network."""

    def require(self, signature: object) -> None:
        """Accept any signature."""


class FakeStore:
    """Stands for a network's files.

    Attributes:
        now: The state.
        loads: The network that is loaded; None for a new one at each call.
        version: Raise it to change the file.
        broken: Whether loading fails.
        architecture: Of the network.
    """

    def __init__(self, state: State, loads: Any = None) -> None:
        self.now = state
        self.loads = loads
        self.version = 0
        self.broken = False
        self.architecture = "cnn"

    def state(self) -> State:
        return self.now

    def metadata(self) -> Metadata:
        return Metadata(
            architecture=self.architecture,
            parameters=1,
            test_accuracy=1.0,
            data_sha256="",
            keras_sha256=str(self.version),
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
    """Counts its starts, and runs until the test ends it."""

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
SEPARATORS: Any = object()
PATCH_NETWORK = PatchNetwork(AcceptingPool())  # type: ignore[arg-type]


def damaged() -> Any:
    raise ModelBroken("its file is damaged")


class Service(NetworkService):
    """A service with fake files and jobs."""

    def __init__(
        self,
        state: State,
        shipped: Callable[[], Any] = lambda: SHIPPED,
        verifier: Callable[[], Any] = lambda: VERIFIER,
        separators: Callable[[], Any] = lambda: SEPARATORS,
        classic: Callable[[], Any] = lambda: PATCH_NETWORK,
    ) -> None:
        self.store, self.job = FakeStore(state), FakeJob()
        main = ManagedNetwork(self.store, "paper", self.job)  # type: ignore[arg-type]
        super().__init__(main, classic, shipped, verifier, separators)

    def recogniser(self) -> Recogniser:
        recogniser = self.poll().recogniser
        assert recogniser is not None
        return recogniser


def test_poll_ready_network_reads_at_once() -> None:
    service = Service("ready")
    status = service.poll()
    assert status.recogniser is not None
    assert status.recogniser.paper not in (None, SHIPPED)
    assert (status.progress, status.problem, service.job.starts) == (None, None, 0)
    assert status.reader == AUTOMATIC_READER
    assert service.poll().recogniser is status.recogniser


@pytest.mark.parametrize("state", ["missing", "changed"])
def test_poll_missing_network_shipped_one_reads(state: State) -> None:
    service = Service(state)
    for _ in range(3):
        status = service.poll()
    assert service.recogniser().paper is SHIPPED
    assert (service.job.starts, status.reader) == (1, AUTOMATIC_READER)
    assert status.progress is not None
    service.store.now = "ready"
    service.job.end("done")
    assert service.recogniser().paper is not SHIPPED


def test_poll_failed_job_is_reported_and_not_restarted() -> None:
    service = Service("missing")
    service.poll()
    service.job.end("failed", "the disk is full")
    for _ in range(3):
        assert service.poll().problem == "the disk is full"
    assert service.recogniser().paper is SHIPPED
    assert service.job.starts == 1
    service.train_again()
    status = service.poll()
    assert (service.job.starts, status.problem) == (2, None)
    assert status.progress is not None


def test_poll_network_made_elsewhere_clears_the_problem() -> None:
    service = Service("missing")
    service.poll()
    service.job.end("failed", "killed")
    service.poll()
    service.store.now = "ready"
    assert service.poll().problem is None
    assert service.recogniser().paper is not SHIPPED


def test_poll_new_network_replaces_the_old_one() -> None:
    service = Service("ready")
    first = service.recogniser().paper
    service.store.version += 1
    assert service.recogniser().paper is not first


def test_poll_broken_new_network_old_one_keeps_reading() -> None:
    service = Service("ready")
    first = service.recogniser().paper
    service.store.version, service.store.broken = 1, True
    for _ in range(2):
        status = service.poll()
    assert service.recogniser().paper is first
    assert status.problem == "it is broken"


def test_poll_by_hand_classic_network_reads_at_once_and_nothing_is_trained() -> None:
    service = Service("ready")
    for _ in range(3):
        status = service.poll(by_hand=True)
    assert status.recogniser is not None
    assert (status.recogniser.classic, status.reader) == (PATCH_NETWORK, CLASSIC_READER)
    assert (status.progress, status.problem, service.job.starts) == (None, None, 0)
    assert service.poll().reader == AUTOMATIC_READER
    assert service.poll().recogniser is status.recogniser


def test_poll_new_classic_network_replaces_the_old_one() -> None:
    networks = [PATCH_NETWORK, PatchNetwork(AcceptingPool())]  # type: ignore[arg-type]
    service = Service("ready", classic=lambda: networks[0])
    assert service.recogniser().classic is networks[0]
    del networks[0]
    assert service.recogniser().classic is networks[0]


def test_poll_damaged_classic_network_is_reported_and_reading_continues() -> None:
    service = Service("ready", classic=damaged)
    status = service.poll(by_hand=True)
    assert service.recogniser().classic is None
    assert (status.problem, status.reader) == ("its file is damaged", AUTOMATIC_READER)


def test_poll_own_patch_network_reads_everything() -> None:
    service = Service("ready")
    service.store.loads = PATCH_NETWORK
    status = service.poll(by_hand=True)
    assert status.recogniser is not None
    assert (status.recogniser.classic, status.recogniser.paper) == (PATCH_NETWORK, None)


@pytest.mark.parametrize("state", ["missing", "ready"])
def test_poll_verifier_and_separator_network_are_part_of_every_recogniser(state: State) -> None:
    recogniser = Service(state).recogniser()
    assert (recogniser.verifier, recogniser.separators) == (VERIFIER, SEPARATORS)


def test_poll_damaged_separator_network_is_reported_and_reading_continues() -> None:
    service = Service("ready", separators=damaged)
    assert service.recogniser().separators is None
    assert service.poll().problem == "its file is damaged"


def test_poll_damaged_verifier_is_reported_and_reading_continues() -> None:
    service = Service("ready", verifier=damaged)
    assert service.recogniser().verifier is None
    assert service.poll().problem == "its file is damaged"


def test_poll_damaged_shipped_network_is_reported() -> None:
    service = Service("missing", shipped=damaged)
    service.poll()
    service.job.end("failed", "killed")
    status = service.poll()
    assert status.recogniser is None
    assert status.problem is not None


@pytest.mark.parametrize(
    ("loads", "architecture", "by_hand", "reader"),
    [
        (None, "paper", False, AUTOMATIC_READER),
        (None, "paper", True, CLASSIC_READER),
        (None, OWN, False, OWN_READER),
        (None, OWN, True, CLASSIC_READER),
        (PATCH_NETWORK, "cnn", False, CLASSIC_READER),
        (PATCH_NETWORK, OWN, True, OWN_READER),
    ],
)
def test_poll_names_what_reads(loads: Any, architecture: str, by_hand: bool, reader: str) -> None:
    service = Service("ready")
    service.store.architecture, service.store.loads = architecture, loads
    assert service.poll(by_hand).reader == reader
