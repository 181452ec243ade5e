"""The readers that are compared; another reader is another entry in `readers`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.config import ReadSettings, default_model_path
from digitcam.errors import ModelBroken
from digitcam.evaluate.samples import PATCH, Sample
from digitcam.networks.loading import classic_path, load_recogniser, train_network
from digitcam.networks.metadata import PatchArchitecture
from digitcam.networks.shipped import CLASSIC, shipped_classic
from digitcam.networks.store import OWN, ModelStore
from digitcam.readings import Box, Digit, Reading
from digitcam.recognition.contract import PATCH_PX, PatchModel
from digitcam.recognition.recogniser import Recogniser
from digitcam.recognition.single import mnist_crops, read_single
from digitcam.recognition.view import computer_view

CLASSIC_THRESHOLD: Final = 128
"""Grey value in the middle of the classic's slider; it stays there for all pictures."""

WHOLE: Final = ReadSettings(box="whole")
"""The whole picture is the box, and no threshold is set."""

Picture = NDArray[np.uint8]


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
        return None if network is None else lambda picture: read_patch(network, _scaled(picture))

    def view_of(self, sample: Sample, picture: Picture) -> Picture:
        """Return what the computer sees in a sample's picture; a patch is seen as it is."""
        return picture if sample.kind == PATCH else self.view(picture)


def readers(model: Path | None, architecture: PatchArchitecture) -> list[Reader]:
    """Load the readers that are compared. Dense networks that do not exist yet are trained.

    Args:
        model: The page's network; None for the project's, or for the shipped one as long as there is none.
        architecture: The network behind the 28×28 reader.

    Raises:
        DigitcamError: If a network cannot be loaded or trained.
    """
    ours, place = load_recogniser(model), model or default_model_path()
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
        Reader(
            "ours", lambda picture: ours.read(picture, WHOLE), _view_of(ours), _single_reader(ours), _training_s(place)
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


def read_classically(picture: Picture, network: PatchModel) -> Reading:
    """Read as the classic scripts do: a fixed threshold, the box squeezed to 28×28, and always an answer.

    Args:
        picture: (H, W) uint8 grey; its box is the largest centred square.
        network: Trained on MNIST as it is, and given values in the range it was trained on, unlike some scripts do.
    """
    # Averaging is generous to the classic: many scripts sample single pixels and lose thin strokes.
    patch = cv2.resize(classic_view(picture), (PATCH_PX, PATCH_PX), interpolation=cv2.INTER_AREA)
    return Reading(read_patch(network, _scaled(patch)).lines, _centred_square(picture))


def classic_view(picture: Picture) -> Picture:
    """Return the classic's ink mask of the largest centred square, (side, side) uint8, 0 or 255."""
    square = _centred_square(picture)
    mask = np.where(picture[square.rows, square.columns] < CLASSIC_THRESHOLD, 255, 0)
    return np.asarray(mask, np.uint8)


def _centred_square(picture: Picture) -> Box:
    height, width = picture.shape
    side = min(height, width)
    x, y = (width - side) // 2, (height - side) // 2
    return Box(x, y, x + side, y + side)


def read_patch(network: PatchModel, patch: NDArray[np.float32]) -> Reading:
    """Return the likeliest digit of one patch (28, 28) float32 in [0, 1], however low its confidence."""
    probabilities = network(patch[None])[0]
    label = int(probabilities.argmax())
    box = Box(0, 0, PATCH_PX, PATCH_PX)
    return Reading(((Digit(label, float(probabilities[label]), box, probabilities, patch),),), box)


def _scaled(patch: NDArray[np.generic]) -> NDArray[np.float32]:
    return np.asarray(patch, np.float32) / np.float32(255)
