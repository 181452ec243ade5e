"""Transactions, and what SQLite needs for them."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from digitcam.notebook.files import sqlite_path

DRIVER_BUSY_MS: Final = 5000
"""Time for which Python's driver waits for a locked SQLite file if nobody sets another, milliseconds."""

BUSY_MS: Final = 20_000
"""Time for which a transaction waits for a locked SQLite file, milliseconds. Raising it lets more writers queue, and a
visitor wait longer for the message that the file is locked. It must exceed the wait in tests/notebook/test_load.py,
where twenty threads keep readings as fast as they can."""


@contextmanager
def transaction(engine: Engine, *, writes: bool) -> Iterator[Connection]:
    """Open a transaction on a new connection; it is committed when the block ends without an error.

    Args:
        engine: The database.
        writes: Whether the block changes something.
    """
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    with sqlite_connection(engine) as connection, begun(connection, writes=writes):
        yield connection


@contextmanager
def sqlite_connection(engine: Engine) -> Iterator[Connection]:
    """Connect to SQLite without a transaction.

    A file gets a connection of its own each time: an open one would go on using a file that was deleted or replaced.
    """
    # Python's driver opens transactions late, and none for CREATE; in autocommit mode the code controls them.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if sqlite_path(engine) is not None:
            # Closed after use instead of going back to the pool.
            connection.detach()
        yield connection


@contextmanager
def begun(connection: Connection, *, writes: bool) -> Iterator[None]:
    """Open a transaction on an SQLite connection.

    If it writes, it locks the file at once: a transaction that begins to write later is refused without waiting if
    another one was faster.
    """
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    try:
        yield
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        # SQLite has already rolled back if the disk is full.
        with suppress(SQLAlchemyError):
            connection.exec_driver_sql("ROLLBACK")
        raise


def configure_sqlite(engine: Engine) -> None:
    """Make SQLite overwrite deleted data instead of only marking its space as free, and wait longer for locks."""
    if engine.dialect.name == "sqlite" and not event.contains(engine, "connect", _configure):
        event.listen(engine, "connect", _configure)


def _configure(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA secure_delete = ON")
    (busy_ms,) = connection.execute("PRAGMA busy_timeout").fetchone()
    if busy_ms == DRIVER_BUSY_MS:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")


def use_write_ahead_log(connection: Connection) -> bool:
    """Switch an SQLite file to write-ahead logging, in which readers and a writer do not wait for each other.

    Returns:
        Whether it is used now. Some file systems do not allow it; SQLite's rollback journal works there.
    """
    with suppress(OperationalError):
        return bool(connection.exec_driver_sql("PRAGMA journal_mode = WAL").scalar() == "wal")
    return False


def checkpoint(connection: Connection) -> bool:
    """Move the write-ahead log into the SQLite file and empty it; call this last on a connection.

    Nothing deleted stays in the log, and a log that outlives its file holds nothing that SQLite could apply to the file
    that takes its place.

    Returns:
        Whether it is empty now; other transactions can prevent it. Without such a log there is nothing to do.
    """
    with suppress(OperationalError):
        # Without waiting: whoever writes next empties it, and waiting here would hold up the writers.
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        return not connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    return False
