"""Training in a child process, which keeps the serving process responsive and free of TensorFlow."""

import atexit
import collections
import contextlib
import dataclasses
import logging
import os
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from typing import IO, Final, TypeAlias

from digitcam.networks.child import FOLDER, command_line, environment
from digitcam.networks.events import Done, Event, Failed, from_json
from digitcam.networks.metadata import Architecture
from digitcam.networks.progress import Progress, advanced
from digitcam.networks.store import ModelStore

log = logging.getLogger(__name__)

STARTING: Final = Progress(until=0.02, stage_seconds_left=2.0)
"""Progress until the child's first event: Python takes a second or two to start."""

NICENESS: Final = 5
"""Added to the child's nice value, so that it yields to the live video. On an idle machine it costs nothing: the dense
network takes 14 s either way."""

TAIL_LINES: Final = 3
"""Last lines of a dead child's standard error that are logged."""

STOP_S: Final = 5.0
"""Time a child gets to end before it is killed, seconds."""

Command: TypeAlias = Callable[[Sequence[str]], list[str]]

_jobs: "Final[weakref.WeakSet[TrainingJob]]" = weakref.WeakSet()
"""Jobs that were started in this process."""


def stop_jobs() -> None:
    """End the children of all jobs in this process, and wait for their end; at its own end, and from any thread."""
    for job in list(_jobs):
        job.stop()


atexit.register(stop_jobs)


class TrainingJob:
    """Trains or converts the network of a store, one child process at a time. Any thread may call."""

    def __init__(
        self, store: ModelStore, command: Command = command_line, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Prepare the job; `start` starts it.

        Args:
            store: The network's files.
            command: Makes a command from the arguments; tests replace it.
            clock: Returns the time in seconds.
        """
        self._store = store
        self._command, self._clock = command, clock
        self._lock = threading.Lock()
        self._progress, self._advanced_s = Progress(), clock()
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None

    def start(self, architecture: Architecture) -> None:
        """Train, or convert a network that was put there; do nothing while a child is running."""
        with self._lock:
            if self._progress.running:
                return
            converting = self._store.state() == "changed"
            command = ["convert"] if converting else ["train", "--architecture", architecture]
            try:
                self._process = self._spawn([*command, "--json", "--model", str(self._store.path)])
            except OSError as exc:
                self._progress = Progress(phase="failed", message=f"Training could not be started ({exc}).")
                return
            self._progress = dataclasses.replace(STARTING, phase="converting" if converting else "training")
            self._advanced_s = self._clock()
            self._reader = threading.Thread(target=self._follow, args=(self._process,), name="training", daemon=True)
            self._reader.start()
            _jobs.add(self)

    def progress(self) -> Progress:
        """Return the progress."""
        with self._lock:
            return self._progress.after(self._clock() - self._advanced_s)

    def stop(self) -> None:
        """End the child, if there is one, and wait for its end; it leaves no incomplete network behind."""
        with self._lock:
            process, reader = self._process, self._reader
        if process is None or reader is None:
            return
        _ask_to_end(process)
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
        reader.join(STOP_S)

    def _spawn(self, arguments: Sequence[str]) -> subprocess.Popen[str]:
        # Only these three descriptors are inherited, so the child holds none of the server's sockets. Nothing is
        # written to its standard input, which ends when this process does.
        process = subprocess.Popen(
            self._command(arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=FOLDER,
            env=environment(),
            encoding="utf-8",
            errors="replace",
        )
        # Set from outside: code between fork and exec is not safe in a process with threads.
        if sys.platform != "win32":
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, process.pid, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)
        return process

    def _follow(self, process: subprocess.Popen[str]) -> None:
        """Read the child's events until it ends. Runs on the reader thread."""
        with process:
            tail: collections.deque[str] = collections.deque(maxlen=TAIL_LINES)
            errors = threading.Thread(target=_drain, args=(process.stderr, tail), daemon=True)
            errors.start()
            end: Event | None = None
            for line in process.stdout or ():
                event = from_json(line)
                if event is None:
                    continue
                if isinstance(event, Done | Failed):
                    # Reported only when the child is gone, so that the next one never runs beside it.
                    end = event
                else:
                    self._advance(event)
            status = process.wait()
            errors.join(STOP_S)
        if end is None:
            log.warning("training ended with status %s: %s", status, " ".join(tail) or "no message")
        self._advance(end or Failed(_exit_reason(status)))

    def _advance(self, event: Event) -> None:
        with self._lock:
            now_s = self._clock()
            self._progress = advanced(self._progress.after(now_s - self._advanced_s), event)
            self._advanced_s = now_s


def _ask_to_end(process: subprocess.Popen[str]) -> None:
    if process.stdin is not None:
        process.stdin.close()
    # On Windows this would end the child at once, with its unfinished files left.
    if sys.platform != "win32":
        process.terminate()


def _drain(stream: IO[str] | None, tail: collections.deque[str]) -> None:
    tail.extend(line.strip() for line in stream or () if line.strip())


def _exit_reason(status: int) -> str:
    """Return why a child ended without reporting it. What it printed last is for the log, not for visitors."""
    if status < 0:
        return "Training was stopped by the system, perhaps because memory ran out."
    return "Training ended unexpectedly; the server's log says more."
