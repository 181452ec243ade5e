"""The networks that come with the project: paper network, verifier, separator network and 28×28 network."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from digitcam.errors import ModelBroken
from digitcam.networks.interpreter import InterpreterPool
from digitcam.networks.metadata import Metadata, read_metadata
from digitcam.networks.paper import PaperNetwork
from digitcam.networks.patch import PatchNetwork
from digitcam.networks.separators import SeparatorNetwork
from digitcam.networks.verifier import VerifierNetwork

FOLDER: Final = Path(__file__).parent / "weights"


@dataclass(frozen=True, slots=True)
class ShippedFiles:
    """The files of one network; they differ in their suffixes.

    Attributes:
        name: ``paper``, ``verifier``, ``separators`` or ``classic``.
        folder: Where they are.
    """

    name: str
    folder: Path = FOLDER

    @property
    def weights(self) -> Path:
        """The weights as Keras keeps them; fine-tuning starts from them."""
        return self.folder / f"{self.name}.weights.h5"

    @property
    def litert(self) -> Path:
        """The network as LiteRT runs it, made from the weights."""
        return self.folder / f"{self.name}.tflite"

    @property
    def metadata(self) -> Path:
        """What is known about the network, with the hashes of the other two."""
        return self.folder / f"{self.name}.json"

    @property
    def log(self) -> Path:
        """One line of JSON for each epoch of the training that made the weights."""
        return self.folder / f"{self.name}.log"

    def read_metadata(self) -> Metadata | None:
        """Read the metadata; None if the file is missing or damaged."""
        return read_metadata(self.metadata)

    def load(self) -> InterpreterPool:
        """Load the network.

        Raises:
            ModelBroken: If a file is missing or damaged: the project was not copied completely.
        """
        known = self.read_metadata()
        try:
            content = self.litert.read_bytes()
        except OSError as exc:
            raise ModelBroken(f"{self.litert} cannot be read ({exc.strerror}). Download the project again.") from exc
        if known is None or known.litert_sha256 != hashlib.sha256(content).hexdigest():
            raise ModelBroken(
                f"{self.litert} is damaged: {self.metadata.name} lists another hash. Download the project again."
            )
        return InterpreterPool(content, str(self.litert))


PAPER: Final = ShippedFiles("paper")
VERIFIER: Final = ShippedFiles("verifier")
SEPARATORS: Final = ShippedFiles("separators")
CLASSIC: Final = ShippedFiles("classic")
"""The 28×28 network, of the architecture ``cnn``."""


def shipped_paper(files: ShippedFiles = PAPER) -> PaperNetwork:
    """Load the paper network; raise ModelBroken if its files are missing or damaged."""
    return PaperNetwork(files.load())


def shipped_verifier(files: ShippedFiles = VERIFIER) -> VerifierNetwork:
    """Load the verifier; raise ModelBroken if its files are missing or damaged."""
    return VerifierNetwork(files.load())


def shipped_separators(files: ShippedFiles = SEPARATORS) -> SeparatorNetwork:
    """Load the separator network; raise ModelBroken if its files are missing or damaged."""
    return SeparatorNetwork(files.load())


def shipped_classic(files: ShippedFiles = CLASSIC) -> PatchNetwork:
    """Load the 28×28 network; raise ModelBroken if its files are missing or damaged."""
    return PatchNetwork(files.load())
