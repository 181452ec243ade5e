"""Parts that the datasets share: batches, the split of MNIST, and the ink of rendered pictures."""

import contextlib
import sys
from typing import Final, NamedTuple

import keras
import numpy as np
from numpy.typing import NDArray

from digitcam.data import mnist
from digitcam.data.font_digits import font_digits
from digitcam.data.font_words import font_words
from digitcam.data.mnist import Arrays, Mnist
from digitcam.training.render.glyph_variants import glyph_variants
from digitcam.training.render.ink import Ink
from digitcam.training.render.marks import draw_marks
from digitcam.training.render.negatives import letters, negatives, signs
from digitcam.training.render.skeletons import Skeletons, skeletonise

RENDERED_HELD_OUT: Final = 1 / 20
"""Share of MNIST's training images, at their end, that training pictures are never written with. Held-out pictures are
written with these. The test images are used once, for the accuracy of the finished network."""


class Batch(NamedTuple):
    """Pictures and the answers that a network should give.

    Attributes:
        pictures: (N, h, w) float32.
        targets: For each output of the network, an array whose first axis is N.
    """

    pictures: NDArray[np.float32]
    targets: tuple[NDArray[np.float32] | NDArray[np.uint8], ...]

    def first(self, count: int) -> "Batch":
        """Return the first pictures and their targets."""
        return Batch(self.pictures[:count], tuple(target[:count] for target in self.targets))


class Labelled(NamedTuple):
    """MNIST images and their labels.

    Attributes:
        images: (N, 28, 28) uint8, 0 paper to 255 ink.
        labels: (N,) uint8, the digits 0 to 9.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]

    def first(self, count: int) -> "Labelled":
        """Return the first images and their labels."""
        return Labelled(self.images[:count], self.labels[:count])


class Split(NamedTuple):
    """MNIST's training images, divided into two parts.

    Attributes:
        training: Images to learn from.
        held_out: Images that are never learnt from: the last ones.
    """

    training: Labelled
    held_out: Labelled


def load_mnist() -> Mnist:
    """Load the dataset; download it if the bundled file is absent.

    Raises:
        DatasetError: If the file is damaged, or is absent and cannot be downloaded.
    """
    return mnist.load(fetch=download_mnist)


def download_mnist() -> Arrays:
    """Download MNIST with Keras, its progress bar on standard error: standard output may be JSON."""
    with contextlib.redirect_stdout(sys.stderr):
        arrays: Arrays = keras.datasets.mnist.load_data()
    return arrays


def split(images: Mnist, held_out: float) -> Split:
    """Divide MNIST's training images.

    Args:
        images: The dataset.
        held_out: Share that is held out; at least one image is.
    """
    count = len(images.x_train) - max(1, round(held_out * len(images.x_train)))
    return Split(
        Labelled(images.x_train[:count], images.y_train[:count]),
        Labelled(images.x_train[count:], images.y_train[count:]),
    )


def make_ink(digits: Labelled, seed: int, variants_each: int = 300, held_out: bool = False) -> Ink:
    """Prepare what scenes are written with.

    Args:
        digits: Images of all ten digits; thinning takes 0.4 ms each.
        seed: Seed of the glyph variants and scribbles.
        variants_each: Number of drawings of each digit's glyph variants.
        held_out: Whether digits of fonts are those that training pictures are never written with.
    """
    rng = np.random.default_rng(seed)
    skeletons = skeletonise(*digits)
    variants, others = glyph_variants(variants_each, rng), negatives(4 * variants_each, rng)
    maths = signs(max(1, variants_each // 6), rng)
    from_fonts = font_digits(held_out)
    fonts = Skeletons(from_fonts.lines, from_fonts.labels)
    marks = draw_marks(max(1, variants_each // 10), rng)
    return Ink(
        skeletons, fonts, digits.images, digits.labels, variants, others, letters(), font_words(held_out), maths, marks
    )
