"""The visitor's edits of the table of readings, stored by each reading's id."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from digitcam.errors import NotebookError
from digitcam.notebook.entries import StoredEntry, is_number
from digitcam.ui import texts
from digitcam.ui.components.notebook import notebooks
from digitcam.ui.components.readings_view import View
from digitcam.ui.markdown import escape

ACCEPTED: Final = "accepted"
"""Name of the table's column of boxes: a ticked one says that the number is right as it stands."""


class Outcome(NamedTuple):
    """What became of edits.

    Attributes:
        refused: A sentence for each edit that was not saved, as Markdown.
        deleted: The readings that were deleted.
    """

    refused: Sequence[str]
    deleted: Sequence[StoredEntry]


@dataclass(slots=True)
class Table:
    """A table as the browser has it. The browser numbers the rows as they were at first, whatever is edited.

    Attributes:
        notebook: Name of the notebook.
        view: What the visitor has chosen to see of it.
        entries: The readings, from the top row, as they were when the table was first shown.
        typed: What the visitor typed, by row, as far as it was processed; the browser goes on showing it.
        accepted: The rows whose number the visitor accepted, as far as they were processed.
        deleted: The rows that the visitor deleted, as far as they were processed.
        known: The numbers that the visitor knows to be stored, by row, where they are not those of the entries.
        shows_unsaved: Whether it shows something that was not saved.
    """

    notebook: str
    view: View
    entries: Sequence[StoredEntry]
    typed: dict[int, str] = field(default_factory=dict)
    accepted: set[int] = field(default_factory=set)
    deleted: set[int] = field(default_factory=set)
    known: dict[int, str] = field(default_factory=dict)
    shows_unsaved: bool = False

    def differs_from(self, kept: Sequence[StoredEntry]) -> bool:
        """Return whether the browser shows something else than these readings, or not what was read as them."""
        shown = [
            (entry.id, self.typed.get(row, entry.number), entry.is_corrected)
            for row, entry in enumerate(self.entries)
            if row not in self.deleted
        ]
        return self.shows_unsaved or shown != [(entry.id, entry.number, entry.is_corrected) for entry in kept]

    def store(self, changes: Mapping[str, Any]) -> Outcome | None:
        """Store what has changed since the last call.

        Args:
            changes: The state of Streamlit's data editor: all edits since the table was first shown.

        Returns:
            What became of them; None if nothing has changed.
        """
        edited = {int(row): change for row, change in changes.get("edited_rows", {}).items()}
        typed = {row: _text(change) for row, change in edited.items() if "number" in change}
        # Streamlit forgets an edit that brings the first text back.
        now = {row: entry.number for row, entry in enumerate(self.entries) if row in self.typed} | typed
        new = {row: text for row, text in now.items() if text != self.typed.get(row, self.entries[row].number)}
        accepted = {row for row, change in edited.items() if change.get(ACCEPTED)} - self.accepted - new.keys()
        gone = [row for row in changes.get("deleted_rows", []) if row not in self.deleted]
        if not new and not accepted and not gone:
            return None
        # Whoever accepts a number types it once more, as it were.
        numbers = new | {row: self.known.get(row, self.entries[row].number) for row in accepted}
        refused = [message for row, text in numbers.items() if (message := self._correct(row, text))]
        self.typed |= new
        self.accepted |= accepted
        deleted = self._delete(gone, refused) if gone else []
        self.shows_unsaved = self.shows_unsaved or bool(refused)
        return Outcome(refused, deleted)

    def _correct(self, row: int, text: str) -> str | None:
        if not is_number(text):
            return escape(texts.readings.NOT_A_NUMBER.format(text=text))
        entry = self.entries[row]
        known = self.known.get(row, entry.number)
        try:
            stored = notebooks().correct(self.notebook, entry.id, text, instead_of=known)
        except NotebookError as exc:
            return escape(texts.readings.NOT_SAVED.format(text=text, reason=exc))
        if stored is None:
            return escape(texts.readings.IS_GONE.format(text=text))
        # The message below says what another person made of it; whoever types again knows that.
        self.known[row] = stored
        return None if stored == text else escape(texts.readings.IS_OTHER.format(text=text, was=known, now=stored))

    def _delete(self, rows: Iterable[int], refused: list[str]) -> Sequence[StoredEntry]:
        self.deleted |= set(rows)
        try:
            return notebooks().delete(self.notebook, [self.entries[row].id for row in rows])
        except NotebookError as exc:
            refused.append(escape(texts.readings.NOT_DELETED.format(reason=exc)))
            return []


def _text(change: Mapping[str, Any]) -> str:
    return str(change.get("number") or "").strip()
