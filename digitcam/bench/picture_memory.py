"""Peak of resident memory while large pictures are read at once, and how long an ordinary one waits meanwhile."""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from digitcam.bench.processes import Worker
from digitcam.bench.rows import Outcome
from digitcam.config import ReadSettings
from digitcam.networks.loading import load_recogniser
from digitcam.pictures.loading import load_pages
from digitcam.pictures.pages import Page
from digitcam.pictures.stored import MAX_SIDE_PX

AT_ONCE: Final = 4
"""Number of large pictures that are read at the same time."""

LARGE: Final = (8000, 6240)
"""Width and height of a large picture, pixels: just below the limit of 50 million."""

ORDINARY: Final = (4000, 3000)
"""The same of an ordinary photograph."""

WHOLE: Final = ReadSettings(box="whole")

STATUS: Final = Path("/proc/self/status")


def measure() -> Iterator[Outcome]:
    """Measure the rows about large pictures."""
    if not STATUS.exists():
        yield Outcome("memory_pictures", skipped="not measurable on this system")
        yield Outcome("pictures_wait", skipped="not measurable on this system")
        return
    with tempfile.TemporaryDirectory() as name:
        large, ordinary = _written(Path(name) / "large.png", LARGE), _written(Path(name) / "ordinary.jpg", ORDINARY)
        with Worker(read_pictures) as worker:
            idle, peak, alone, beside = worker.ask([large] * AT_ONCE, ordinary)
    yield Outcome("memory_pictures", peak - idle, f"{peak:.0f} MB", f"{idle:.0f} MB")
    yield Outcome("pictures_wait", beside - alone, f"{beside:.2f} s", f"{alone:.2f} s")


def read_pictures(requests: Connection) -> None:
    """Read large pictures in as many threads, and an ordinary one beside them.

    Answers with the resident memory before, its peak, MB, and the seconds for the ordinary picture alone and beside.
    """
    recogniser = load_recogniser()
    large, ordinary = requests.recv()

    def read(path: str) -> None:
        for page in load_pages(Path(path), colour_px=MAX_SIDE_PX):
            if isinstance(page, Page):
                recogniser.read(page.grey, WHOLE)

    read(ordinary)
    alone = _seconds(lambda: read(ordinary))
    idle = _status_mb("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    threads = [threading.Thread(target=read, args=(path,)) for path in large]
    for thread in threads:
        thread.start()
    beside = _seconds(lambda: read(ordinary))
    for thread in threads:
        thread.join()
    requests.send((idle, _status_mb("VmHWM"), alone, beside))


def _seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _status_mb(field: str) -> float:
    """Return a field of this process's status, megabytes."""
    line = next(line for line in STATUS.read_text("ascii").splitlines() if line.startswith(f"{field}:"))
    return int(line.split()[1]) * 1024 / 1e6


def _written(path: Path, size: tuple[int, int]) -> str:
    """Write a picture that neither compresses to nothing nor has digits; return its path."""
    grain = np.random.default_rng(0).integers(150, 256, (size[1] // 8, size[0] // 8, 3), np.uint8)
    options = [cv2.IMWRITE_PNG_COMPRESSION, 1] if path.suffix == ".png" else []
    cv2.imwrite(str(path), cv2.resize(grain, size, interpolation=cv2.INTER_LINEAR), options)
    return str(path)
