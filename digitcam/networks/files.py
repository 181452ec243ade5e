"""File operations: locks, hashes, flushing, moving aside, and disk errors with a remedy."""

import contextlib
import errno
import hashlib
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from digitcam.errors import TrainingError

LOCK_POLL_S: Final = 1.0
"""Interval at which a process that waits for a lock tries again, seconds."""

_REMEDIES: Final = {
    errno.ENOSPC: "the disk is full; free some space",
    errno.EDQUOT: "your share of the disk is used up; free some space",
    errno.EROFS: "the folder is read-only; make it writable, or name another with --model or DIGITCAM_MODEL",
    errno.EACCES: "the folder may not be written to; make it writable, or name another with --model or DIGITCAM_MODEL",
    errno.EPERM: "the folder may not be written to; make it writable, or name another with --model or DIGITCAM_MODEL",
    errno.ENOTDIR: "it is a file, not a folder; name another place with --model or DIGITCAM_MODEL",
    errno.EEXIST: "it is a file, not a folder; name another place with --model or DIGITCAM_MODEL",
}


@contextlib.contextmanager
def explain_errors(folder: Path) -> Iterator[None]:
    """Translate the system's errors while writing into a folder.

    Raises:
        TrainingError: With what is wrong with the folder and what to do.
    """
    try:
        yield
    except OSError as exc:
        reason = _REMEDIES.get(exc.errno or 0) or str(exc)
        raise TrainingError(f"The network cannot be saved in {folder}: {reason}. Then train again.") from exc


@contextlib.contextmanager
def exclusive(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold a lock file, which one process at a time can do; a process that dies releases it.

    Args:
        path: The lock file; it and its folder are created.
        waiting: Called before each second of waiting for another process. Its exceptions end the waiting.

    Raises:
        TrainingError: If the folder cannot be written to.
    """
    lock = FileLock(path)
    held = _acquire(lock, path.parent, timeout_s=0)
    while not held:
        waiting()
        held = _acquire(lock, path.parent, timeout_s=LOCK_POLL_S)
    try:
        yield
    finally:
        lock.release()


def _acquire(lock: FileLock, folder: Path, timeout_s: float) -> bool:
    with explain_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=timeout_s)
        except Timeout:
            return False
        return True


def check_space(folder: Path, needed_bytes: int) -> None:
    """Check the free space before a long job.

    Raises:
        TrainingError: If fewer bytes are free.
    """
    with explain_errors(folder):
        if shutil.disk_usage(folder).free < needed_bytes:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's content, hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


class HashCache:
    """SHA-256 of files that seldom change. Any thread may call."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[tuple[int, ...], str]] = {}
        self._lock = threading.Lock()

    def sha256(self, path: Path) -> str | None:
        """Return the hash of a file's content; None if there is no file, "" if it cannot be read.

        It is computed again only when the file's inode, size or modification time has changed.
        """
        try:
            stat = path.stat()
            stamp = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
            with self._lock:
                if self._known.get(path, ((), ""))[0] != stamp:
                    self._known[path] = stamp, sha256(path)
                return self._known[path][1]
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            return ""

    def settled_sha256(self, path: Path, interval_s: float) -> str:
        """Return the hash once it has been stable for an interval, seconds; "" also if there is no file."""
        seen = self.sha256(path)
        while True:
            time.sleep(interval_s)
            now = self.sha256(path)
            if now == seen:
                return now or ""
            seen = now


def flush(path: Path) -> None:
    """Flush a file's content, or a folder's entries, to the disk."""
    # Windows can neither open nor flush a folder.
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move_aside(path: Path, word: str) -> Path:
    """Rename a file to a dated name that is not taken.

    Args:
        path: The file.
        word: The reason, in one word; part of the new name.

    Returns:
        The new path.
    """
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    stem = f"{path.stem}.{word}-{stamp}"
    target, count = path.with_name(stem + path.suffix), 1
    while os.path.lexists(target):
        count += 1
        target = path.with_name(f"{stem}-{count}{path.suffix}")
    path.rename(target)
    return target
