"""Duration of the first use until the fine-tuned network is ready."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from digitcam.bench.rows import Outcome
from digitcam.errors import TrainingError


def measure() -> Iterator[Outcome]:
    """Measure the training that the page starts when there is no network."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        command = [sys.executable, "-m", "digitcam", "train", "--model", str(Path(folder) / "model.keras")]
        result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        seconds = time.perf_counter() - started
    if result.returncode:
        raise TrainingError(result.stderr.strip())
    yield Outcome("first_network", seconds, f"{seconds:.0f} s")
