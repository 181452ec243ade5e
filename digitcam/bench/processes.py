"""Other processes: their resident memory, and workers that answer requests."""

import multiprocessing
import os
import subprocess
from collections.abc import Callable
from types import TracebackType
from typing import Any


def resident_mb(pid: int) -> float | None:
    """Return a process's resident memory, megabytes; None where it cannot be measured (Windows)."""
    try:
        result = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return int(result.stdout) * 1024 / 1e6


class Worker:
    """A process that answers requests until the ``with`` block ends."""

    def __init__(self, work: Callable[..., None], *arguments: Any) -> None:
        """Start the process.

        Args:
            work: Function of a module. Its first argument is a connection, which receives requests and sends answers.
            arguments: Further arguments of `work`.
        """
        # A fresh interpreter, so that this one's modules do not count as its memory.
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
        """Send a request and wait for its answer.

        Raises:
            EOFError: If the process has ended.
        """
        self._here.send(request)
        return self._here.recv()

    def resident_mb(self) -> float | None:
        """Return the process's resident memory, megabytes; None where it cannot be measured."""
        return resident_mb(self._process.pid or os.getpid())
