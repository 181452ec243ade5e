"""The readers that are compared; another one is another entry in :func:`readers`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.config import PATCH_PX, Settings, default_model_path
from digitcam.errors import ModelBroken
from digitcam.evaluate.samples import PATCH, Sample
from digitcam.networks.loading import classic_path, load_recogniser, train_first
from digitcam.networks.store import OWN, ModelStore
from digitcam.readings import Digit, Reading
from digitcam.recognition.classic import Classifier
from digitcam.recognition.recogniser import Recogniser
from digitcam.recognition.single import mnist_crops, read_single
from digitcam.networks.metadata import PatchArchitecture

CLASSIC_THRESHOLD: Final = 128
"""Where the classic's slider stands in the middle; nobody moves it between the pictures."""

WHOLE: Final = Settings(threshold=None, box="whole", view="computer")
"""Nothing is set by hand, the picture is the box, and the report shows what the computer saw."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Something that reads pictures.

    Attributes:
        name: The head of its column.
        read: (H, W) uint8 grey to a reading.
        classifier: What reads MNIST's images as they are; None if nothing does.
        training_s: How long its network took to train, None if that is not known.
    """

    name: str
    read: Callable[[NDArray[np.uint8]], Reading]
    classifier: Classifier | None = None
    training_s: float | None = None

    def look(self, sample: Sample) -> Callable[[NDArray[np.uint8]], Reading] | None:
        """What reads this sample: the whole reader, or its network alone; None if it cannot."""
        if sample.kind != PATCH:
            return self.read
        network = self.classifier
        return None if network is None else lambda picture: read_patch(network, _scaled(picture))


def readers(model: Path | None, architecture: PatchArchitecture) -> list[Reader]:
    """Load what is compared. 28×28 networks that are not there yet are trained.

    Args:
        model: The network that the page uses; if None, the project's, and as long as there is none the shipped one.
        architecture: The network behind the 28×28 reader.

    Raises:
        DigitcamError: If a network cannot be loaded or trained.
    """
    ours, place = load_recogniser(model), model or default_model_path()
    paths = trained(place, "dense"), trained(place, architecture)
    dense, patches = (_classifier(path) for path in paths)
    by_patches = Recogniser(classifier=patches)
    return [
        Reader("classic", lambda picture: classic(picture, dense), dense, _seconds(paths[0])),
        Reader("28×28", lambda picture: by_patches.read(picture, WHOLE), patches, _seconds(paths[1])),
        Reader("ours", lambda picture: ours.read(picture, WHOLE), _windows(ours), _seconds(place)),
    ]


def _classifier(path: Path) -> Classifier:
    classifier = load_recogniser(path).classifier
    if classifier is None:
        raise ModelBroken(f"{path} is no network for 28×28 patches. Move it away, and another one is trained.")
    return classifier


def _windows(recogniser: Recogniser) -> Classifier | None:
    """The paper network as one that takes 28×28 patches: enlarged, each alone in a window."""
    paper = recogniser.paper
    if paper is None:
        return recogniser.classifier

    def classify(patches: NDArray[np.float32]) -> NDArray[np.float32]:
        return read_single(paper, mnist_crops(np.rint(patches * 255).astype(np.uint8)))

    return classify


def trained(model: Path, architecture: PatchArchitecture) -> Path:
    """Where a network of this architecture is: the page's own if it is one, else one kept beside it, trained if needed.

    Raises:
        TrainingError: If training fails.
    """
    for path in (model, classic_path(model)):
        known = ModelStore(path).metadata()
        if known is not None and known.architecture == architecture:
            return path
    beside = model.with_name(f"{model.stem}-{architecture}{model.suffix}")
    if not beside.exists():
        train_first(beside, architecture)
    return beside


def _seconds(model: Path) -> float | None:
    known = ModelStore(model).metadata()
    return known.seconds if known is not None and known.architecture != OWN else None


def classic(picture: NDArray[np.uint8], classifier: Classifier) -> Reading:
    """Read as the classic scripts do: a fixed threshold, the box squeezed to 28×28, an answer whatever it shows.

    Args:
        picture: (H, W) uint8 grey; its box is the largest square in its middle.
        classifier: Trained on MNIST as it is, and fed in the range it was trained on, which not all of them do.
    """
    height, width = picture.shape
    side = min(height, width)
    x, y = (width - side) // 2, (height - side) // 2
    mask = np.where(picture[y : y + side, x : x + side] < CLASSIC_THRESHOLD, np.uint8(255), np.uint8(0))
    # Averaging is kind to it: many scripts let thin strokes fall between the sampled pixels.
    patch = cv2.resize(mask, (PATCH_PX, PATCH_PX), interpolation=cv2.INTER_AREA)
    reading = read_patch(classifier, _scaled(patch))
    return Reading(reading.lines, (x, y, x + side, y + side), np.asarray(mask, np.uint8))


def read_patch(classifier: Classifier, patch: NDArray[np.float32]) -> Reading:
    """The network's likeliest digit for one patch (28, 28) float32 in [0, 1], however unsure."""
    probabilities = classifier(patch[None])[0]
    label = int(probabilities.argmax())
    box = (0, 0, PATCH_PX, PATCH_PX)
    digit = Digit(label, float(probabilities[label]), box, probabilities, patch)
    return Reading(((digit,),), box, (patch * 255).astype(np.uint8))


def _scaled(patch: NDArray[np.generic]) -> NDArray[np.float32]:
    return np.asarray(patch, np.float32) / np.float32(255)
