"""Files that are whole or absent, and disk trouble in words that say what to do."""

import contextlib
import errno
import hashlib
import os
import shutil
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from digitcam.errors import TrainingError

_CURES: Final = {
    errno.ENOSPC: "the disk is full; free some space",
    errno.EDQUOT: "your share of the disk is used up; free some space",
    errno.EROFS: "the folder is read-only; make it writable, or name another with --model or DIGITCAM_MODEL",
    errno.EACCES: "the folder may not be written to; make it writable, or name another with --model or DIGITCAM_MODEL",
    errno.EPERM: "the folder may not be written to; make it writable, or name another with --model or DIGITCAM_MODEL",
    errno.ENOTDIR: "it is a file, not a folder; name another place with --model or DIGITCAM_MODEL",
    errno.EEXIST: "it is a file, not a folder; name another place with --model or DIGITCAM_MODEL",
}


@contextlib.contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn the system's errors while writing into a folder into ours.

    Raises:
        TrainingError: Saying what is wrong with the folder and what to do about it.
    """
    try:
        yield
    except OSError as exc:
        reason = _CURES.get(exc.errno or 0) or str(exc)
        raise TrainingError(f"The network cannot be saved in {folder}: {reason}. Then train again.") from exc


def check_space(folder: Path, needed_bytes: int) -> None:
    """Find out before a minute's work that there is no room for its result.

    Raises:
        TrainingError: If fewer bytes are free.
    """
    with explained(folder):
        if shutil.disk_usage(folder).free < needed_bytes:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def sha256(path: Path) -> str:
    """Of a file's content, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


class HashCache:
    """SHA-256 of files that seldom change; any thread may ask."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[tuple[int, ...], str]] = {}
        self._lock = threading.Lock()

    def sha256(self, path: Path) -> str | None:
        """Of a file's content; None if there is no file, "" if it cannot be read.

        It is only computed again when the file's identity, size or date has changed.
        """
        try:
            facts = path.stat()
            stamp = (facts.st_ino, facts.st_size, facts.st_mtime_ns)
            with self._lock:
                if self._known.get(path, ((), ""))[0] != stamp:
                    self._known[path] = stamp, sha256(path)
                return self._known[path][1]
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            return ""

    def settled_sha256(self, path: Path, interval_s: float) -> str:
        """The same, once it has stayed the same for an interval; "" too if there is no file."""
        seen = self.sha256(path)
        while True:
            time.sleep(interval_s)
            now = self.sha256(path)
            if now == seen:
                return now or ""
            seen = now


def flush(path: Path) -> None:
    """Have a file's content, or a folder's entries, on the disk itself before going on."""
    # Windows cannot open a folder, and needs no flush of it.
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move_aside(path: Path, word: str) -> Path:
    """Rename a file so that it is out of the way, to a dated name that nothing else has.

    Args:
        path: The file.
        word: Why, in a word that the new name contains.

    Returns:
        The new path.
    """
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    stem = f"{path.stem}.{word}-{stamp}"
    aside, count = path.with_name(stem + path.suffix), 1
    while os.path.lexists(aside):
        count += 1
        aside = path.with_name(f"{stem}-{count}{path.suffix}")
    path.rename(aside)
    return aside
