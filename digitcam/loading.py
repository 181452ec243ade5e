"""From a network's path to a Recogniser: what scripts and the command line start with."""

import subprocess
import sys
from os import PathLike
from pathlib import Path

from digitcam.config import default_model_path
from digitcam.errors import ModelBroken, ModelMissing, TrainingError
from digitcam.model.recipe import Architecture
from digitcam.model.store import ModelStore
from digitcam.recogniser import Recogniser


def load_recogniser(path: str | PathLike[str] | None = None) -> Recogniser:
    """Load a trained network.

    A ``model.keras`` that was changed since it was last used is converted first, in a process of its own, since the
    conversion needs TensorFlow and reading does not.

    Args:
        path: The ``.keras`` file; ``models/model.keras`` of this project, or ``$DIGITCAM_MODEL``, if None.

    Returns:
        A recogniser that threads may share.

    Raises:
        ModelMissing: If there is no such file.
        ModelBroken: If it is not a network that reads digits; it has then been moved aside.
    """
    store = ModelStore(default_model_path() if path is None else Path(path))
    if store.state() == "missing":
        raise ModelMissing(
            f"There is no network at {store.path}. Train it: python -m digitcam train --model {store.path}"
        )
    if store.state() == "changed":
        _run("convert", store.path)
    return Recogniser(store.classifier())


def train_first(path: Path, architecture: Architecture = "cnn") -> None:
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
