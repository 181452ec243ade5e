"""Where the network is kept, and what is derived from it beside it."""

import contextlib
import dataclasses
import glob
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Literal, TypeAlias

from filelock import FileLock, Timeout

from digitcam.errors import ModelBroken, ModelMissing
from digitcam.networks.files import HashCache, check_space, explained, flush, move_aside, sha256
from digitcam.networks.metadata import FORMAT, Metadata, read_metadata
from digitcam.networks.open import Network, open_network

__all__ = ["OWN", "Metadata", "ModelStore", "State"]

State: TypeAlias = Literal["missing", "changed", "ready"]

OWN: Final = "own"
"""The architecture of a network that was not trained here."""

SUFFIX: Final = ".keras"

POLL_S: Final = 1.0
"""How often a process that waits for another's training looks again."""

ENOUGH_BYTES: Final = 32_000_000
"""Free space without which training does not begin: the dense network and what is derived from it take a third."""

Write: TypeAlias = Callable[[Path], None]


class ModelStore:
    """One network's files. Any thread may ask; whoever changes something holds :meth:`lock`.

    Files appear whole or not at all: they are written in a folder beside them, flushed to the disk and renamed.
    ``model.keras`` goes first and ``model.json``, which holds the hashes of the other two, last. So whenever the
    process or the machine stops between, the state is ``changed``, and the new network is converted rather than lost.

    Attributes:
        path: ``model.keras``; the other names are the same with another suffix.
    """

    def __init__(self, path: Path) -> None:
        """Take the place of the network; nothing need be there yet, not even the folder.

        Raises:
            ModelBroken: If the name does not end in ``.keras``: another file would be taken for a broken network and
                moved aside, or be the one that something derived is written over.
        """
        if path.suffix != SUFFIX:
            raise ModelBroken(
                f"{path} is not the name of a network: that ends in {SUFFIX}. Name the {SUFFIX} file; what is derived "
                "from it is found beside it."
            )
        self.path = path.absolute()
        self.litert_path = self.path.with_suffix(".tflite")
        self.metadata_path = self.path.with_suffix(".json")
        self._hashes = HashCache()

    def state(self) -> State:
        """How things stand. Cheap: a file is only hashed again when its size or date has changed."""
        keras_sha256 = self._hashes.sha256(self.path)
        if keras_sha256 is None:
            return "missing"
        known = self.metadata()
        if known is None or known.keras_sha256 != keras_sha256 or known.format != FORMAT:
            return "changed"
        return "ready" if self._hashes.sha256(self.litert_path) == known.litert_sha256 else "changed"

    def settled_sha256(self, interval_s: float) -> str:
        """Of ``model.keras``, once nobody is copying it into place any more; "" if there is none.

        Args:
            interval_s: How long it has to stay the same.
        """
        return self._hashes.settled_sha256(self.path, interval_s)

    def metadata(self) -> Metadata | None:
        """What ``model.json`` says; None if it is absent or broken."""
        return read_metadata(self.metadata_path)

    def network(self) -> "Network":
        """Load the network for reading.

        Raises:
            ModelMissing: If there is none.
            ModelBroken: If it has not been converted yet, or the conversion is damaged.
        """
        known = self.metadata()
        try:
            content = self.litert_path.read_bytes()
        except OSError as exc:
            if not self.path.exists():
                raise ModelMissing(f"There is no network at {self.path}. {self._command('train')}") from exc
            raise ModelBroken(f"{self.litert_path} cannot be read ({exc}). {self._command('convert')}") from exc
        if known is None or hashlib.sha256(content).hexdigest() != known.litert_sha256:
            raise ModelBroken(f"{self.litert_path} is not that of {self.path.name}. {self._command('convert')}")
        return open_network(content, str(self.litert_path))

    @contextlib.contextmanager
    def lock(self, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Hold the right to change the files, as the only process; one that dies gives it up.

        Args:
            waiting: Called before each second of waiting for another process. What it raises, ends the waiting.

        Raises:
            TrainingError: If the folder cannot be written to, or has no room.
        """
        folder = self.path.parent
        with explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path.with_suffix(".lock"))
            held = _acquire(lock, 0)
        while not held:
            waiting()
            with explained(folder):
                held = _acquire(lock, POLL_S)
        try:
            self._clean()
            check_space(folder, ENOUGH_BYTES)
            yield
        finally:
            lock.release()

    def publish(self, facts: Metadata, litert: bytes, save: Write | None = None) -> Metadata:
        """Put a network, and what is derived from it, in place of what is there. The caller holds the lock.

        A ``model.keras`` that was not trained here is moved aside, not overwritten.

        Args:
            facts: All but the hashes of what is written here.
            litert: What the LiteRT file is to hold.
            save: Writes the ``.keras`` file; None keeps the one that is there, whose hash ``facts`` then has.

        Returns:
            The metadata as written.

        Raises:
            TrainingError: If the disk is full, or the folder cannot be written to. What was there is still there.
        """
        folder = self.path.parent
        with explained(folder), tempfile.TemporaryDirectory(prefix=self._prefix, dir=folder) as name:
            keras, tflite, json = (Path(name, path.name) for path in self._paths)
            tflite.write_bytes(litert)
            facts = dataclasses.replace(facts, litert_sha256=sha256(tflite))
            if save is not None:
                save(keras)
                facts = dataclasses.replace(facts, keras_sha256=sha256(keras))
            json.write_text(facts.to_json(), "utf-8")
            self._install(Path(name), replaces_keras=save is not None)
        return facts

    def quarantine(self) -> Path:
        """Move ``model.keras`` aside as broken, to a dated name; return that. The caller holds the lock.

        Raises:
            TrainingError: If the folder cannot be written to.
        """
        with explained(self.path.parent):
            return move_aside(self.path, "broken")

    @property
    def _paths(self) -> tuple[Path, Path, Path]:
        return self.path, self.litert_path, self.metadata_path

    @property
    def _prefix(self) -> str:
        return f".{self.path.stem}-unfinished-"

    def _install(self, folder: Path, *, replaces_keras: bool) -> None:
        for path in self._paths:
            if (folder / path.name).exists():
                flush(folder / path.name)
        if replaces_keras and self.path.exists() and not self._made_here():
            move_aside(self.path, "replaced")
        for path in self._paths:
            if (folder / path.name).exists():
                os.replace(folder / path.name, path)
        flush(self.path.parent)

    def _made_here(self) -> bool:
        known = self.metadata()
        return known is not None and known.architecture != OWN and known.keras_sha256 == self._hashes.sha256(self.path)

    def _clean(self) -> None:
        """Remove what a process that was killed left unfinished; nobody else works here while the lock is held."""
        for left in self.path.parent.glob(f"{glob.escape(self._prefix)}*"):
            shutil.rmtree(left, ignore_errors=True)

    def _command(self, verb: str) -> str:
        return f"Run: python -m digitcam {verb} --model {self.path}"


def _acquire(lock: FileLock, timeout_s: float) -> bool:
    try:
        lock.acquire(timeout=timeout_s)
    except Timeout:
        return False
    return True
