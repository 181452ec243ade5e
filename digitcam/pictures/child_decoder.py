"""Decode a PDF or HEIC file, as a child process.

It is run by its path and imports nothing of this package, so that it starts in a tenth of a second.

A damaged or hostile file can make native decoders crash, run for hours or take all memory. Here that ends one process,
which `child` limits, and not the server. One process has one thread, as PDFium needs.

Standard input: a line of JSON with the fields of `Task`, the file, and then lines with the fields of `Wanted`. Standard
output: for the file a line with the sizes of its pages; for each wanted page a line with size and mode, and the pixels.
"""

import contextlib
import json
import signal
import sys
from collections.abc import Iterable, Iterator
from math import ceil, isfinite, sqrt
from typing import Any, BinaryIO, Final, NamedTuple

import pillow_heif
import pypdfium2
from PIL import Image

if sys.platform != "win32":
    import resource

PAGE_PIXELS: Final = 4_000_000
"""Number of pixels of a rendered PDF page: A4 becomes 1682×2379, 204 dots per inch. Raising it shows smaller writing,
and takes more time and memory."""

MAX_PAGE_SIDE_PX: Final = 10_000
"""Longer side of a rendered PDF page, pixels: that of a till roll of 25 times its width."""

PASSWORD: Final = 4
"""PDFium's error code for a missing password."""

STRIP_PIXELS: Final = 1 << 20
"""Pixels that are converted at a time. Raising it takes more memory."""

OTHER_VIEWS: Final = ("altr", "ster")
"""Groups of HEIC pictures that show the same: alternatives, and the pictures for the two eyes."""


class Task(NamedTuple):
    """What to decode.

    Attributes:
        kind: ``pdf`` or ``heif``.
        length: Length of the file, bytes.
        most: Largest number of sizes to send.
        limit_s: Processor time for opening the file and for each page, seconds. Not on Windows.
    """

    kind: str
    length: int
    most: int
    limit_s: float


class Wanted(NamedTuple):
    """Which page to send, from 0; in mode ``L`` or ``RGB``, reduced by a whole factor."""

    page: int
    mode: str
    factor: int


class Picture(NamedTuple):
    """A decoded page: its size in pixels, whether it is transparent, and its strips from top to bottom."""

    size: tuple[int, int]
    transparent: bool
    strips: Iterable[Image.Image]


class Pdf:
    """A PDF file, its forms filled in as people see them."""

    def __init__(self, content: bytes) -> None:
        self._pdf = pypdfium2.PdfDocument(content)
        # Where a form cannot be drawn, the rest of the page can be read.
        with contextlib.suppress(Exception):
            self._pdf.init_forms()

    def sizes(self, most: int) -> list[tuple[int, int] | None]:
        """Return the sizes, in pixels, of at most `most` pages; None for each that is damaged."""
        return [self._size(page) for page in range(min(most, len(self._pdf)))]

    def picture(self, page: int, multiple: int) -> Picture:
        """Draw a page, as one strip."""
        opened = self._pdf[page]
        bitmap = opened.render(scale=_scale(*opened.get_size()))
        image: Image.Image = bitmap.to_pil()
        bitmap.close()
        opened.close()
        return Picture(image.size, False, [image])

    def _size(self, page: int) -> tuple[int, int] | None:
        try:
            width, height = self._pdf.get_page_size(page)
            scale = _scale(width, height)
        except (pypdfium2.PdfiumError, ArithmeticError):
            return None
        return ceil(width * scale), ceil(height * scale)


class Heif:
    """The pictures of a HEIC file: the main one first, then the others, such as those of a burst."""

    def __init__(self, content: bytes) -> None:
        options: Any = pillow_heif.options
        options.DECODE_THREADS = 1
        options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False
        self._content = content
        opened = pillow_heif.open_heif(content)
        self._shown = shown([image.info for image in opened], opened.primary_index)
        self._sizes = [opened[index].size for index in self._shown]

    def sizes(self, most: int) -> list[tuple[int, int] | None]:
        """Return the sizes of the first pictures, pixels."""
        return list(self._sizes[:most])

    def picture(self, page: int, multiple: int) -> Picture:
        """Decode a picture; the heights of its strips are multiples, but for the last one's."""
        # A decoded picture is kept until its file is closed. It is turned already, whatever EXIF says.
        picture = pillow_heif.open_heif(self._content)[self._shown[page]]
        picture.load()
        return Picture(picture.size, picture.has_alpha, _strips(picture, multiple))


