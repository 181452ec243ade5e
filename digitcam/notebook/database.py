"""A database that may be deleted, replaced, locked or restarted while it is used."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError

from digitcam.errors import NotebookError
from digitcam.notebook.failures import LOCKED, REFUSALS, details, message
from digitcam.notebook.files import KnownFile, make_private_file, sqlite_path
from digitcam.notebook.schema import migrate
from digitcam.notebook.transactions import (
    BUSY_MS,
    begun,
    checkpoint,
    configure_sqlite,
    sqlite_connection,
    transaction,
    use_write_ahead_log,
)

T = TypeVar("T")

LOG: Final = logging.getLogger(__name__)

SETTLE_S: Final = 0.2
"""Wait before a file that replaced another one is opened, seconds. Meanwhile another server can finish its transaction
on the old file. SQLite finds a write-ahead log by the database's name, and would apply the old log to the new file."""


class Database:
    """Runs transactions. Any thread may call.

    Before each transaction on an SQLite file, one ``os.stat`` tells whether it is still the file that was opened. If
    it is not, or if a transaction fails, the database is opened and migrated again, and used from then on.

    Attributes:
        replaced_at: When the database was last found to be another one, or emptied; None if it never was.

    Raises:
        NotebookError: From every method, if the database cannot be used.
    """

    def __init__(self, engine: Engine) -> None:
        self.replaced_at: datetime | None = None
        self._engine = engine
        self._path = sqlite_path(engine)
        self._known: KnownFile | None = None
        self._is_open = self._was_open = False
        self._has_full_log = False
        self._logged = ""
        # SQLite would let them wait too, but less fairly, and a file is opened again while nothing else uses it.
        self._lock = threading.Lock()
        configure_sqlite(engine)
        with self._explained(), self._alone():
            self._open_if_changed()

    def run(self, work: Callable[[Connection], T], *, writes: bool = False) -> T:
        """Call a function in a transaction of its own, which is stored for good when this method returns.

        Args:
            work: The function. It is called again if the first transaction fails.
            writes: Whether it changes something.
        """
        with self._explained():
            try:
                return self._run_once(work, writes)
            except DBAPIError as exc:
                if isinstance(exc, DataError | IntegrityError):
                    raise
                # Tables may be missing, or connections lost.
                self._is_open = self._is_open and message(exc) in REFUSALS
            return self._run_once(work, writes)

    def _run_once(self, work: Callable[[Connection], T], writes: bool) -> T:
        with self._alone():
            self._open_if_changed()
            result = self._transaction(work, writes)
            if writes and self._has_changed():
                # It was written to the old file.
                self._open_if_changed()
                result = self._transaction(work, writes)
            return result

    def _transaction(self, work: Callable[[Connection], T], writes: bool) -> T:
        if self._path is None:
            with transaction(self._engine, writes=writes) as connection:
                return work(connection)
        with sqlite_connection(self._engine) as connection:
            with begun(connection, writes=writes):
                result = work(connection)
            if writes or self._has_full_log:
                self._has_full_log = not checkpoint(connection)
        return result

    def _has_changed(self) -> bool:
        return self._path is not None and not (self._known and self._known.is_at(self._path))

    def _open_if_changed(self) -> None:
        is_other = self._has_changed()
        if self._is_open and not is_other:
            return
        self._is_open = False
        if self._was_open and is_other:
            time.sleep(SETTLE_S)
        is_empty = self._open()
        if self._was_open and (is_other or is_empty):
            self.replaced_at = datetime.now(UTC)
            name = self._path or self._engine.url.render_as_string()
            LOG.warning("The database of the readings was deleted or replaced; it was opened again: %s", name)
        self._is_open = self._was_open = True

    def _open(self) -> bool:
        """Migrate the database; return whether it was empty."""
        if self._path is None:
            return migrate(self._engine)
        make_private_file(self._path)
        is_empty = migrate(self._engine)
        with sqlite_connection(self._engine) as connection:
            if not use_write_ahead_log(connection):
                LOG.info("SQLite keeps a rollback journal: it cannot use a write-ahead log beside %s.", self._path)
            self._has_full_log = not checkpoint(connection)
        self._known = KnownFile(self._path)
        return is_empty

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Exclude this process's other transactions on the same SQLite file."""
        if self._path is None:
            yield
            return
        if not self._lock.acquire(timeout=BUSY_MS / 1000):
            raise NotebookError(LOCKED)
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Replace errors by ones whose message is written for visitors; log each new reason once."""
        try:
            yield
        except (SQLAlchemyError, OSError) as exc:
            reason = details(exc)
            if reason != self._logged:
                LOG.error("The database of the readings cannot be used: %s", reason)
            self._logged = reason
            raise NotebookError(message(exc)) from exc
        self._logged = ""
