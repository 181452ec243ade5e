"""PDF and HEIC files, decoded in a child process of limited time and memory.

`child_decoder` is the child's side. What it says is not trusted: the file may have taken it over.
"""

import contextlib
import io
import threading
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, Literal

import msgspec
from PIL import Image

from digitcam.errors import ImageError
from digitcam.pictures.child_process import Answer, Child
from digitcam.pictures.frames import MAX_READ_PIXELS, Size, reduction_factor
from digitcam.pictures.problems import needs_password, not_decoded
from digitcam.pictures.strips import STRIP_PIXELS
from digitcam.pictures.tones import Mode

Kind = Literal["pdf", "heif"]

LIMIT_S: Final = 15.0
"""Processor time to open a file or to decode a page, seconds; not on Windows. A scanned page takes 0.1 to 0.5, a HEIC
picture of 48 million pixels one."""

WAIT_S: Final = 60.0
"""The same by the clock, seconds: a child yields to the video, and a busy machine lets it wait."""

LIMIT_BYTES: Final[dict[Kind, int]] = {"pdf": 250_000_000, "heif": 400_000_000}
"""Memory that decoding may take besides, bytes; beyond it the child ends. A page scanned in colour at 300 dots per inch
takes up to 140 million (JPEG 2000), a HEIC picture of 48 million pixels 370. Linux only."""

MAX_FILE_BYTES: Final = 250_000_000
"""Largest file, bytes: a child holds it in memory."""

MAX_FAILURES: Final = 2
"""Number of children that one file may use up. Raising it reads more of a file with several bad pages; each may take
`LIMIT_S`."""

_SLOTS: Final = threading.BoundedSemaphore(2)
"""Children of this process that may decode at once, so that two hostile files do not take more memory than that."""

_CHANNELS: Final = {"L": 1, "RGB": 3, "RGBA": 4}


class ChildDecoder:
    """A file in a child process. One thread at a time may call.

    Args:
        file: The file.
        kind: What it is.
        name: Its name in messages.
        most: Largest number of pages.
    """

    def __init__(self, file: BinaryIO, kind: Kind, name: str, most: int) -> None:
        self._file, self._kind, self._name, self._most = file, kind, name, most
        self._child: Child | None = None
        self._failures = 0
        self._decoded: Answer | None = None

    @property
    def is_given_up(self) -> bool:
        """Whether the file has used up its children: no page is decoded any more."""
        return self._failures >= MAX_FAILURES

    def sizes(self) -> list[Size | None]:
        """Open the file and return the sizes of its pages, pixels; None for a damaged page.

        Raises:
            ImageError: If it needs a password, or takes too long or too much memory.
            ValueError: If it is damaged.
        """
        with _SLOTS, self._limited(self._name):
            answer = self._open()
        return [Size(*size) if size is not None and min(size) > 0 else None for size in answer.sizes or ()]

    def decode(self, page: int, name: str, size: Size, mode: Mode) -> Answer:
        """Let the child decode a page, and reduce it if it has many pixels; `take` fetches it.

        Args:
            page: Its number, from 0.
            name: Its name in messages.
            size: Its size as `sizes` says.
            mode: Wanted mode.

        Returns:
            Its size and mode as it will be fetched.

        Raises:
            ImageError: If it takes too long or too much memory.
            ValueError: If it is damaged.
        """
        wanted = {"page": page, "mode": mode, "factor": reduction_factor(size)}
        if self._decoded is not None:
            # Its pixels, which nobody fetched, are still in the pipe.
            self.close()
        with _SLOTS, self._limited(name):
            if self._child is None:
                self._open()
            answer = self._ask(wanted)
            width, height = answer.size
            if not (width > 0 and height > 0 and width * height <= MAX_READ_PIXELS and answer.mode in _CHANNELS):
                raise EOFError("a child has sent a page of an impossible size")
        self._decoded = answer
        return answer

    def take(self, name: str) -> Image.Image:
        """Fetch the page that was decoded last.

        Args:
            name: Its name in messages.

        Raises:
            ImageError: If the child has ended or does not send it in time.
        """
        answer, self._decoded = self._decoded, None
        assert answer is not None
        image = Image.new(answer.mode, answer.size)
        width, height = answer.size
        with self._limited(name):
            # In strips: Pillow takes four bytes for a pixel of RGB, and a copy of the whole page would take three more.
            rows = max(1, STRIP_PIXELS // width)
            for top in range(0, height, rows):
                few = min(rows, height - top)
                part = self._running().read(few * width * _CHANNELS[answer.mode])
                image.paste(Image.frombytes(answer.mode, (width, few), part), (0, top))
        return image

    def close(self) -> None:
        """End the child."""
        ended, self._child, self._decoded = self._child, None, None
        if ended is not None:
            ended.close()

    def _open(self) -> Answer:
        """Start a child and send it the file."""
        length = self._file.seek(0, io.SEEK_END)
        if length > MAX_FILE_BYTES:
            raise ImageError(
                f"{self._name} is larger than {MAX_FILE_BYTES // 1_000_000} MB; split it into smaller files."
            )
        self._child = self._started(LIMIT_BYTES[self._kind] + length)
        task = {"kind": self._kind, "length": length, "most": self._most, "limit_s": LIMIT_S}
        self._file.seek(0)
        return self._ask(task, self._file)

    def _started(self, limit_bytes: int) -> Child:
        try:
            return Child(limit_bytes)
        except OSError as exc:
            raise ImageError(
                f"{self._name} cannot be read: no process can be started for it. Try again later."
            ) from exc

    def _ask(self, request: dict[str, Any], file: BinaryIO | None = None) -> Answer:
        answer = self._running().ask(request, file)
        if answer.error == "password":
            raise needs_password(self._name)
        if answer.error == "memory":
            raise MemoryError
        if answer.error is not None:
            raise ValueError("a child cannot decode a page")
        return answer

    def _running(self) -> Child:
        assert self._child is not None
        return self._child

    @contextlib.contextmanager
    def _limited(self, name: str) -> Iterator[None]:
        """End the child when its time is up; say what happened to it if it has ended."""
        late = threading.Event()
        timer = threading.Timer(WAIT_S, lambda: self._kill(late))
        timer.start()
        try:
            yield
        # The child has ended, or has sent something else than an answer.
        except (OSError, EOFError, msgspec.MsgspecError) as exc:
            self._failures += 1
            ended = self._child
            self.close()
            limit_s = WAIT_S if late.is_set() else LIMIT_S if ended is not None and ended.is_out_of_time else None
            raise not_decoded(name, limit_s) from exc
        finally:
            timer.cancel()

    def _kill(self, late: threading.Event) -> None:
        """Runs on the timer's thread."""
        late.set()
        running = self._child
        if running is not None:
            running.kill()
