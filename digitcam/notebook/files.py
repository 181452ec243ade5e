"""The file of an SQLite database: where it is, and whether it is still the same one."""

import os
import weakref
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from sqlalchemy import Engine

NO_FILE: Final = frozenset({"", ":memory:"})
"""SQLite's names for databases that are in memory or temporary."""


class KnownFile:
    """A file that is recognised again.

    Args:
        path: Where it is now.

    Raises:
        OSError: If there is none.
    """

    def __init__(self, path: Path) -> None:
        if hasattr(os, "O_PATH"):
            # As long as a descriptor is open, the file's inode number is not given to another file. It is opened with
            # O_PATH because closing an ordinary descriptor would release the locks that SQLite holds on the file.
            weakref.finalize(self, os.close, os.open(path, os.O_PATH))
        found = path.stat()
        self._identity = found.st_dev, found.st_ino

    def is_at(self, path: Path) -> bool:
        """Return whether the file is at a path and not empty."""
        try:
            found = path.stat()
        except OSError:
            return False
        return found.st_size > 0 and (found.st_dev, found.st_ino) == self._identity


def sqlite_path(engine: Engine) -> Path | None:
    """Return the path of an SQLite database; None if it has no file or is another kind of database."""
    name = engine.url.database or ""
    if name.startswith("file:"):
        name = unquote(urlsplit(name).path)
    if engine.dialect.name != "sqlite" or name in NO_FILE or engine.url.query.get("mode") == "memory":
        return None
    return Path(name)


def make_private_file(path: Path) -> None:
    """Make a file and its folder if they are missing; SQLite would make the file readable by other users.

    Raises:
        OSError: If that is not possible.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
    elif path.stat().st_size == 0:
        path.chmod(0o600)
