"""A model folder as the first use leaves it, without the training."""

import dataclasses
import shutil
from pathlib import Path

from digitcam.errors import ModelBroken
from digitcam.networks.files import sha256
from digitcam.networks.shipped import PAPER


def prepare_model(folder: Path) -> Path:
    """Copy the shipped network to a new folder; return the path of its ``.keras`` file.

    That file is empty, because answers come from the LiteRT file; only a conversion would read it.
    """
    metadata = PAPER.read_metadata()
    if metadata is None:
        raise ModelBroken("The metadata of the shipped network is missing or damaged. Get the project again.")
    folder.mkdir(parents=True)
    model = folder / "model.keras"
    model.write_bytes(b"")
    shutil.copy(PAPER.litert, model.with_suffix(".tflite"))
    published = dataclasses.replace(metadata, keras_sha256=sha256(model))
    model.with_suffix(".json").write_text(published.to_json(), "utf-8")
    return model
