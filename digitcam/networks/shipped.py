"""The networks that come with the project: what reads from the first second, what training begins with, the referee."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from digitcam.errors import ModelBroken
from digitcam.networks.metadata import Metadata, read_metadata

if TYPE_CHECKING:
    from digitcam.networks.paper import Paper
    from digitcam.networks.referee import Referee

FOLDER: Final = Path(__file__).parent / "weights"
WEIGHTS: Final = FOLDER / "paper.weights.h5"
LITERT: Final = FOLDER / "paper.tflite"
FACTS: Final = FOLDER / "paper.json"

REFEREE_WEIGHTS: Final = FOLDER / "referee.weights.h5"
REFEREE_LITERT: Final = FOLDER / "referee.tflite"
REFEREE_FACTS: Final = FOLDER / "referee.json"


def shipped_network() -> "Paper":
    """Load the paper network.

    Raises:
        ModelBroken: If its files are missing or damaged: the project was not copied whole.
    """
    # Here, not above: the training process wants the weights alone.
    from digitcam.networks.answering import answering
    from digitcam.networks.paper import Paper

    network = answering(_content(LITERT, FACTS), str(LITERT))
    if not isinstance(network, Paper):
        raise ModelBroken(_damaged(LITERT, FACTS))
    return network


def shipped_referee() -> "Referee":
    """Load the referee.

    Raises:
        ModelBroken: As above.
    """
    from digitcam.networks.interpreter import Interpreters
    from digitcam.networks.referee import Referee

    return Referee(Interpreters(_content(REFEREE_LITERT, REFEREE_FACTS), str(REFEREE_LITERT)))


def _content(litert: Path, facts: Path) -> bytes:
    """Of a LiteRT file, if it is the one that its facts are about."""
    known = read_metadata(facts)
    try:
        content = litert.read_bytes()
    except OSError as exc:
        raise ModelBroken(f"{litert} cannot be read ({exc.strerror}). Get the project anew.") from exc
    if known is None or known.litert_sha256 != hashlib.sha256(content).hexdigest():
        raise ModelBroken(_damaged(litert, facts))
    return content


def _damaged(litert: Path, facts: Path) -> str:
    return f"{litert} is damaged: it is not what {facts.name} says. Get the project anew."


def shipped_facts() -> Metadata | None:
    """What is known of the paper network; None if its file is missing or damaged."""
    return read_metadata(FACTS)
