"""The measurement itself: every reader looks at every sample."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from typing import Protocol, TypeAlias, TypeVar

import numpy as np

from digitcam.data.mnist import Mnist
from digitcam.evaluate.held import HeldDigit, Steadiness, read_video, render_video
from digitcam.evaluate.readers import Reader
from digitcam.evaluate.samples import PATCH, Answer, Sample, answer

T = TypeVar("T")


class Progress(Protocol):
    """Shows how far a loop has come; hands on the items one by one."""

    def __call__(self, items: Sequence[T], label: str) -> Iterable[T]:
        """Loop over the items of the part with this label."""
        ...


@dataclass(slots=True)
class Evidence:
    """What is known of one reader.

    Attributes:
        answers: To all samples it was shown.
        held: How steady it was with each held digit.
        training_s: How long its network was trained, if that was recorded.
    """

    answers: list[Answer] = field(default_factory=list)
    held: list[Steadiness] = field(default_factory=list)
    training_s: float | None = None

    def of(self, *kinds: str) -> list[Answer]:
        """The answers to samples of these kinds."""
        return [a for a in self.answers if a.sample.kind in kinds]

    @property
    def median_ms(self) -> float | None:
        """Time per picture; MNIST's own images, which take no looking for, left out."""
        times = [a.ms for a in self.answers if a.sample.kind != PATCH]
        return median(times) if times else None


EvidenceByReader: TypeAlias = dict[str, Evidence]
"""Under the readers' names, in their order."""


def evaluate(
    readers: Sequence[Reader], samples: Mapping[str, Sequence[Sample]], held: Sequence[HeldDigit], progress: Progress
) -> EvidenceByReader:
    """Show everything to every reader.

    Args:
        readers: Who reads.
        samples: By the part's label.
        held: Digits to hold up; may be empty.
        progress: Told what is looked at.

    Raises:
        ImageError: If a picture cannot be loaded.
    """
    evidence = {reader.name: Evidence(training_s=reader.training_s) for reader in readers}
    for label, part in samples.items():
        for sample in progress(part, label):
            ask(sample, readers, evidence)
    for image, truth, seed in progress(held, "held digits") if held else ():
        frames = list(render_video(image, seed))
        for reader in readers:
            evidence[reader.name].held.append(read_video(reader.read, frames, truth))
    return evidence


def ask(sample: Sample, readers: Sequence[Reader], evidence: EvidenceByReader) -> None:
    """Show one sample to every reader, and note the answers under the readers' names.

    Raises:
        ImageError: If the picture cannot be loaded.
    """
    picture = sample.picture()
    for reader in readers:
        read = reader.reader_of(sample)
        if read is None:
            continue
        started = time.perf_counter()
        reading = read(picture)
        ms = 1000 * (time.perf_counter() - started)
        evidence[reader.name].answers.append(answer(sample, reading, ms))


def mnist_samples(images: Mnist, count: int) -> Iterator[Sample]:
    """MNIST's first test images as they are, white ink on black."""
    for number, (image, label) in enumerate(zip(images.x_test[:count], images.y_test[:count], strict=True)):
        yield Sample(f"{PATCH} {number}", PATCH, str(label), partial(np.asarray, image))
