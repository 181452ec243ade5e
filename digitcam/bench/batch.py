"""Throughput of ``digitcam read`` over many files: one and two pictures at once, and a Dask cluster on this machine."""

import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from digitcam.bench import cluster
from digitcam.bench.photographs import run_command, write_photographs
from digitcam.bench.rows import Outcome

PHOTOGRAPHS: Final = 300
"""Number of files that are read in a run. Raising it makes the start of the command count for less."""

ROUNDS: Final = 3
"""Number of runs of each kind, in turns; the median counts, since another program may slow down one."""

WORKERS: Final = 2
"""Number of workers, each a process with one thread."""

WITHOUT: Final = "needs Dask: pip install -r requirements-cluster.lock"


def measure(count: int = PHOTOGRAPHS, rounds: int = ROUNDS) -> Iterator[Outcome]:
    """Measure the rows about many files."""
    kinds = {"one": ["--jobs", "1"], "two": ["--jobs", "2"]}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        files = write_photographs(folder, count)
        if find_spec("distributed") is not None:
            kinds["dask"] = ["--scheduler", _cluster(stack, files[0])]
        rates = _rates(kinds, files, rounds)
    yield _compared("batch_two", rates, "two", "one")
    yield _compared("batch_dask", rates, "dask", "two") if "dask" in rates else Outcome("batch_dask", skipped=WITHOUT)


def _cluster(stack: contextlib.ExitStack, file: Path) -> str:
    """Start a cluster, let each worker read, and return the address of its scheduler."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    address = stack.enter_context(cluster.scheduler(folder)).address
    for _ in range(WORKERS):
        stack.enter_context(cluster.worker(address, folder))
    # The command waits for the first worker. The others have joined before the rounds have begun to count.
    _read(["--scheduler", address], [file] * 20)
    return address


def _rates(kinds: Mapping[str, Sequence[str]], files: Sequence[Path], rounds: int) -> dict[str, float]:
    """Return the files per second of each kind of options: the median of some runs, which take turns."""
    seconds: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(rounds):
        for kind, options in kinds.items():
            started = time.perf_counter()
            _read(options, files)
            seconds[kind].append(time.perf_counter() - started)
    return {kind: len(files) / statistics.median(each) for kind, each in seconds.items()}


def _read(options: Sequence[str], files: Sequence[Path]) -> None:
    run_command([sys.executable, "-m", "digitcam", "read", *options, *map(str, files)])


def _compared(row: str, rates: Mapping[str, float], ours: str, floor: str) -> Outcome:
    return Outcome(row, rates[ours] / rates[floor], f"{rates[ours]:.1f} a second", f"{rates[floor]:.1f} a second")
