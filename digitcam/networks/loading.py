"""A network's path → a Recogniser: what scripts and the command line start with."""

import contextlib
import subprocess
import sys
import tempfile
from os import PathLike
from pathlib import Path
from typing import Final

from digitcam.config import conversions_path, default_model_path
from digitcam.errors import ModelBroken, ModelMissing, TrainingError
from digitcam.networks.child import run_child
from digitcam.networks.classic import ClassicNetwork
from digitcam.networks.events import Failed, from_json
from digitcam.networks.metadata import Architecture
from digitcam.networks.open import Network
from digitcam.networks.patch import PatchNetwork
from digitcam.networks.separators import SeparatorNetwork
from digitcam.networks.shipped import shipped_paper, shipped_separators, shipped_verifier
from digitcam.networks.store import ModelStore
from digitcam.networks.verifier import VerifierNetwork
from digitcam.recognition.recogniser import Recogniser

CLASSIC_NAME: Final = "classic.keras"
"""Name of the 28×28 network beside ``model.keras``."""


def load_recogniser(path: str | PathLike[str] | None = None) -> Recogniser:
    """Load the networks and return what reads with them.

    A network that has changed since its last conversion is converted first, in a child process, since conversion needs
    TensorFlow and reading does not. The conversion is kept in the user's cache folder: nothing is written or renamed
    beside the network. Where a threshold is set, ``classic.keras`` beside it reads, or the shipped 28×28 network.

    Args:
        path: The ``.keras`` file. None stands for ``$DIGITCAM_MODEL`` or the project's ``models/model.keras``, and for
            the network that comes with the project as long as neither exists.

    Returns:
        A recogniser that threads may share.

    Raises:
        ModelMissing: If there is no such file.
        ModelBroken: If it is not a network that reads digits; the file is left as it is.
    """
    store = ModelStore(default_model_path() if path is None else Path(path))
    if store.state() == "missing":
        if path is None:
            return _with_shipped(shipped_paper(), store.path)
        raise ModelMissing(
            f"There is no network at {store.path}. Train it: python -m digitcam train --model {store.path}"
        )
    network = store.network() if store.state() == "ready" else _converted(store.path)
    return _with_shipped(network, store.path)


def make_recogniser(
    network: Network,
    classic: Network | None,
    verifier: VerifierNetwork | None,
    separators: SeparatorNetwork | None,
) -> Recogniser:
    """Combine networks into a recogniser.

    Args:
        network: A paper network; or a patch network, which then reads everything.
        classic: The patch network beside a paper network; None if there is none.
        verifier: The second network beside a paper network; None if there is none.
        separators: The network that reads what stands between digits; None if there is none.
    """
    if isinstance(network, PatchNetwork):
        return Recogniser(classic=network)
    classic = classic if isinstance(classic, PatchNetwork) else None
    return Recogniser(classic=classic, paper=network, verifier=verifier, separators=separators)


def classic_path(path: Path) -> Path:
    """Return where the 28×28 network beside a network is kept."""
    return path.with_name(CLASSIC_NAME)


def train_network(path: Path, architecture: Architecture) -> None:
    """Train a network in a child process, its progress on standard error.

    Args:
        path: The ``.keras`` file to write.
        architecture: Which network.

    Raises:
        TrainingError: If it fails; the reason is on standard error.
    """
    if run_child(["train", "--architecture", architecture, "--model", str(path)], stdout=sys.stderr).returncode:
        raise TrainingError("Training failed.")


def _with_shipped(network: Network, path: Path) -> Recogniser:
    return make_recogniser(network, _classic_beside(path), shipped_verifier(), shipped_separators())


def _classic_beside(path: Path) -> Network:
    return ClassicNetwork(ModelStore(classic_path(path))).network()


def _converted(path: Path) -> Network:
    """Convert a network without writing beside it; return it."""
    with contextlib.ExitStack() as stack:
        store = ModelStore(path, _folder_for(path, stack))
        if store.state() != "ready":
            _convert(path, store.metadata_path.parent)
        return store.network()


def _folder_for(path: Path, stack: contextlib.ExitStack) -> Path:
    """Return the folder for a network's conversion; one that is removed afterwards where no cache can be kept."""
    folder = conversions_path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Written to, since permissions do not tell about a read-only disk.
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="digitcam-")))


def _convert(path: Path, folder: Path) -> None:
    # The child prints its events as ASCII, so that they can be read whatever encoding its standard output has.
    result = run_child(["convert", "--json", "--model", str(path), "--output", str(folder)], stderr=subprocess.PIPE)
    if result.returncode:
        failures = [event for event in map(from_json, result.stdout.splitlines()) if isinstance(event, Failed)]
        last = result.stderr.strip().splitlines()[-1:] or [f"exit status {result.returncode}"]
        raise ModelBroken(failures[-1].message if failures else f"{path} cannot be converted: {last[0]}")
