"""The measurement: every reader reads every sample."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import partial
from typing import Protocol, TypeAlias, TypeVar

import numpy as np

from digitcam.data.mnist import Mnist
from digitcam.evaluate.estimates import Estimate, median_of
from digitcam.evaluate.held import HeldDigit, Steadiness, read_video, render_video
from digitcam.evaluate.readers import Reader
from digitcam.evaluate.samples import PATCH, Answer, Sample, answer

T = TypeVar("T")


class ProgressDisplay(Protocol):
    """Shows the progress of a loop."""

    def __call__(self, items: Sequence[T], label: str) -> Iterable[T]:
        """Yield the items of the part with this label, one by one."""
        ...


@dataclass(slots=True)
class Evidence:
    """Measurements of one reader.

    Attributes:
        answers: Answers to all samples.
        held: Steadiness with each held digit.
        training_s: Time that training its network took, seconds; None if unknown.
    """

    answers: list[Answer] = field(default_factory=list)
    held: list[Steadiness] = field(default_factory=list)
    training_s: float | None = None

    def of(self, *kinds: str, but: Sequence[str] = ()) -> list[Answer]:
        """Return the answers to samples of these kinds, but not of those.

        In both, ``*`` stands for any characters.
        """
        return [a for a in self.answers if _matches(a.sample.kind, kinds) and not _matches(a.sample.kind, but)]

    @property
    def median_ms(self) -> Estimate | None:
        """Median time per picture, ms, without MNIST's own images, in which no digit has to be found."""
        return median_of([a.ms for a in self.answers if a.sample.kind != PATCH])


def _matches(kind: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(kind, pattern) for pattern in patterns)


EvidenceByReader: TypeAlias = dict[str, Evidence]
"""Evidence by the reader's name, in the readers' order."""


def evaluate(
    readers: Sequence[Reader],
    samples: Mapping[str, Sequence[Sample]],
    held: Sequence[HeldDigit],
    progress: ProgressDisplay,
) -> EvidenceByReader:
    """Read all samples and held digits with every reader.

    Args:
        readers: Readers to evaluate.
        samples: Samples by the label of their part.
        held: Digits to hold up; may be empty.
        progress: Shows the progress of each part.

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
    """Read one sample with every reader, and append the answers to the evidence.

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
    """Yield MNIST's first test images as they are, white ink on black."""
    for number, (image, label) in enumerate(zip(images.x_test[:count], images.y_test[:count], strict=True)):
        yield Sample(f"{PATCH} {number}", PATCH, str(label), partial(np.asarray, image))
