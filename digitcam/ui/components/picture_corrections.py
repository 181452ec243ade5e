"""What this visitor has corrected in the tables of pictures; kept as long as the pictures are on the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

import streamlit as st

from digitcam.pictures.columns import Violation
from digitcam.pictures.corrections import Place, ReadRows, Table, untouched

CORRECTIONS: Final = "picture_corrections"
"""Key in the session state: a `Corrections` for each page of a picture."""


class Look(NamedTuple):
    """What the editor shows beside the numbers.

    Attributes:
        headings: Of the columns.
        names: Of the rows; without those at the end that are empty.
        violations: What is against the rules, row by row; without those at the end that are empty.
    """

    headings: tuple[str, ...]
    names: tuple[str, ...]
    violations: tuple[str, ...]


@dataclass(slots=True)
class Corrections:
    """The table of one page of a picture.

    Attributes:
        table: As it is now.
        shown: As the data editor first showed it. The editor's state has all edits since, so the table is given to
            it once and not changed.
        round: Number of editors shown so far, part of the editor's key. With a new key, the browser replaces it.
        answers: The cells that were answered in the strip, each with the rule that the visitor has accepted it against.
        look: What the editor shows beside the table; None before it is first shown.
        is_edited: Whether the visitor has edited in the editor since the last run, and may still be typing there.
    """

    table: Table
    shown: Table
    round: int = 0
    answers: dict[Place, Violation | None] = field(default_factory=dict)
    look: Look | None = None
    is_edited: bool = False

    def edit(self, changes: Mapping[str, Any] | None) -> None:
        """Apply what was edited in the editor.

        Args:
            changes: The editor's state; None if it was not on the page, and Streamlit has forgotten the edits.
        """
        before = self.table
        if changes is not None:
            self.table = self.shown.edited(changes)
        self.is_edited = self.table != before
        if changes is None and self.table != self.shown:
            self._replace_editor()

    def correct(self, place: Place, text: str, violation: Violation | None) -> None:
        """Change or accept a cell outside the editor, which is replaced if it shows another text.

        Args:
            place: The cell.
            text: Its right text. If it is that of the cell, the visitor accepts it although it is against a rule.
            violation: Why the cell was against a rule before; None if it was not.
        """
        self.answers[place] = violation
        before, self.table = self.table, self.table.corrected(place, text)
        if self.table.texts == before.texts:
            self.shown = replace(self.shown, checked=self.shown.checked | {place})
        else:
            self._replace_editor()

    def insert(self, row: int) -> None:
        """Insert an empty row above another one, which the reader has missed."""
        self.table = self.table.inserted(row)
        self._replace_editor()

    def is_done(self, place: Place, violation: Violation | None) -> bool:
        """Return whether a person has checked a cell, and accepted it if it is against a rule."""
        return place in self.table.checked and (violation is None or self.answers.get(place) == violation)

    def show(self, look: Look) -> Look:
        """Return what the editor shows beside the table: this, unless the visitor may be typing in the editor.

        To show anything else, the browser replaces the editor, and what is being typed in it is lost. So it is replaced
        in the next run. Names are the exception: after a deletion, they would stand beside other rows.
        """
        if self.look is not None and look != self.look:
            if self.is_edited and look.names == self.look.names:
                return self.look
            self._replace_editor()
        self.look = look
        return look

    def _replace_editor(self) -> None:
        self.shown = self.table
        self.round += 1
        self.is_edited = False


def corrections_of(result_id: str, read: ReadRows) -> Corrections:
    """Return what was corrected in a page of a picture.

    Args:
        result_id: As in `Result`.
        read: The table as it was read.
    """
    known = _all()
    if result_id not in known or known[result_id].table.read != read:
        table = untouched(read)
        known[result_id] = Corrections(table, table)
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
