"""From a network's path to a Recogniser: what scripts and the command line start with."""

import subprocess
import sys
from os import PathLike
from pathlib import Path

from digitcam.config import CLASSIC_NAME, default_model_path
from digitcam.errors import DigitcamError, ModelBroken, ModelMissing, TrainingError
from digitcam.networks.metadata import Architecture
from digitcam.networks.open import Network
from digitcam.networks.patch import PatchNetwork
from digitcam.networks.shipped import shipped_paper, shipped_verifier
from digitcam.networks.store import ModelStore
from digitcam.networks.verifier import VerifierNetwork
from digitcam.recognition.recogniser import Recogniser


def load_recogniser(path: str | PathLike[str] | None = None) -> Recogniser:
    """Load what reads.

    A ``model.keras`` that was changed since it was last used is converted first, in a process of its own, since the
    conversion needs TensorFlow and reading does not. ``classic.keras`` beside it, if it is there, reads where a
    threshold is set.

    Args:
        path: The ``.keras`` file. If None, ``models/model.keras`` of this project, or ``$DIGITCAM_MODEL``, and as long
            as there is none the network that comes with the project.

    Returns:
        A recogniser that threads may share.

    Raises:
        ModelMissing: If there is no such file.
        ModelBroken: If it is not a network that reads digits; it has then been moved aside.
    """
    store = ModelStore(default_model_path() if path is None else Path(path))
    if store.state() == "missing":
        if path is None:
            return recogniser_of(shipped_paper(), _beside(store.path), shipped_verifier())
        raise ModelMissing(
            f"There is no network at {store.path}. Train it: python -m digitcam train --model {store.path}"
        )
    if store.state() == "changed":
        _run("convert", store.path)
    return recogniser_of(store.network(), _beside(store.path), shipped_verifier())


def recogniser_of(network: Network, classic: Network | None, verifier: VerifierNetwork | None) -> Recogniser:
    """What reads with a network.

    Args:
        network: A paper network; or one for 28×28 patches, which then reads everything.
        classic: What reads 28×28 patches beside a paper network; None if there is none.
        verifier: What is asked where a paper network doubts; None if there is none.
    """
    if isinstance(network, PatchNetwork):
        return Recogniser(classic=network)
    return Recogniser(classic if isinstance(classic, PatchNetwork) else None, network, verifier)


def classic_path(path: Path) -> Path:
    """Where the 28×28 network beside a network is kept."""
    return path.with_name(CLASSIC_NAME)


def _beside(path: Path) -> Network | None:
    store = ModelStore(classic_path(path))
    try:
        return store.network() if store.state() == "ready" else None
    except DigitcamError:
        # Changed or damaged: the page and `train` put it right; reading does not depend on it.
        return None


def train_first(path: Path, architecture: Architecture) -> None:
    """Train a network into this file, its progress on standard error.

    Args:
        path: The ``.keras`` file.
        architecture: Which network.

    Raises:
        TrainingError: If it fails; the reason is on standard error.
    """
    command = [sys.executable, "-m", "digitcam", "train", "--architecture", architecture, "--model", str(path)]
    if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr).returncode:
        raise TrainingError("Training failed.")


def _run(command: str, path: Path) -> None:
    arguments = [sys.executable, "-m", "digitcam", command, "--model", str(path)]
    result = subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if result.returncode:
        raise ModelBroken(result.stderr.strip().removeprefix("Error: ") or f"{path} cannot be converted.")
