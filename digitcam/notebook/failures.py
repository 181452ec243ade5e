"""What visitors are told about a database that fails. The details go to the log."""

import sqlite3
from collections.abc import Mapping
from typing import Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

LOCKED: Final = (
    "The database of the readings is locked by another program. Try again in a moment. If this goes on, whoever runs "
    "the server can look for the program that keeps it open."
)
FULL: Final = (
    "The disk with the database of the readings is full. Whoever runs the server can free space on it; readings are "
    "then kept again."
)
READ_ONLY: Final = (
    "The database of the readings cannot be written: its file or folder is read-only. Whoever runs the server can give "
    "the server the right to write there."
)
NOT_A_DATABASE: Final = (
    "The file with the readings is damaged or not a database. Whoever runs the server can put a copy back, or move the "
    "file away: a new one is then made."
)
NOT_OPENED: Final = (
    "The database file of the readings cannot be opened. Whoever runs the server can check that its folder exists and "
    "can be written."
)
NO_FILE: Final = (
    "The file for the database of the readings cannot be made. Whoever runs the server finds its path in the server's "
    "log and can set DIGITCAM_READINGS to another one."
)
UNREACHABLE: Final = (
    "The server with the database of the readings does not answer or refuses the connection. Try again in a moment. If "
    "this goes on, whoever runs Digitcam can check that the database runs, and its URL in .streamlit/secrets.toml."
)
NOT_ALLOWED: Final = (
    "The database of the readings does not give Digitcam the rights that it needs. Whoever runs the server can grant "
    "them."
)
OTHER: Final = (
    "The database of the readings cannot be used. Whoever runs the server finds the reason in the server's log."
)

REFUSALS: Final = frozenset({LOCKED, FULL, READ_ONLY})
"""Messages about a database that is as it was; opening it anew, which writes, would only prevent reading it."""

BY_SQLITE_CODE: Final[Mapping[int, str]] = {
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_PROTOCOL: LOCKED,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_NOTADB: NOT_A_DATABASE,
    sqlite3.SQLITE_CORRUPT: NOT_A_DATABASE,
    sqlite3.SQLITE_CANTOPEN: NOT_OPENED,
}
"""Messages by SQLite's primary result code."""

PRIMARY: Final = 0xFF
"""Bits of SQLite's result code that are the primary code; the others only refine it."""

BY_SQLSTATE: Final[Mapping[str, str]] = {
    "08": UNREACHABLE,
    "25006": READ_ONLY,
    "28": UNREACHABLE,
    "3D": UNREACHABLE,
    "40": LOCKED,
    "42501": NOT_ALLOWED,
    "53100": FULL,
    "533": UNREACHABLE,
    "55P03": LOCKED,
    "57P": UNREACHABLE,
}
"""Messages by the beginning of PostgreSQL's error code."""


def message(exc: SQLAlchemyError | OSError) -> str:
    """Return what happened and what to do, without names of hosts, users, files or notebooks."""
    if isinstance(exc, OSError):
        return NO_FILE
    original = exc.orig if isinstance(exc, DBAPIError) else None
    code = getattr(original, "sqlite_errorcode", None)
    if code is not None:
        return BY_SQLITE_CODE.get(code & PRIMARY, OTHER)
    state = getattr(original, "sqlstate", None)
    if state is not None:
        return next((text for start, text in BY_SQLSTATE.items() if state.startswith(start)), OTHER)
    # PostgreSQL's driver gives no code if it cannot connect, or loses the connection.
    return UNREACHABLE if type(original).__name__ == "OperationalError" else OTHER


def details(exc: SQLAlchemyError | OSError) -> str:
    """Return the reason in one line, for the log.

    SQLAlchemy's own message contains the visitor's data, and PostgreSQL's may in its further lines.
    """
    original = (exc.orig if isinstance(exc, DBAPIError) else None) or exc
    code = getattr(original, "sqlite_errorname", None) or getattr(original, "sqlstate", None) or "no code"
    first_line = (str(original).splitlines() or [""])[0]
    return f"{type(original).__name__} ({code}): {first_line}"
