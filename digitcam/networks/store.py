"""A network's files: ``model.keras``, and ``model.tflite`` and ``model.json`` derived from it."""

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

from digitcam.errors import ModelBroken, ModelMissing
from digitcam.networks.files import HashCache, check_space, exclusive, explain_errors, flush, move_aside, sha256
from digitcam.networks.metadata import FORMAT, Metadata, read_metadata
from digitcam.networks.open import Network, open_network

State: TypeAlias = Literal["missing", "changed", "ready"]

OWN: Final = "own"
"""Architecture of a network that was not trained here."""

SUFFIX: Final = ".keras"

MIN_FREE_BYTES: Final = 32_000_000
"""Free space without which training does not start, bytes: the dense network with its derived files needs a third."""

Write: TypeAlias = Callable[[Path], None]


class ModelStore:
    """One network's files. Any thread may read; whoever changes something holds `lock`.

    Files appear complete or not at all: they are written in a folder beside them, flushed to the disk and renamed,
    ``model.keras`` first and ``model.json``, which holds the hashes of the other two, last. If the process or the
    machine stops in between, the state is ``changed``, and the new network is converted rather than lost.

    Attributes:
        path: ``model.keras``; the other files differ in their suffix.
    """

    def __init__(self, path: Path, derived: Path | None = None) -> None:
        """Name the files; none needs to exist yet, nor the folder.

        Args:
            path: ``model.keras``.
            derived: Folder for the derived files, where nothing may be written beside the network; None for its own
                folder.

        Raises:
            ModelBroken: If the name does not end in ``.keras``. Another file would be taken for a broken network and
                moved aside, or be overwritten by a derived one.
        """
        if path.suffix != SUFFIX:
            raise ModelBroken(
                f"{path} is not the name of a network, which ends in {SUFFIX}. Name the {SUFFIX} file; the files "
                "derived from it are found beside it."
            )
        self.path = path.absolute()
        self._derived = self.path.parent if derived is None else derived.absolute()
        self.litert_path = self._derived / self.path.with_suffix(".tflite").name
        self.metadata_path = self._derived / self.path.with_suffix(".json").name
        self._hashes = HashCache()

    def state(self) -> State:
        """Return the state. Cheap: a file is hashed again only when its size or modification time has changed."""
        keras_sha256 = self._hashes.sha256(self.path)
        if keras_sha256 is None:
            return "missing"
        known = self.metadata()
        if known is None or known.keras_sha256 != keras_sha256 or known.format != FORMAT:
            return "changed"
        return "ready" if self._hashes.sha256(self.litert_path) == known.litert_sha256 else "changed"

    def settled_sha256(self, interval_s: float) -> str:
        """Return the hash of ``model.keras`` once it is completely copied; "" if there is none.

        Args:
            interval_s: Time for which it has to stay the same, seconds.
        """
        return self._hashes.settled_sha256(self.path, interval_s)

    def metadata(self) -> Metadata | None:
        """Return the content of ``model.json``; None if it is absent or invalid."""
        return read_metadata(self.metadata_path)

    def network(self) -> Network:
        """Open the network for reading.

        Raises:
            ModelMissing: If there is none.
            ModelBroken: If it has not been converted yet, or the converted file is damaged.
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
        """Hold the exclusive right, among processes, to change the files; a process that dies releases it.

        Args:
            waiting: Called before each second of waiting for another process. Its exceptions end the waiting.

        Raises:
            TrainingError: If the folder cannot be written to, or has too little space.
        """
        with exclusive(self.metadata_path.with_suffix(".lock"), waiting):
            self._remove_unfinished()
            check_space(self._derived, MIN_FREE_BYTES)
            yield

    def publish(self, metadata: Metadata, litert: bytes, save: Write | None = None) -> Metadata:
        """Replace the network and its derived files. The caller holds the lock.

        A ``model.keras`` that was not trained here is moved aside, not overwritten.

        Args:
            metadata: Without the hashes of the files that are written here.
            litert: Content of ``model.tflite``.
            save: Writes the ``.keras`` file; None keeps the existing one, whose hash ``metadata`` then has.

        Returns:
            The metadata as written.

        Raises:
            TrainingError: If the disk is full, or the folder cannot be written to. The old files are then still there.
        """
        folder = self._derived
        with explain_errors(folder), tempfile.TemporaryDirectory(prefix=self._prefix, dir=folder) as name:
            keras, tflite, json = (Path(name, path.name) for path in self._paths)
            tflite.write_bytes(litert)
            metadata = dataclasses.replace(metadata, litert_sha256=sha256(tflite))
            if save is not None:
                save(keras)
                metadata = dataclasses.replace(metadata, keras_sha256=sha256(keras))
            json.write_text(metadata.to_json(), "utf-8")
            self._install(Path(name), replaces_keras=save is not None)
        return metadata

    def quarantine(self) -> Path:
        """Rename ``model.keras`` to a dated name with "broken" in it; return the new path. The caller holds the lock.

        Raises:
            TrainingError: If the folder cannot be written to.
        """
        with explain_errors(self.path.parent):
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
        self._move_foreign_files_aside()
        for path in self._paths:
            if (folder / path.name).exists():
                os.replace(folder / path.name, path)
        flush(self._derived)

    def _move_foreign_files_aside(self) -> None:
        """Keep what somebody else put where the derived files go: it may be another export of the same network."""
        known = self.metadata()
        if self.metadata_path.exists() and known is None:
            move_aside(self.metadata_path, "replaced")
        if self.litert_path.exists() and (
            known is None or known.litert_sha256 != self._hashes.sha256(self.litert_path)
        ):
            move_aside(self.litert_path, "replaced")

    def _made_here(self) -> bool:
        known = self.metadata()
        return known is not None and known.architecture != OWN and known.keras_sha256 == self._hashes.sha256(self.path)

    def _remove_unfinished(self) -> None:
        """Remove the unfinished files of a process that was killed. While the lock is held, none is at work."""
        for left in self._derived.glob(f"{glob.escape(self._prefix)}*"):
            shutil.rmtree(left, ignore_errors=True)

    def _command(self, verb: str) -> str:
        return f"Run: python -m digitcam {verb} --model {self.path}"
