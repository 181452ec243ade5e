"""The paper network as it comes with the project: what reads from the first second, and what training begins with."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from digitcam.errors import ModelBroken
from digitcam.model.metadata import Metadata, read_metadata

if TYPE_CHECKING:
    from digitcam.model.paper import Paper

FOLDER: Final = Path(__file__).parent / "weights"
WEIGHTS: Final = FOLDER / "paper.weights.h5"
LITERT: Final = FOLDER / "paper.tflite"
FACTS: Final = FOLDER / "paper.json"


def shipped_network() -> "Paper":
    """Load the network.

    Raises:
        ModelBroken: If its files are missing or damaged: the project was not copied whole.
    """
    # Here, not above: the training process wants the weights alone.
    from digitcam.model.answering import answering
    from digitcam.model.paper import Paper

    facts = shipped_facts()
    try:
        content = LITERT.read_bytes()
    except OSError as exc:
        raise ModelBroken(f"{LITERT} cannot be read ({exc.strerror}). Get the project anew.") from exc
    network = answering(content, str(LITERT))
    if facts is None or facts.litert_sha256 != hashlib.sha256(content).hexdigest() or not isinstance(network, Paper):
        raise ModelBroken(f"{LITERT} is damaged: it is not what {FACTS.name} says. Get the project anew.")
    return network


def shipped_facts() -> Metadata | None:
    """What is known of it; None if its file is missing or damaged."""
    return read_metadata(FACTS)
