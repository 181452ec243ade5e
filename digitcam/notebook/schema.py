"""The tables, and the migration of older databases."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TypeAlias

from sqlalchemy import (
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
    event,
    insert,
    select,
    text,
    update,
)

from digitcam.errors import NotebookError

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
    Index("digitcam_readings_by_notebook", "notebook", "id"),
    # SQLite would give a deleted reading's id to the next one.
    sqlite_autoincrement=True,
)
"""``kept_at`` is in UTC."""

VERSION: Final = Table("digitcam_version", MetaData(), Column("version", Integer, nullable=False))

LOCK: Final = 407_2026
"""Number of the advisory lock in PostgreSQL; any that nothing else uses."""


def _create(connection: Connection) -> None:
    READINGS.create(connection, checkfirst=True)


STEPS: Final[Sequence[Step]] = (_create,)
"""Migrations, oldest first; each brings the database to the next version. Never change one: add another."""


def migrate(engine: Engine, steps: Sequence[Step] = STEPS) -> None:
    """Migrate the database to the newest version, in one transaction. Several servers may call it at once.

    Raises:
        NotebookError: If a newer Digitcam has used it.
        sqlalchemy.exc.SQLAlchemyError: If the database fails.
    """
    with _exclusive_transaction(engine) as connection:
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


@contextmanager
def _exclusive_transaction(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that excludes other servers' migrations."""
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            yield connection
        return
    # Python's driver opens transactions late, and none for CREATE; in autocommit mode the code controls them.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")


def overwrite_deleted_data(engine: Engine) -> None:
    """Make SQLite overwrite deleted data instead of only marking its space as free."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA secure_delete = ON"))
