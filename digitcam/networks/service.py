"""The networks as the page needs them: there, on their way, or in trouble. One service for the whole server."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from digitcam.errors import DigitcamError
from digitcam.networks.job import Progress, TrainingJob
from digitcam.networks.loading import recogniser_of
from digitcam.networks.metadata import Architecture
from digitcam.networks.open import Network
from digitcam.networks.paper import PaperNetwork
from digitcam.networks.patch import PatchNetwork
from digitcam.networks.store import OWN, Metadata, ModelStore
from digitcam.networks.verifier import VerifierNetwork
from digitcam.recognition.recogniser import Recogniser

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Status:
    """How things stand with the networks.

    Attributes:
        recogniser: Reads with the newest usable networks; None if there is none at all.
        reader: What is reading, for people.
        metadata: Of ``model.keras``; None while the network as it came reads.
        progress: Of the training or conversion under way; None if there is none.
        problem: What went wrong and what to do, for people; None if nothing did.
    """

    recogniser: Recogniser | None = None
    reader: str = ""
    metadata: Metadata | None = None
    progress: Progress | None = None
    problem: str | None = None


class Kept:
    """One network's files and the job that makes them. For one thread at a time.

    A network that has been loaded stays in use until another one is ready, whatever happens to its file.

    Attributes:
        network: The newest usable one; None until there is one.
        metadata: Of it, or of the one that could not be loaded.
        problem: What went wrong and what to do; None if nothing did.
    """

    def __init__(self, store: ModelStore, architecture: Architecture, job: TrainingJob | None = None) -> None:
        self.network: Network | None = None
        self.metadata: Metadata | None = None
        self.problem: str | None = None
        self._store = store
        self._architecture = architecture
        self._job = job or TrainingJob(store)

    @property
    def progress(self) -> Progress | None:
        """Of the job; None unless it is running."""
        progress = self._job.progress()
        return progress if progress.running else None

    def advance(self) -> None:
        """Load what is ready; set in motion what is missing."""
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
        """Train anew, whatever went wrong before."""
        self.problem = None
        self._job.start(self._architecture)

    def _load(self) -> None:
        metadata = self._store.metadata()
        if metadata == self.metadata:
            return
        # Kept even if loading fails, so that the same file is not tried again at the next call.
        self.metadata = metadata
        try:
            self.network, self.problem = self._store.network(), None
        except DigitcamError as exc:
            self.problem = str(exc)


class _Once(Generic[T]):
    """Loads when it is first wanted, and again if that failed."""

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        self._loaded: T | None = None

    def __call__(self) -> T:
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded


class NetworkService:
    """Hands out what reads, trains what is missing, takes over what has changed. Any thread may call.

    ``model.keras`` is trained on from the shipped network, which reads until then. The 28×28 network beside it is
    trained when a threshold by hand is first wanted.
    """

    def __init__(
        self,
        main: Kept,
        patches: Kept,
        shipped: Callable[[], PaperNetwork],
        verifier: Callable[[], VerifierNetwork],
    ) -> None:
        """Start nothing yet.

        Args:
            main: ``model.keras``.
            patches: ``classic.keras`` beside it.
            shipped: Loads the network that comes with the project.
            verifier: Loads the one that is asked where that, or what was trained from it, doubts.
        """
        self._main, self._patches = main, patches
        self._shipped = _Once(shipped)
        self._verifier = _Once(verifier)
        self._lock = threading.Lock()
        self._known: tuple[Network | None, Network | None, Recogniser | None] = (None, None, None)

    def poll(self, by_hand: bool = False) -> Status:
        """Say how things stand, and set in motion what is missing. Quick: made to be called several times a second.

        Args:
            by_hand: Whether the caller's threshold is set by hand.
        """
        with self._lock:
            self._main.advance()
            wanted = by_hand and not isinstance(self._main.network, PatchNetwork)
            if wanted and self._main.progress is None:
                self._patches.advance()
            progress = self._main.progress or self._patches.progress
            problem = self._main.problem or (self._patches.problem if wanted else None)
            metadata = None if self._main.network is None else self._main.metadata
            return Status(self._recogniser(), self._reader(by_hand), metadata, progress, None if progress else problem)

    def train_again(self) -> None:
        """Train what failed anew."""
        with self._lock:
            failed = self._patches if self._patches.problem and not self._main.problem else self._main
            failed.train()

    def _recogniser(self) -> Recogniser | None:
        main = self._main.network or self._had(self._shipped)
        patches, recogniser = self._patches.network, self._known[2]
        if self._known[:2] != (main, patches) or recogniser is None:
            recogniser = None if main is None else recogniser_of(main, patches, self._had(self._verifier))
            self._known = main, patches, recogniser
        return recogniser

    def _had(self, load: "_Once[T]") -> T | None:
        """What comes with the project; None, and a problem to be shown, if it is damaged."""
        try:
            return load()
        except DigitcamError as exc:
            self._main.problem = self._main.problem or str(exc)
            return None

    def _reader(self, by_hand: bool) -> str:
        main, known = self._main.network, self._main.metadata
        if isinstance(main, PatchNetwork):
            return "your own network" if known is not None and known.architecture == OWN else "the 28×28 network"
        if by_hand and self._patches.network is not None:
            return "the 28×28 network"
        return "the paper network as it came" if main is None else "the paper network trained here"
