"""The child process that decodes a file: started with limits, asked, and ended."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

if sys.platform == "linux":
    import resource

CHILD_BYTES: Final = 256_000_000
"""Address space of a child before it opens a file, bytes, and some more; measured 200 million with glibc."""

LIMIT_CPU_S: Final = 300
"""Processor time of a child in all, seconds. It ends one whose parent was killed while it decoded. Linux only."""

NICENESS: Final = 5
"""Added to a child's nice value, so that it yields to the live video."""

VARIABLES: Final = frozenset(
    ("APPDATA", "HOME", "LD_LIBRARY_PATH", "PATH", "PYTHONHOME", "PYTHONPATH", "PYTHONUSERBASE", "SYSTEMROOT")
)
"""Environment variables that a child gets, to find Python's libraries. Others may hold passwords."""

MAX_LINE_BYTES: Final = 1 << 16
"""Longest line of an answer, bytes: the sizes of 51 pages take about 1,000."""


class Answer(msgspec.Struct):
    """A line from a child: an error, or the sizes of the pages, or the size and the mode of the pixels that follow."""

    error: str | None = None
    sizes: list[tuple[int, int] | None] | None = None
    size: tuple[int, int] = (0, 0)
    mode: str = ""


class Child:
    """A child process that runs `child_decoder`.

    Args:
        limit_bytes: Memory that it may take beside what Python and its libraries take, bytes. Linux only.

    Raises:
        OSError: If it cannot be started.
    """

    def __init__(self, limit_bytes: int) -> None:
        # -P keeps the modules beside the script from hiding those of the same names elsewhere.
        command = [sys.executable, "-P", str(Path(__file__).with_name("child_decoder.py"))]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # A terminal sends Ctrl-C to every process of the session; the parent finishes what is being read.
            start_new_session=True,
            env={name: value for name, value in os.environ.items() if name.upper() in VARIABLES},
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._input, self._output = self.process.stdin, self.process.stdout
        _limit(self.process.pid, CHILD_BYTES + limit_bytes)

    def ask(self, request: dict[str, Any], file: BinaryIO | None = None) -> Answer:
        """Send a request, and the rest of a file after it; return the answer.

        Raises:
            OSError: If the child has ended.
            msgspec.MsgspecError: If it has ended or sent something else.
        """
        self._input.write(json.dumps(request).encode() + b"\n")
        if file is not None:
            shutil.copyfileobj(file, self._input)
        self._input.flush()
        return msgspec.json.decode(self._output.readline(MAX_LINE_BYTES), type=Answer)

    def read(self, count: int) -> bytes:
        """Return the bytes that follow a line.

        Raises:
            EOFError: If the child has ended before it sent all.
        """
        content = self._output.read(count)
        if len(content) < count:
            raise EOFError("a child has ended")
        return content

    @property
    def is_out_of_time(self) -> bool:
        """Whether a closed child had ended because its processor time was used up."""
        return sys.platform != "win32" and self.process.returncode == -signal.SIGPROF

    def kill(self) -> None:
        """End the process; a thread that waits for its answer goes on. Any thread may call."""
        self.process.kill()

    def close(self) -> None:
        """End the process and close the pipes."""
        self.process.kill()
        # What was not sent cannot be sent any more.
        with contextlib.suppress(OSError):
            self._input.close()
        self._output.close()
        self.process.wait()


def _limit(pid: int, memory_bytes: int) -> None:
    """Limit a process from outside: code between fork and exec is not safe in a process with threads."""
    with contextlib.suppress(OSError):
        if sys.platform != "win32":
            os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)
        if sys.platform == "linux":
            resource.prlimit(pid, resource.RLIMIT_AS, (memory_bytes,) * 2)
            resource.prlimit(pid, resource.RLIMIT_CPU, (LIMIT_CPU_S,) * 2)
