"""Other processes: how much memory one holds, and one that does what it is told."""

import multiprocessing
import os
import subprocess
from collections.abc import Callable
from types import TracebackType
from typing import Any


def resident_mb(pid: int) -> float | None:
    """Memory that a process holds, in megabytes; None where that cannot be told (Windows)."""
    try:
        told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return int(told.stdout) * 1024 / 1e6


class Worker:
    """A process of its own that answers requests, until the block ends."""

    def __init__(self, work: Callable[..., None], *arguments: Any) -> None:
        """Start it.

        Args:
            work: Of a module; gets a connection to receive requests and send answers, and then the arguments.
            arguments: For it.
        """
        # A fresh interpreter, not a copy of this one with all that it has loaded.
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=work, args=(there, *arguments), daemon=True)
        self._process.start()
        there.close()

    def __enter__(self) -> "Worker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._here.close()
        self._process.terminate()
        self._process.join()

    def ask(self, *request: Any) -> Any:
        """Send a request and wait for its answer; EOFError if the process died."""
        self._here.send(request)
        return self._here.recv()

    def resident_mb(self) -> float | None:
        """Memory that it holds, in megabytes."""
        return resident_mb(self._process.pid or os.getpid())
