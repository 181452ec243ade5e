"""A Dask scheduler and workers on this machine, started as the README says."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

import digitcam
from digitcam.errors import DigitcamError

START_S: Final = 60.0
"""Time in which a scheduler starts, seconds; it takes one."""

END_S: Final = 10.0
"""Time in which a process ends that is asked to, seconds; then it is killed."""

HERE: Final = {"PYTHONPATH": str(Path(digitcam.__file__).parents[1])}
"""Environment in which workers find this Digitcam, wherever they are started."""


class Scheduler(NamedTuple):
    """A running scheduler.

    Attributes:
        address: Its address.
        process: Its process.
    """

    address: str
    process: subprocess.Popen[bytes]


@contextlib.contextmanager
def scheduler(folder: Path, environment: Mapping[str, str] = HERE) -> Iterator[Scheduler]:
    """Run a ``dask scheduler`` as a context manager.

    Args:
        folder: An empty folder, where it runs.
        environment: Further environment variables.

    Raises:
        DigitcamError: If it does not start.
    """
    file = folder / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0", "--no-dashboard"]
    with _dask(["scheduler", *options, "--scheduler-file", str(file)], folder, environment) as process:
        deadline = time.monotonic() + START_S
        while not (known := _known(file)):
            if process.poll() is not None or time.monotonic() > deadline:
                raise DigitcamError(f"The scheduler does not start: {(folder / 'scheduler.log').read_text()[-200:]}")
            time.sleep(0.05)
        yield Scheduler(known["address"], process)


@contextlib.contextmanager
def worker(
    address: str, folder: Path, *options: str, environment: Mapping[str, str] = HERE
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a ``dask worker`` with one thread as a context manager; it connects to the scheduler some time later.

    Args:
        address: Of the scheduler.
        folder: Where it runs; several may share one.
        options: Further options of it.
        environment: Further environment variables.
    """
    fixed = ["--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)]
    with _dask(["worker", address, *fixed, *options], folder, environment) as process:
        yield process


@contextlib.contextmanager
def _dask(arguments: list[str], folder: Path, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / f"{arguments[0]}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            cwd=folder,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _known(file: Path) -> dict[str, Any]:
    """Return what a scheduler has written about itself; empty as long as that is nothing, or a part."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Any])
    except (FileNotFoundError, msgspec.DecodeError):
        return {}
