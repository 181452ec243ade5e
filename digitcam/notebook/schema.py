"""The tables, and the migration of older databases."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    insert,
    inspect,
    select,
    text,
    update,
)

from digitcam.errors import NotebookError
from digitcam.notebook.transactions import transaction

Step: TypeAlias = Callable[[Connection], object]

METADATA: Final = MetaData()

READINGS: Final = Table(
    "digitcam_readings",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("notebook", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("picture", LargeBinary, nullable=False),
    Column("kept_at", DateTime, nullable=False),
    Column("read", Text),
    Column("sheet", Text),
    Column("sheet_title", Text),
    Column("sheet_row", Integer),
    Column("sheet_column", Integer),
    Column("name", Text),
    Column("checked", Boolean),
    Index("digitcam_readings_by_notebook", "notebook", "id"),
    # SQLite would give a deleted reading's id to the next one.
    sqlite_autoincrement=True,
)
"""``kept_at`` is in UTC; ``read`` is null in readings that earlier versions kept; ``sheet`` and the
columns of that prefix are null in numbers that were kept alone, and ``name`` is null without a list of names;
``checked`` is null if no person has."""

VERSION: Final = Table("digitcam_version", MetaData(), Column("version", Integer, nullable=False))

DIALECTS: Final = ("sqlite", "postgresql")
"""Kinds of database that are supported, as SQLAlchemy names them."""

LOCK: Final = 407_2026
"""Number of the advisory lock in PostgreSQL; any that nothing else uses."""


def _create(connection: Connection) -> None:
    READINGS.create(connection, checkfirst=True)


def _add_read(connection: Connection) -> None:
    _add_columns(connection, read="TEXT")


def _add_sheet_and_name(connection: Connection) -> None:
    _add_columns(connection, sheet="TEXT", sheet_title="TEXT", sheet_row="INTEGER", sheet_column="INTEGER", name="TEXT")


def _add_checked(connection: Connection) -> None:
    _add_columns(connection, checked="BOOLEAN")


def _add_columns(connection: Connection, **types: str) -> None:
    """Add columns, unless the first step has made the table with them."""
    existing = {column["name"] for column in inspect(connection).get_columns(READINGS.name)}
    for name, type_ in types.items():
        if name not in existing:
            connection.execute(text(f"ALTER TABLE digitcam_readings ADD COLUMN {name} {type_}"))


STEPS: Final[Sequence[Step]] = (_create, _add_read, _add_sheet_and_name, _add_checked)
"""Migrations, oldest first; each brings the database to the next version. Never change one: add another."""


def migrate(engine: Engine, steps: Sequence[Step] = STEPS) -> bool:
    """Migrate the database to the newest version, in one transaction. Several servers may call it at once.

    Returns:
        Whether it was empty.

    Raises:
        NotebookError: If a newer Digitcam has used it, or it is neither SQLite nor PostgreSQL.
        sqlalchemy.exc.SQLAlchemyError: If the database fails.
    """
    if engine.dialect.name not in DIALECTS:
        raise NotebookError(
            "Readings are kept in SQLite or PostgreSQL, and another kind of database is configured. Whoever runs the "
            "server can correct the URL in .streamlit/secrets.toml."
        )
    with transaction(engine, writes=True) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        VERSION.create(connection, checkfirst=True)
        found = connection.execute(select(VERSION.c.version)).scalar()
        if found is None:
            connection.execute(insert(VERSION).values(version=0))
        if (found or 0) > len(steps):
            raise NotebookError(
                f"The readings were kept by a newer Digitcam (version {found} of the database; this one knows "
                f"{len(steps)}). Update this one, or give it a database of its own."
            )
        for step in steps[found or 0 :]:
            step(connection)
        connection.execute(update(VERSION).values(version=len(steps)))
    return found is None
