"""A folder as the first use leaves it, without the minute that takes."""

import dataclasses
import shutil
from pathlib import Path

from digitcam.errors import ModelBroken
from digitcam.networks.files import sha256
from digitcam.networks.shipped import PAPER


def prepared(folder: Path) -> Path:
    """Put the shipped network there; return the path of its ``.keras`` file.

    That file is empty: what answers is LiteRT's, and only a conversion would look into it.
    """
    facts = PAPER.read_metadata()
    if facts is None:
        raise ModelBroken("The project's own network has no description. Get the project anew.")
    folder.mkdir(parents=True)
    model = folder / "model.keras"
    model.write_bytes(b"")
    shutil.copy(PAPER.litert, model.with_suffix(".tflite"))
    told = dataclasses.replace(facts, keras_sha256=sha256(model))
    model.with_suffix(".json").write_text(told.to_json(), "utf-8")
    return model
