"""The network as the page needs it: there, on its way, or in trouble. One for the whole server."""

import threading
from dataclasses import dataclass, replace

from digitcam.errors import DigitcamError
from digitcam.model.job import Progress, TrainingJob
from digitcam.model.store import Metadata, ModelStore
from digitcam.recogniser import Recogniser


@dataclass(frozen=True, slots=True)
class Status:
    """How things stand with the network.

    Attributes:
        recogniser: Reads with the newest usable network; None until there is one.
        metadata: Of that network.
        progress: Of the training or conversion under way; None if there is none.
        problem: What went wrong and what to do, for people; None if nothing did.
    """

    recogniser: Recogniser | None = None
    metadata: Metadata | None = None
    progress: Progress | None = None
    problem: str | None = None


class NetworkService:
    """Loads the network, trains it if there is none, and takes over a changed one. Any thread may call.

    A network that has been loaded stays in use until another one is ready, whatever happens to its file.
    """

    def __init__(self, store: ModelStore, job: TrainingJob | None = None) -> None:
        self._store = store
        self._job = job or TrainingJob(store)
        self._lock = threading.Lock()
        self._current = Status()

    def poll(self) -> Status:
        """Say how things stand, and set in motion what is missing. Quick: made to be called several times a second."""
        with self._lock:
            if not self._job.progress().running:
                self._advance()
            progress = self._job.progress()
            return replace(self._current, progress=progress, problem=None) if progress.running else self._current

    def train_again(self) -> None:
        """Train anew, whatever went wrong before."""
        with self._lock:
            self._job.start()

    def _advance(self) -> None:
        progress = self._job.progress()
        if self._store.state() == "ready":
            self._load()
        elif progress.phase == "failed":
            self._current = replace(self._current, problem=progress.message)
        else:
            self._job.start()

    def _load(self) -> None:
        metadata = self._store.metadata()
        if metadata == self._current.metadata:
            return
        try:
            self._current = Status(Recogniser(self._store.classifier()), metadata)
        except DigitcamError as exc:
            # With the metadata, so that the same file is not tried again at the next call.
            self._current = replace(self._current, metadata=metadata, problem=str(exc))
