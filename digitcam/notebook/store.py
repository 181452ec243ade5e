"""Keep, list, correct and delete readings in a database."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, delete, func, insert, literal, select, update

from digitcam.errors import NotebookError
from digitcam.notebook.database import Database
from digitcam.notebook.entries import Added, Entry, SheetCell, StoredEntry, is_notebook_id, is_number
from digitcam.notebook.schema import READINGS
from digitcam.reporting.cells import clean


class Notebooks:
    """All notebooks of a database. Any thread may call.

    Every method takes the name of one notebook and sees no other. When a method returns, its change is stored for good,
    whatever happens to the server then.

    Raises:
        NotebookError: From every method, if the database cannot be used, or ``notebook`` is not a valid name.
    """

    def __init__(self, engine: Engine) -> None:
        self._database = Database(engine)

    @property
    def replaced_at(self) -> datetime | None:
        """When the database was last found to be deleted or replaced since the server started; None if never."""
        return self._database.replaced_at

    def keep(self, notebook: str, entry: Entry) -> int:
        """Keep a reading; return the number of readings in the notebook."""
        return self.add(notebook, entry).total

    def add(self, notebook: str, entry: Entry) -> Added:
        """Keep a reading, so that it can be undone."""
        count = select(func.count()).select_from(READINGS).where(READINGS.c.notebook == notebook)

        def work(connection: Connection) -> Added:
            statement = insert(READINGS).values(_values(notebook, entry)).returning(READINGS.c.id)
            added = connection.execute(statement).scalar_one()
            return Added(added, int(connection.execute(count).scalar_one()))

        _check_name(notebook)
        return self._database.run(work, writes=True)

    def add_all(self, notebook: str, entries: Sequence[Entry]) -> list[int]:
        """Keep several readings, all or none; return their ids, as in `StoredEntry`."""
        statement = insert(READINGS).returning(READINGS.c.id, sort_by_parameter_order=True)
        rows = [_values(notebook, entry) for entry in entries]
        _check_name(notebook)
        if not rows:
            return []
        return self._database.run(lambda connection: list(connection.execute(statement, rows).scalars()), writes=True)

    def replace(self, notebook: str, entry_ids: Sequence[int], entries: Sequence[Entry]) -> list[int]:
        """Keep readings in the place of others, all or none.

        Returns:
            Their ids, as in `StoredEntry`; none if a person has corrected, checked or deleted one of the others, which
            then stay.
        """
        replaced = (READINGS.c.notebook == notebook) & READINGS.c.id.in_(entry_ids)
        untouched = select(func.count()).select_from(READINGS).where(replaced & READINGS.c.checked.is_not(True))
        statement = insert(READINGS).returning(READINGS.c.id, sort_by_parameter_order=True)
        rows = [_values(notebook, entry) for entry in entries]

        def work(connection: Connection) -> list[int]:
            if connection.execute(untouched).scalar_one() != len(entry_ids):
                return []
            connection.execute(delete(READINGS).where(replaced))
            return list(connection.execute(statement, rows).scalars())

        _check_name(notebook)
        return self._database.run(work, writes=True)

    def restore(self, notebook: str, kept: Iterable[StoredEntry]) -> None:
        """Put deleted readings back in their places."""
        self._insert(notebook, [_values(notebook, entry) | {"id": entry.id} for entry in kept])

    def newest(self, notebook: str, limit: int) -> list[StoredEntry]:
        """List the newest readings, newest first."""
        query = select(READINGS).where(READINGS.c.notebook == notebook).order_by(READINGS.c.id.desc()).limit(limit)
        return [_entry(row) for row in self._rows(notebook, query)]

    def listed(self, notebook: str, entry_ids: Sequence[int]) -> list[StoredEntry]:
        """List some readings in the order of their ids here, without those that were deleted."""
        query = select(READINGS).where((READINGS.c.notebook == notebook) & READINGS.c.id.in_(entry_ids))
        found = {row.id: _entry(row) for row in self._rows(notebook, query)}
        return [found[entry_id] for entry_id in entry_ids if entry_id in found]

    def everything(self, notebook: str) -> list[StoredEntry]:
        """List all readings, oldest first, without their pictures."""
        columns = [column for column in READINGS.c if column is not READINGS.c.picture]
        query = select(*columns, literal(b"").label("picture")).where(READINGS.c.notebook == notebook)
        return [_entry(row) for row in self._rows(notebook, query.order_by(READINGS.c.id))]

    def count(self, notebook: str) -> int:
        """Return the number of readings in the notebook."""
        query = select(func.count()).select_from(READINGS).where(READINGS.c.notebook == notebook)
        ((count,),) = self._rows(notebook, query)
        return int(count)

    def state(self, notebook: str) -> int:
        """Return a number that changes whenever the notebook's content does, whichever server changed it."""
        columns = READINGS.c.id, READINGS.c.number, READINGS.c.checked
        query = select(*columns).where(READINGS.c.notebook == notebook)
        return hash(tuple(tuple(row) for row in self._rows(notebook, query.order_by(READINGS.c.id))))

    def correct(self, notebook: str, entry_id: int, number: str, *, instead_of: str | None = None) -> str | None:
        """Replace a number by a person's correction, unless somebody else has corrected it meanwhile.

        Args:
            notebook: Name of the notebook.
            entry_id: As in `StoredEntry`.
            number: The correction.
            instead_of: The number that the person saw. If another one is stored now, it stays; None replaces any.

        Returns:
            The number that is stored now: the correction, or the other one; None if the reading was deleted.

        Raises:
            ValueError: If the correction is not a number.
        """
        if not is_number(number):
            raise ValueError(f"a number is made of digits and separators, got {number!r}")
        _check_name(notebook)
        where = (READINGS.c.notebook == notebook) & (READINGS.c.id == entry_id)
        seen = where if instead_of is None else where & (READINGS.c.number == instead_of)

        def work(connection: Connection) -> str | None:
            connection.execute(update(READINGS).where(seen).values(number=number, checked=True))
            stored: str | None = connection.execute(select(READINGS.c.number).where(where)).scalar()
            return stored

        return self._database.run(work, writes=True)

    def delete(self, notebook: str, entry_ids: Sequence[int]) -> list[StoredEntry]:
        """Delete readings and their pictures; return them, so that they can be restored."""
        where = (READINGS.c.notebook == notebook) & READINGS.c.id.in_(entry_ids)
        return self._delete(notebook, where)

    def clear(self, notebook: str) -> list[StoredEntry]:
        """Delete all readings of a notebook; return them, so that they can be restored."""
        return self._delete(notebook, READINGS.c.notebook == notebook)

    def _delete(self, notebook: str, where: Any) -> list[StoredEntry]:
        def work(connection: Connection) -> list[StoredEntry]:
            deleted = [_entry(row) for row in connection.execute(select(READINGS).where(where))]
            connection.execute(delete(READINGS).where(where))
            return deleted

        _check_name(notebook)
        return self._database.run(work, writes=True)

    def _insert(self, notebook: str, rows: list[dict[str, Any]]) -> None:
        _check_name(notebook)
        if rows:
            self._database.run(lambda connection: connection.execute(insert(READINGS), rows), writes=True)

    def _rows(self, notebook: str, query: Select[Any]) -> Sequence[Row[Any]]:
        _check_name(notebook)
        return self._database.run(lambda connection: connection.execute(query).all())