def shown(infos: list[dict[str, Any]], primary: int) -> list[int]:
    """Return the numbers of the pictures to show: the main one first, and of several views of the same only one.

    Args:
        infos: What pillow-heif says of each picture of a file.
        primary: Number of the main one.
    """
    others: set[int] = set()
    for group in infos[primary].get("entity_groups", ()) if infos else ():
        views = [index for index in group["images"] if index is not None]
        if group["type"] in OTHER_VIEWS and views:
            others |= set(views) - {primary if primary in views else views[0]}
    return sorted(set(range(len(infos))) - others, key=lambda index: (index != primary, index))


def _scale(width: float, height: float) -> float:
    """Return the pixels per unit of a PDF page."""
    if not (isfinite(width * height) and width * height > 0):
        raise ArithmeticError("a page without a size")
    return min(sqrt(PAGE_PIXELS / (width * height)), MAX_PAGE_SIDE_PX / max(width, height))


def _strips(picture: Any, multiple: int) -> Iterator[Image.Image]:
    """Yield a HEIC picture with eight bits for each value."""
    pixels, stride, mode = picture.data, picture.stride, picture.mode
    width, height = picture.size
    rows = max(multiple, STRIP_PIXELS // max(width, 1) // multiple * multiple)
    for top in range(0, height, rows):
        few = min(rows, height - top)
        part = bytes(pixels[top * stride : (top + few) * stride])
        strip = Image.frombytes(mode, (width, few), part, "raw", mode, stride)
        if mode.startswith("I;16"):
            strip = strip.convert("I").point(lambda value: value / 256)
        yield strip.convert("RGBA") if picture.has_alpha else strip


def _send(decoder: Pdf | Heif, wanted: Wanted, output: BinaryIO) -> None:
    """Send a page. Transparent pictures get a ground later, which is chosen by all of their pixels."""
    picture = decoder.picture(wanted.page, wanted.factor)
    mode = "RGBA" if picture.transparent else wanted.mode
    _say(output, {"size": [ceil(side / wanted.factor) for side in picture.size], "mode": mode})
    for strip in picture.strips:
        part = strip.convert(mode)
        output.write((part.reduce(wanted.factor) if wanted.factor > 1 else part).tobytes())
    output.flush()


def _say(output: BinaryIO, answer: dict[str, Any]) -> None:
    output.write(json.dumps(answer).encode() + b"\n")
    output.flush()


def _reason(exc: Exception) -> str:
    """Return one word for what went wrong."""
    if isinstance(exc, pypdfium2.PdfiumError) and exc.err_code == PASSWORD:
        return "password"
    return "memory" if isinstance(exc, MemoryError) else "damaged"


def confine() -> None:
    """Give up what decoding does not need: opening files and sockets, starting processes. Not on Windows.

    Even a file that makes a decoder run its own code then reaches no other file and no network. Fonts that a PDF file
    lacks are replaced by PDFium's own, so that a page looks the same on every machine.
    """
    if sys.platform == "win32":
        return
    # A limit that the system does not let a process lower is no reason to read nothing.
    for limit in (resource.RLIMIT_NOFILE, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(limit, (0, 0))


def _limit_time(limit_s: float) -> None:
    """Let the system end this process when it has used so much processor time, however busy the machine is."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, limit_s)


def main() -> None:
    """Answer until standard input ends."""
    confine()
    source, output = sys.stdin.buffer, sys.stdout.buffer
    task = Task(**json.loads(source.readline()))
    content = source.read(task.length)
    _limit_time(task.limit_s)
    # Decoders raise exceptions of many kinds.
    try:
        decoder: Pdf | Heif = Pdf(content) if task.kind == "pdf" else Heif(content)
        _say(output, {"sizes": decoder.sizes(task.most)})
    except Exception as exc:  # noqa: BLE001
        _say(output, {"error": _reason(exc)})
        return
    for line in source:
        _limit_time(task.limit_s)
        try:
            _send(decoder, Wanted(**json.loads(line)), output)
        except Exception as exc:  # noqa: BLE001
            _say(output, {"error": _reason(exc)})


if __name__ == "__main__":
    main()
