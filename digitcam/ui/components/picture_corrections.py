"""What this visitor has corrected in the tables of pictures; kept as long as the pictures are on the page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import streamlit as st

from digitcam.pictures.columns import Violation
from digitcam.pictures.corrections import Place, ReadRows, Row, Table, untouched

CORRECTIONS: Final = "picture_corrections"
"""Key in the session state: a `Corrections` for each page of a picture."""

MAX_CHARACTERS: Final = 100
"""Longest text of a cell, characters."""

TYPE: Final = "type"
DELETE: Final = "delete"
RESTORE: Final = "restore"
"""What an `Edit` does."""


class Edit(NamedTuple):
    """What a person did in a table.

    Attributes:
        number: Larger than those of all earlier edits of the same table.
        action: Types a text in a cell, deletes a row, or restores the row that was deleted last.
        row: As `Row.key`; "" to restore one.
        column: Of the cell, from 0.
        text: Of the cell.
    """

    number: int
    action: str
    row: str
    column: int = 0
    text: str = ""


@dataclass(slots=True)
class Corrections:
    """The table of one page of a picture.

    Attributes:
        table: As it is now.
        answers: The cells that were answered in the strip, each with the rule that the visitor has accepted it against.
        applied: Number of the last edit that was applied.
        deleted: The rows that were deleted and not restored, the newest last, each with its place, from 0.
        inserted: Number of rows that were inserted.
    """

    table: Table
    answers: dict[Place, Violation | None] = field(default_factory=dict)
    applied: int = 0
    deleted: list[tuple[int, Row]] = field(default_factory=list)
    inserted: int = 0

    def edit(self, edits: Iterable[Edit]) -> None:
        """Apply what was edited since the last run; the browser also sends edits that were applied before."""
        for edit in edits:
            if edit.number <= self.applied:
                continue
            self.applied = edit.number
            if edit.action == TYPE:
                self.table = self.table.typed(edit.row, edit.column, edit.text)
            elif edit.action == DELETE:
                self.deleted += [found for found in enumerate(self.table.rows) if found[1].key == edit.row]
                self.table = self.table.deleted(edit.row)
            elif self.deleted:
                self.table = self.table.restored(*self.deleted.pop())

    def correct(self, place: Place, text: str, violation: Violation | None) -> None:
        """Change or accept a cell outside its table.

        Args:
            place: The cell.
            text: Its right text. If it is that of the cell, the visitor accepts it although it is against a rule.
            violation: Why the cell was against a rule before; None if it was not.
        """
        self.answers[place] = violation
        self.table = self.table.corrected(place, text)

    def insert(self, row: int) -> None:
        """Insert an empty row above another one, which the reader has missed."""
        self.table = self.table.inserted(row)
        self.inserted += 1

    def is_done(self, place: Place, violation: Violation | None) -> bool:
        """Return whether a person has checked a cell, and accepted it if it is against a rule."""
        return place in self.table.checked and (violation is None or self.answers.get(place) == violation)


def parse_edits(sent: Any) -> list[Edit]:
    """Return the edits that the browser has sent; none if it sent something else.

    Examples:
        >>> parse_edits([[1, "type", "a0", 1, " 34 "]])
        [Edit(number=1, action='type', row='a0', column=1, text='34')]
        >>> parse_edits("nonsense"), parse_edits([[1, "format", "0", 1, ""]])
        ([], [])
    """
    if not isinstance(sent, list):
        return []
    kinds = [int, str, str, int, str]
    return [
        Edit(number, action, row, column, typed_text(text))
        for number, action, row, column, text in (
            each for each in sent if isinstance(each, list) and list(map(type, each)) == kinds
        )
        if action in (TYPE, DELETE, RESTORE)
    ]


def typed_text(text: str) -> str:
    """Return a text as it is kept: one line, and not too long."""
    return " ".join(text.split())[:MAX_CHARACTERS]


def corrections_of(result_id: str, read: ReadRows) -> Corrections:
    """Return what was corrected in a page of a picture.

    Args:
        result_id: As in `Result`.
        read: The table as it was read.
    """
    known = _all()
    if result_id not in known or known[result_id].table.read != read:
        # Edits of the table that was read before are not applied to this one.
        before = known.get(result_id, Corrections(untouched(read)))
        known[result_id] = Corrections(untouched(read), applied=before.applied, inserted=before.inserted)
    return known[result_id]


def is_touched(result_id: str) -> bool:
    """Return whether a page of a picture was corrected."""
    known = _all()
    return result_id in known and known[result_id].table.is_touched


def forget_corrections() -> None:
    """Drop all corrections of this visitor."""
    st.session_state.pop(CORRECTIONS, None)


def _all() -> dict[str, Corrections]:
    known: dict[str, Corrections] = st.session_state.setdefault(CORRECTIONS, {})
    return known
