"""A network's path → a Recogniser: what scripts and the command line start with."""

import subprocess
import sys
from os import PathLike
from pathlib import Path
from typing import Final

from digitcam.config import default_model_path
from digitcam.errors import DigitcamError, ModelBroken, ModelMissing, TrainingError
from digitcam.networks.child import run_child
from digitcam.networks.metadata import Architecture
from digitcam.networks.open import Network
from digitcam.networks.patch import PatchNetwork
from digitcam.networks.shipped import shipped_paper, shipped_verifier
from digitcam.networks.store import ModelStore
from digitcam.networks.verifier import VerifierNetwork
from digitcam.recognition.recogniser import Recogniser

CLASSIC_NAME: Final = "classic.keras"
"""Name of the 28×28 network beside ``model.keras``."""


def load_recogniser(path: str | PathLike[str] | None = None) -> Recogniser:
    """Load the networks and return what reads with them.

    A ``model.keras`` that has changed since its last use is converted first, in a child process, since conversion needs
    TensorFlow and reading does not. ``classic.keras`` beside it, if present, reads where a threshold is set.

    Args:
        path: The ``.keras`` file. None stands for ``$DIGITCAM_MODEL`` or the project's ``models/model.keras``, and for
            the network that comes with the project as long as neither exists.

    Returns:
        A recogniser that threads may share.

    Raises:
        ModelMissing: If there is no such file.
        ModelBroken: If it is not a network that reads digits; it has then been renamed.
    """
    store = ModelStore(default_model_path() if path is None else Path(path))
    if store.state() == "missing":
        if path is None:
            return make_recogniser(shipped_paper(), _classic_beside(store.path), shipped_verifier())
        raise ModelMissing(
            f"There is no network at {store.path}. Train it: python -m digitcam train --model {store.path}"
        )
    if store.state() == "changed":
        _convert(store.path)
    return make_recogniser(store.network(), _classic_beside(store.path), shipped_verifier())


def make_recogniser(network: Network, classic: Network | None, verifier: VerifierNetwork | None) -> Recogniser:
    """Combine networks into a recogniser.

    Args:
        network: A paper network; or a patch network, which then reads everything.
        classic: The patch network beside a paper network; None if there is none.
        verifier: The second network beside a paper network; None if there is none.
    """
    if isinstance(network, PatchNetwork):
        return Recogniser(classic=network)
    classic = classic if isinstance(classic, PatchNetwork) else None
    return Recogniser(classic=classic, paper=network, verifier=verifier)


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


def _classic_beside(path: Path) -> Network | None:
    store = ModelStore(classic_path(path))
    try:
        return store.network() if store.state() == "ready" else None
    except DigitcamError:
        # It is changed or damaged, which the page and `train` repair; reading does not depend on it.
        return None


def _convert(path: Path) -> None:
    result = run_child(["convert", "--model", str(path)], stderr=subprocess.PIPE)
    if result.returncode:
        raise ModelBroken(result.stderr.strip().removeprefix("Error: ") or f"{path} cannot be converted.")
