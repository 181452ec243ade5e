"""Read the pages of one file for ``read``, here or on a worker of a cluster."""

import contextlib
import io
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from digitcam.commands.answers import Answer, Format, answer
from digitcam.commands.identity import code_hash
from digitcam.commands.native import quiet_stderr
from digitcam.commands.sources import Opened, Source, open_source
from digitcam.config import ReadSettings
from digitcam.errors import ClusterError, ImageError
from digitcam.networks.loading import load_recogniser
from digitcam.pictures.crop import restore_size
from digitcam.pictures.loading import load_pages
from digitcam.pictures.pages import page_name, turn_page
from digitcam.recognition.recogniser import Recogniser

REPORT: Final = "Please report it, with the picture if you can."
"""What to do when a file cannot be read for a reason that nobody foresaw."""

log = logging.getLogger(__name__)


class PageReader:
    """Reads the pages of files. Threads may share it, and other processes get it by pickle.

    Args:
        recogniser: Reads the pages.
        settings: The box and the threshold.
        form: What the answers contain.
    """

    def __init__(self, recogniser: Recogniser, settings: ReadSettings, form: Format) -> None:
        self._recogniser, self._settings, self._form = recogniser, settings, form

    def read(self, file: Source) -> list[Answer]:
        """Read a file, a pipe or standard input. It raises no exception: nothing may keep others from being read."""
        try:
            opened = open_source(file)
        except ImageError as exc:
            return [Answer(None, str(exc))]
        return self.read_opened(str(file), opened)

    def read_sent(self, file: str, name: str, content: bytes, code: str) -> list[Answer]:
        """Read a file that another computer has sent. Runs on a worker of a cluster.

        Args:
            file: Its name in the answers.
            name: Its name in messages.
            content: Its bytes.
            code: `code_hash` of the sender.

        Raises:
            ClusterError: If the sender's code is another one: it may read differently.
        """
        if code != code_hash():
            raise ClusterError("This worker has another state of Digitcam than the computer that has sent a picture.")
        return self.read_opened(file, Opened(io.BytesIO(content), name))

    def read_opened(self, file: str, opened: Opened) -> list[Answer]:
        """Read a file that is open. It raises no exception.

        Args:
            file: Its name in the answers.
            opened: The file, and its name in messages.
        """
        return list(self._guarded(file, opened))

    def _guarded(self, file: str, opened: Opened) -> Iterator[Answer]:
        try:
            yield from self._answers(file, opened)
        except ImageError as exc:
            yield Answer(None, str(exc))
        except Exception as exc:
            log.info("a file cannot be read", exc_info=exc)
            yield Answer(None, f"{file} cannot be read for an unforeseen reason. {REPORT}")

    def _answers(self, file: str, opened: Opened) -> Iterator[Answer]:
        started = time.perf_counter()
        with contextlib.closing(load_pages(opened.file, opened.name)) as pages:
            for number, page in enumerate(pages, 1):
                if isinstance(page, ImageError):
                    yield Answer(None, str(page))
                    continue
                read = self._recogniser.read_page(page.grey, self._settings)
                turned = turn_page(page, read.turn)
                reading = restore_size(read.reading, turned.grey.shape, turned.size)
                ms = 1000 * (time.perf_counter() - started)
                yield answer(page_name(file, number), turned, reading, ms, self._form)
                started = time.perf_counter()


def warm_recogniser(path: Path | None, settings: ReadSettings) -> Recogniser:
    """Load the recogniser and read a stroke with it: on its first picture LiteRT prints a message and is slow.

    Raises:
        ModelError: If the network cannot be used.
    """
    stroke = np.full((96, 96), 255, np.uint8)
    stroke[20:76, 44:52] = 0
    with quiet_stderr():
        recogniser = load_recogniser(path)
        recogniser.read(stroke, settings)
    return recogniser
