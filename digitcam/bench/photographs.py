"""Throughput of ``digitcam read``, compared with Tesseract."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import cv2

from digitcam.bench.material import images
from digitcam.bench.rows import Outcome
from digitcam.errors import DigitcamError
from digitcam.evaluate.scenes import scenes

PHOTOGRAPHS: Final = 1000
"""Number of files that are read."""

DIFFERENT: Final = 200
"""Number of different pictures; they are read several times."""

FOR_TESSERACT: Final = 40
"""Number of files for Tesseract, which takes a fifth of a second for each."""


def measure(count: int = PHOTOGRAPHS) -> Iterator[Outcome]:
    """Measure the row about ``read``."""
    with tempfile.TemporaryDirectory() as name:
        files = write_photographs(Path(name), count)
        started = time.perf_counter()
        run_command([sys.executable, "-m", "digitcam", "read", *map(str, files)])
        rate = len(files) / (time.perf_counter() - started)
        ours = f"{rate:.0f} a second"
        if shutil.which("tesseract") is None:
            yield Outcome("read", None, ours, skipped="Tesseract is not installed")
            return
        theirs = _tesseract(files[:FOR_TESSERACT])
        yield Outcome("read", rate / theirs, ours, f"{theirs:.1f} a second")


def write_photographs(folder: Path, count: int) -> list[Path]:
    """Write rendered numbers in a room as JPEG files of 640×480; list each file several times."""
    files = []
    for number, scene in enumerate(scenes("scene_number", images(), min(count, DIFFERENT))):
        files.append(folder / f"{number}.jpg")
        cv2.imwrite(str(files[-1]), scene.picture())
    return [files[number % len(files)] for number in range(count)]


def _tesseract(files: list[Path]) -> float:
    """Return Tesseract's files per second, with one process per file and as many at once as there are processors."""
    started = time.perf_counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda file: run_command(["tesseract", str(file), "-", "--psm", "6", "digits"]), files))
    return len(files) / (time.perf_counter() - started)


def run_command(command: list[str]) -> None:
    """Run a command, and raise DigitcamError if it fails."""
    # One thread per process: more threads than processors would slow Tesseract down.
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment)
    if result.returncode:
        raise DigitcamError(f"{' '.join(command[:4])} … failed: {result.stderr.strip()[-200:]}")
