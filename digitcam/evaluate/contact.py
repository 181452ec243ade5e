"""The contact sheet of the misreads: picture, what the computer saw, the patches, answer and truth."""

import base64
import html
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.evaluate.metrics import claimed
from digitcam.evaluate.readers import Reader
from digitcam.evaluate.samples import Answer
from digitcam.readings import Reading

PER_KIND: Final = 24
"""Of each kind so many misreads are shown; the rest is only counted, or the page would grow to 100 MB."""

THUMB_PX: Final = 160
"""Longer side of the pictures."""

PATCHES: Final = 12
"""Of one picture."""


def misread(answer: Answer) -> bool:
    """Whether an answer belongs on the sheet: wrong, or a digit claimed where there is none.

    Where there is nothing to read, "?" is not exact, but claims nothing.
    """
    return not answer.right if answer.sample.truth else claimed(answer.text)


def sheet(reader: Reader, answers: Sequence[Answer]) -> str:
    """The misreads of one reader as HTML, kind by kind. Looks at them again, since readings are not kept."""
    groups: dict[str, list[Answer]] = {}
    for answer in filter(misread, answers):
        groups.setdefault(answer.sample.kind, []).append(answer)
    return "".join(_group(reader, kind, group) for kind, group in groups.items()) or "<p>None.</p>"


def _group(reader: Reader, kind: str, group: Sequence[Answer]) -> str:
    tiles = "".join(_tile(reader, answer) for answer in group[:PER_KIND])
    count = f"{len(group)}, the first {PER_KIND} shown" if len(group) > PER_KIND else str(len(group))
    return f'<details><summary>{html.escape(kind)}: {count}</summary><div class="sheet">{tiles}</div></details>'


def _tile(reader: Reader, answer: Answer) -> str:
    picture = answer.sample.picture()
    read = reader.reader_of(answer.sample)
    reading = read(picture) if read is not None else Reading()
    view = reader.view_of(answer.sample, picture)
    said = html.escape(answer.text.replace("\n", " / ")) or "nothing"
    truth = html.escape(answer.sample.truth.replace("\n", " / ")) or "nothing"
    return (
        f'<figure class="tile"><div>{_image(_thumb(picture))}{_image(_thumb(view))}</div>'
        f'<div class="patches">{_strip(reading)}</div>'
        f"<figcaption><b>{said}</b>, is <b>{truth}</b>, {100 * answer.confidence:.0f} %<br>"
        f"<small>{html.escape(answer.sample.name)}</small></figcaption></figure>"
    )


def _strip(reading: Reading) -> str:
    """The patches that the network was given."""
    return "".join(_image((digit.patch * 255).astype(np.uint8), lossless=True) for digit in reading.digits[:PATCHES])


def _thumb(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture reduced to THUMB_PX; smaller ones, and the empty one, as they are."""
    scale = THUMB_PX / max(*picture.shape, 1)
    if scale >= 1:
        return picture
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _image(picture: NDArray[np.uint8], *, lossless: bool = False) -> str:
    """An ``<img>`` that carries its own data; nothing for an empty picture."""
    if picture.size == 0:
        return ""
    # PNG for patches, whose pixels are looked at one by one; JPEG for the rest, at a tenth of the size.
    kind, options = ("png", []) if lossless else ("jpeg", [cv2.IMWRITE_JPEG_QUALITY, 80])
    _, coded = cv2.imencode(f".{kind}", picture, options)
    content = base64.b64encode(coded.tobytes()).decode("ascii")
    return f'<img alt="" src="data:image/{kind};base64,{content}">'
