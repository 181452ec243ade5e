"""The contact sheet of the misreads: each picture with the computer's view, its patches, the answer and the truth."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.evaluate.metrics import claimed
from digitcam.evaluate.readers import Reader
from digitcam.evaluate.samples import Answer
from digitcam.readings import Reading
from digitcam.vision.geometry import shrink

PER_KIND: Final = 24
"""Maximum number of misreads shown of each kind. Without a limit the page could grow to 100 MB."""

THUMBNAIL_PX: Final = 160
"""Longer side of the pictures, pixels."""

PATCHES: Final = 12
"""Maximum number of patches shown of one picture."""


@dataclass(frozen=True, slots=True)
class Misread:
    """One tile of the contact sheet.

    Attributes:
        name: The sample's name.
        text: The answer, with "/" between lines; empty if nothing was read.
        truth: The ground truth, likewise.
        confidence: Confidence of the answer, 0 to 1.
        pictures: Data URLs of the picture and the computer's view.
        patches: Data URLs of the digits' patches.
    """

    name: str
    text: str
    truth: str
    confidence: float
    pictures: list[str]
    patches: list[str]


@dataclass(frozen=True, slots=True)
class MisreadsOfKind:
    """Misreads of one kind of picture.

    Attributes:
        kind: The kind.
        count: Number of misreads.
        shown: The first of them.
    """

    kind: str
    count: int
    shown: list[Misread]


def is_misread(answer: Answer) -> bool:
    """Return whether an answer is wrong.

    "?" is a right answer to a picture without digits: it claims nothing.
    """
    return not answer.right if answer.sample.truth else claimed(answer.text)


def misreads(reader: Reader, answers: Sequence[Answer]) -> Iterator[MisreadsOfKind]:
    """Yield a reader's misreads by kind, in the order in which the kinds were read.

    The pictures are read again, because readings are not kept.
    """
    by_kind: dict[str, list[Answer]] = {}
    for answer in filter(is_misread, answers):
        by_kind.setdefault(answer.sample.kind, []).append(answer)
    for kind, wrong in by_kind.items():
        yield MisreadsOfKind(kind, len(wrong), [_misread(reader, answer) for answer in wrong[:PER_KIND]])


def _misread(reader: Reader, answer: Answer) -> Misread:
    sample = answer.sample
    picture = sample.picture()
    read = reader.reader_of(sample)
    reading = Reading() if read is None else read(picture)
    pictures = [shrink(p, THUMBNAIL_PX).picture for p in (picture, reader.view_of(sample, picture))]
    patches = [(digit.patch * 255).astype(np.uint8) for digit in reading.digits[:PATCHES]]
    return Misread(
        name=sample.name,
        text=_one_line(answer.text),
        truth=_one_line(sample.truth),
        confidence=answer.confidence,
        pictures=[_data_url(p, ".jpg", [cv2.IMWRITE_JPEG_QUALITY, 80]) for p in pictures if p.size],
        # Lossless, because people look at single pixels of the patches.
        patches=[_data_url(patch, ".png", []) for patch in patches],
    )


def _one_line(text: str) -> str:
    return text.replace("\n", " / ")


def _data_url(picture: NDArray[np.uint8], extension: str, options: Sequence[int]) -> str:
    _, encoded = cv2.imencode(extension, picture, options)
    media_type = {".jpg": "image/jpeg", ".png": "image/png"}[extension]
    return f"data:{media_type};base64,{base64.b64encode(encoded.tobytes()).decode('ascii')}"
