"""End a job in order on SIGTERM, and when the process that started it is gone."""

import _thread
import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType
from typing import Final

from digitcam.networks.child import ENDS_WITH_STDIN

STDIN: Final = 0
"""File descriptor of standard input."""

ORDERLY_S: Final = 0.5
"""Time that an interrupted job gets to remove its unfinished files before the process is ended, seconds. It takes
milliseconds. Raising it lets a job run on for longer that is in a library's code when it is interrupted; during a
training the libraries kept Python from running for up to 0.85 s."""

INTERRUPTED: Final = 130
"""Exit status of a process that was interrupted, by the convention of shells for Ctrl-C."""


@contextlib.contextmanager
def ends_in_order() -> Iterator[None]:
    """Raise KeyboardInterrupt in the block on SIGTERM, and when the parent is gone if it asked for that.

    The process ends in any case `ORDERLY_S` later. For the main thread.
    """
    before = signal.signal(signal.SIGTERM, _interrupt)
    # Not inherited further: a process that is started by this one has another standard input.
    if os.environ.pop(ENDS_WITH_STDIN, None) is not None:
        threading.Thread(target=_watch_parent, name="parent", daemon=True).start()
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _watch_parent() -> None:
    """Wait for the end of standard input, then end the process. Runs on a thread of its own."""
    # Not sys.stdin: a thread that waits in it would abort Python's finalisation.
    with contextlib.suppress(OSError):
        while os.read(STDIN, 1024):
            pass
    if sys.platform == "win32":
        _thread.interrupt_main(signal.SIGTERM)
    else:
        # A real signal also wakes a main thread that waits for the system.
        main = threading.main_thread().ident
        assert main is not None
        signal.pthread_kill(main, signal.SIGTERM)
    _end_soon()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Handle SIGTERM on the main thread: interrupt the job, and end the process after `ORDERLY_S` at the latest."""
    # Once: another interruption would interrupt the removal of unfinished files.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_soon, daemon=True).start()
    raise KeyboardInterrupt


def _end_soon() -> None:
    time.sleep(ORDERLY_S)
    os._exit(INTERRUPTED)
