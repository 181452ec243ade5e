"""Run this project's command line in a child process that ends with its parent, however that ends.

The child's standard input is a pipe from the parent. The system closes it when the parent is gone, even if the parent
was killed. `digitcam.commands.parent` is the child's side.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Final

ENDS_WITH_STDIN: Final = "DIGITCAM_ENDS_WITH_STDIN"
"""Environment variable: if it is set, the commands ``train`` and ``convert`` end at the end of their standard input.
People do not set it: under nohup, standard input is at its end from the start."""

FOLDER: Final = Path(__file__).parents[2]
"""Working folder of a child, so that it finds the package in a checkout."""


def command_line(arguments: Sequence[str]) -> list[str]:
    """Return the command that calls the project's command line in a child process."""
    return [sys.executable, "-m", "digitcam", *arguments]


def environment() -> dict[str, str]:
    """Return the environment of a child that ends with its standard input."""
    return os.environ | {ENDS_WITH_STDIN: "1"}


@contextlib.contextmanager
def lifeline() -> Iterator[int]:
    """Yield the descriptor of a pipe that is at its end once the block, or this process, has ended."""
    read_end, write_end = os.pipe()
    try:
        yield read_end
    finally:
        os.close(write_end)
        os.close(read_end)


def run_child(
    arguments: Sequence[str], stdout: int | IO[str] = subprocess.PIPE, stderr: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a child process and wait for its end.

    Args:
        arguments: Of the command line.
        stdout: Where its standard output goes, as in `subprocess.run`.
        stderr: Where its standard error goes; None for this process's own.
    """
    with lifeline() as stdin:
        return subprocess.run(
            command_line(arguments),
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            encoding="utf-8",
            errors="replace",
            env=environment(),
        )
