"""The readers that are compared; another reader is another entry in `readers`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from digitcam.config import ReadSettings, default_model_path
from digitcam.errors import ModelBroken
from digitcam.evaluate.classic import Picture, classic_view, read_classically, read_patch, scaled
from digitcam.evaluate.samples import PATCH, Sample
from digitcam.networks.loading import classic_path, load_recogniser, train_network
from digitcam.networks.metadata import PatchArchitecture
from digitcam.networks.shipped import CLASSIC, shipped_classic
from digitcam.networks.store import OWN, ModelStore
from digitcam.readings import Reading
from digitcam.recognition.contract import PatchModel
from digitcam.recognition.recogniser import Recogniser
from digitcam.recognition.single import mnist_crops, read_single
from digitcam.recognition.view import computer_view

WHOLE: Final = ReadSettings(box="whole")
"""The whole picture is the box, and no threshold is set."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader that is evaluated.

    Attributes:
        name: Name; heads its column of the table.
        read: Maps a picture (H, W) uint8 grey to a reading.
        view: Maps a picture to what the computer sees in it, (h, w) uint8, for the report.
        network: Classifies MNIST's images as they are; None if nothing does.
        training_s: Time that training its network took, seconds; None if unknown.
    """

    name: str
    read: Callable[[Picture], Reading]
    view: Callable[[Picture], Picture]
    network: PatchModel | None = None
    training_s: float | None = None

    def reader_of(self, sample: Sample) -> Callable[[Picture], Reading] | None:
        """Return the function that reads a sample: `read`, or `network` alone for MNIST's images; None without one."""
        if sample.kind != PATCH:
            return self.read
        network = self.network
        return None if network is None else lambda picture: read_patch(network, scaled(picture))

    def view_of(self, sample: Sample, picture: Picture) -> Picture:
        """Return what the computer sees in a sample's picture; a patch is seen as it is."""
        return picture if sample.kind == PATCH else self.view(picture)


def readers(model: Path | None, architecture: PatchArchitecture, only_ours: bool = False) -> list[Reader]:
    """Load the readers that are compared. Dense networks that do not exist yet are trained.

    Args:
        model: The page's network; None for the project's, or for the shipped one as long as there is none.
        architecture: The network behind the 28×28 reader.
        only_ours: Whether to load ours only; nothing is trained then.

    Raises:
        DigitcamError: If a network cannot be loaded or trained.
    """
    place = model or default_model_path()
    ours = _ours(load_recogniser(model), place)
    return [ours] if only_ours else [*_others(place, architecture), ours]


def _ours(recogniser: Recogniser, place: Path) -> Reader:
    return Reader(
        "ours",
        lambda picture: recogniser.read_page(picture, WHOLE).reading,
        _view_of(recogniser),
        _single_reader(recogniser),
        _training_s(place),
    )


def _others(place: Path, architecture: PatchArchitecture) -> list[Reader]:
    dense, patches = _patch_network(place, "dense"), _patch_network(place, architecture)
    by_patches = Recogniser(classic=patches.network)
    return [
        Reader(
            "classic",
            lambda picture: read_classically(picture, dense.network),
            classic_view,
            dense.network,
            dense.training_s,
        ),
        Reader(
            "28×28",
            lambda picture: by_patches.read(picture, WHOLE),
            _view_of(by_patches),
            patches.network,
            patches.training_s,
        ),
    ]


def _view_of(recogniser: Recogniser) -> Callable[[Picture], Picture]:
    return lambda picture: computer_view(picture, WHOLE.threshold, recogniser)


class _Patches(NamedTuple):
    """A network for 28×28 patches, and the time that training it took, seconds; None if unknown."""

    network: PatchModel
    training_s: float | None


def _patch_network(model: Path, architecture: PatchArchitecture) -> _Patches:
    """Load a network for patches: one of the user's, else the shipped one if that is of this architecture."""
    own = _found(model, architecture)
    shipped = CLASSIC.read_metadata()
    if own is None and shipped is not None and shipped.architecture == architecture:
        return _Patches(shipped_classic(), shipped.seconds)
    path = own or ensure_trained(model, architecture)
    found = load_recogniser(path)
    if found.classic is None or found.paper is not None:
        raise ModelBroken(f"{path} is not a network for 28×28 patches. Move it away, and another one is used.")
    return _Patches(found.classic, _training_s(path))


def _single_reader(recogniser: Recogniser) -> PatchModel | None:
    """Return the classifier of 28×28 patches: the paper network on enlarged patches, or the patch network."""
    paper = recogniser.paper
    if paper is None:
        return recogniser.classic
    return lambda patches: read_single(paper, mnist_crops(np.rint(patches * 255).astype(np.uint8)))


def ensure_trained(model: Path, architecture: PatchArchitecture) -> Path:
    """Return where a network of this architecture is: the page's own if it is one, else one beside it.

    Raises:
        TrainingError: If it has to be trained and that fails.
    """
    found = _found(model, architecture)
    if found is not None:
        return found
    beside = _beside(model, architecture)
    train_network(beside, architecture)
    return beside


def _found(model: Path, architecture: PatchArchitecture) -> Path | None:
    """Return where a network of this architecture is; None if there is none of the user's."""
    for path in (model, classic_path(model)):
        metadata = ModelStore(path).metadata()
        if metadata is not None and metadata.architecture == architecture:
            return path
    beside = _beside(model, architecture)
    return beside if beside.exists() else None


def _beside(model: Path, architecture: PatchArchitecture) -> Path:
    return model.with_name(f"{model.stem}-{architecture}{model.suffix}")


def _training_s(model: Path) -> float | None:
    metadata = ModelStore(model).metadata()
    return metadata.seconds if metadata is not None and metadata.architecture != OWN else None