def _check_name(notebook: str) -> None:
    if not is_notebook_id(notebook):
        raise NotebookError("This is not the name of a notebook; use the whole address as it was given to you.")


def _values(notebook: str, entry: Entry) -> dict[str, Any]:
    cell = entry.cell
    return {
        "notebook": notebook,
        "number": entry.number,
        "confidence": entry.confidence,
        "picture": entry.picture,
        "kept_at": entry.kept_at.astimezone(UTC).replace(tzinfo=None),
        "read": entry.read,
        "sheet": None if cell is None else cell.sheet,
        "sheet_title": None if cell is None else clean(cell.title),
        "sheet_row": None if cell is None else cell.row,
        "sheet_column": None if cell is None else cell.column,
        "name": clean(entry.name) or None,
        "checked": entry.is_checked or None,
    }


def _entry(row: Any) -> StoredEntry:
    kept_at: datetime = row.kept_at
    is_alone = row.sheet is None
    return StoredEntry(
        row.number,
        row.confidence,
        row.picture,
        kept_at.replace(tzinfo=UTC),
        row.id,
        read=row.read,
        cell=None if is_alone else SheetCell(row.sheet, row.sheet_title, row.sheet_row, row.sheet_column),
        name=row.name or "",
        is_checked=bool(row.checked),
    )
