"""Provide the networks to the page, and train them when they are missing. One service serves all sessions."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple, TypeVar

from digitcam.errors import DigitcamError
from digitcam.networks.job import TrainingJob
from digitcam.networks.loading import make_recogniser
from digitcam.networks.metadata import Architecture, Metadata
from digitcam.networks.open import Network
from digitcam.networks.paper import PaperNetwork
from digitcam.networks.patch import PatchNetwork
from digitcam.networks.progress import Progress
from digitcam.networks.separators import SeparatorNetwork
from digitcam.networks.store import OWN, ModelStore
from digitcam.networks.verifier import VerifierNetwork
from digitcam.recognition.recogniser import Recogniser

T = TypeVar("T")

AUTOMATIC_READER: Final = "automatic"
"""Name of the paper network, whether it was trained further here or not: people need not choose, nor know."""

CLASSIC_READER: Final = "classic (28×28)"
OWN_READER: Final = "your own network"


@dataclass(frozen=True, slots=True)
class Status:
    """State of the networks: training while there is progress, failed while there is a problem, else ready.

    Attributes:
        recogniser: Reads with the newest usable networks; None if there are none.
        reader: Name of the network that reads, as shown on the page.
        metadata: Of ``model.keras``; None while the shipped network reads.
        progress: Of the running training or conversion; None if none is running.
        problem: What went wrong and what to do, as shown on the page; None if nothing did.
    """

    recogniser: Recogniser | None = None
    reader: str = ""
    metadata: Metadata | None = None
    progress: Progress | None = None
    problem: str | None = None


class ManagedNetwork:
    """One network's files and the job that makes them. For one thread at a time.

    Its states are training (the job is running), failed (there is a problem) and ready. `advance` starts the job if the
    file is missing or has changed, and loads the file once it is there. After a failure only `train`, or a usable file
    from elsewhere, leads to another state. A network that has been loaded stays in use in every state, until another
    one is loaded.

    Attributes:
        network: The newest usable one; None until there is one.
        metadata: Of it, or of the one that could not be loaded.
        problem: What went wrong and what to do; None if nothing did.
    """

    def __init__(self, store: ModelStore, architecture: Architecture, job: TrainingJob | None = None) -> None:
        """Prepare; `advance` starts the first job.

        Args:
            store: The network's files.
            architecture: What is trained if there is none.
            job: Trains and converts; tests replace it.
        """
        self.network: Network | None = None
        self.metadata: Metadata | None = None
        self.problem: str | None = None
        self._store = store
        self._architecture = architecture
        self._job = job or TrainingJob(store)

    @property
    def progress(self) -> Progress | None:
        """Progress of the job; None unless it is running."""
        progress = self._job.progress()
        return progress if progress.running else None

    def advance(self) -> None:
        """Load what is ready; start a job for what is missing or has changed."""
        progress = self._job.progress()
        if progress.running:
            return
        if self._store.state() == "ready":
            self._load()
        elif progress.phase == "failed":
            self.problem = progress.message
        else:
            self.train()

    def train(self) -> None:
        """Start the job, also after a failure."""
        self.problem = None
        self._job.start(self._architecture)

    def _load(self) -> None:
        metadata = self._store.metadata()
        if metadata == self.metadata:
            return
        # Remembered even if loading fails, so that the next call does not try the same file again.
        self.metadata = metadata
        try:
            self.network, self.problem = self._store.network(), None
        except DigitcamError as exc:
            self.problem = str(exc)


class _Assembled(NamedTuple):
    """A recogniser, and the networks it was made of."""

    network: Network
    classic: Network | None
    recogniser: Recogniser


class NetworkService:
    """Provides the recogniser, trains missing networks and takes over changed ones. Any thread may call.

    ``model.keras`` is fine-tuned from the shipped network, which reads until then. Where a threshold is set, the 28×28
    network reads.
    """

    def __init__(
        self,
        main: ManagedNetwork,
        classic: Callable[[], Network],
        shipped: Callable[[], PaperNetwork],
        verifier: Callable[[], VerifierNetwork],
        separators: Callable[[], SeparatorNetwork],
    ) -> None:
        """Prepare; the first `poll` starts what is missing.

        Args:
            main: ``model.keras``.
            classic: Returns the 28×28 network; the same object for as long as it is the same network.
            shipped: Loads the paper network that comes with the project.
            verifier: Loads the verifier.
            separators: Loads the separator network.
        """
        self._main, self._classic = main, classic
        # Loaded on first use, and again if that failed: a cache keeps no exceptions.
        self._shipped, self._verifier, self._separators = cache(shipped), cache(verifier), cache(separators)
        self._lock = threading.Lock()
        self._assembled: _Assembled | None = None

    def poll(self, by_hand: bool = False) -> Status:
        """Return the state and start what is missing. Fast: meant to be called several times a second.

        Args:
            by_hand: Whether the caller's threshold is set by hand, so that the 28×28 network reads.
        """
        with self._lock:
            self._main.advance()
            progress = self._main.progress
            recogniser = self._recogniser()
            metadata = None if self._main.network is None else self._main.metadata
            problem = None if progress else self._main.problem
            return Status(recogniser, self._reader(by_hand), metadata, progress, problem)

    def train_again(self) -> None:
        """Restart the job that failed."""
        with self._lock:
            self._main.train()

    def _recogniser(self) -> Recogniser | None:
        """Return the same object for as long as its networks are the same."""
        network, classic = self._main.network or self._load(self._shipped), self._load(self._classic)
        if network is None:
            return None
        made = self._assembled
        if made is None or made.network is not network or made.classic is not classic:
            others = self._load(self._verifier), self._load(self._separators)
            made = _Assembled(network, classic, make_recogniser(network, classic, *others))
            self._assembled = made
        return made.recogniser

    def _load(self, shipped: Callable[[], T]) -> T | None:
        """Load a network that comes with the project; if its files are damaged, note the problem and return None."""
        try:
            return shipped()
        except DigitcamError as exc:
            self._main.problem = self._main.problem or str(exc)
            return None

    def _reader(self, by_hand: bool) -> str:
        main, metadata = self._main.network, self._main.metadata
        is_patch = isinstance(main, PatchNetwork)
        by_classic = by_hand and self._assembled is not None and self._assembled.classic is not None
        if by_classic and not is_patch:
            return CLASSIC_READER
        if main is not None and metadata is not None and metadata.architecture == OWN:
            return OWN_READER
        return CLASSIC_READER if is_patch else AUTOMATIC_READER
