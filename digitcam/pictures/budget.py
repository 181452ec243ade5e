"""How much memory decoding may take, shared by all threads of a process and by the processes of one user."""

import contextlib
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import filelock
from PIL import Image

from digitcam.errors import ImageError

SMALL_BYTES: Final = 100_000_000
"""A picture that takes no more than this is small, bytes: a JPEG of 16 million pixels in colour takes 93 million."""

SMALL_TOTAL_BYTES: Final = 150_000_000
"""All small pictures that are decoded at once, bytes. Raising it lets more of them be read side by side."""

MAX_BYTES: Final = 400_000_000
"""A picture that takes more than this is refused, bytes. One large picture and all small ones together stay below the
600 MB that ``python -m digitcam bench --only memory`` allows."""

LARGE_WAIT_S: Final = 60.0
"""A large picture waits no longer than this for those of other processes, seconds: one of them may have stopped."""


BLOCK_BYTES: Final = 64 << 20
"""Size of the blocks in which Pillow stores pixels, bytes. After its default blocks of 16 MB are
freed, glibc keeps their memory; it returns larger blocks to the system at once."""

with contextlib.suppress(AttributeError, ValueError):
    Image.core.set_block_size(BLOCK_BYTES)  # type: ignore[attr-defined]


class Budget:
    """Memory for pictures that are decoded; threads share it.

    Small pictures share `SMALL_TOTAL_BYTES`. Large ones take turns and never make a small one wait.

    Args:
        lock_file: Locked while a large picture is in memory, so that processes take turns too; None for one process.
    """

    def __init__(self, lock_file: Path | None = None) -> None:
        self._changed = threading.Condition()
        self._small_bytes = 0
        self._large = threading.Lock()
        self._lock_file = lock_file

    @property
    def reserved_bytes(self) -> int:
        """Memory that small pictures hold, bytes."""
        return self._small_bytes

    @contextlib.contextmanager
    def reserve(self, size: int) -> Iterator[None]:
        """Wait until a picture fits, and hold its memory until the block ends.

        Args:
            size: What the picture takes, bytes; see `check_fits`.
        """
        with self._reserve_small(size) if size <= SMALL_BYTES else self._reserve_large():
            yield

    @contextlib.contextmanager
    def _reserve_small(self, size: int) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: self._small_bytes + size <= SMALL_TOTAL_BYTES)
            self._small_bytes += size
        try:
            yield
        finally:
            with self._changed:
                self._small_bytes -= size
                self._changed.notify_all()

    @contextlib.contextmanager
    def _reserve_large(self) -> Iterator[None]:
        with self._large, self._alone_among_processes():
            yield

    @contextlib.contextmanager
    def _alone_among_processes(self) -> Iterator[None]:
        with contextlib.ExitStack() as stack:
            # Where the file cannot be locked, the picture is read all the same.
            with contextlib.suppress(OSError, NotImplementedError, filelock.Timeout):
                if self._lock_file is not None:
                    stack.enter_context(filelock.FileLock(self._lock_file, timeout=LARGE_WAIT_S))
            yield


def check_fits(size: int, name: str) -> None:
    """Check that a picture may be decoded.

    Args:
        size: What it takes, bytes.
        name: Its name in the message.

    Raises:
        ImageError: If it takes more than `MAX_BYTES`.
    """
    if size > MAX_BYTES:
        raise ImageError(
            f"{name} takes too much memory to read; make it smaller, or save it as JPEG (not progressive)."
        )


def _user_lock_file() -> Path:
    """Return the lock file of this user in the folder for temporary files."""
    return Path(tempfile.gettempdir()) / f"digitcam-{_user_number()}-large-picture.lock"


def _user_number() -> str:
    # Windows has no numbers of users, and a folder for temporary files for each user.
    return str(os.getuid()) if hasattr(os, "getuid") else "user"


BUDGET: Final = Budget(_user_lock_file())
"""The budget of this process."""
