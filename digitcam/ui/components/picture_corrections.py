"""What this visitor has corrected in the tables of pictures; kept as long as the pictures are on the page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import streamlit as st

from digitcam.pictures.corrections import Place, ReadRows, Table, untouched

CORRECTIONS: Final = "picture_corrections"
"""Key in the session state: a `Corrections` for each page of a picture."""


@dataclass(slots=True)
class Corrections:
    """The table of one page of a picture.

    Attributes:
        table: As it is now.
        shown: As the data editor first showed it. The editor's state has all edits since, so the table is given to
            it once and not changed.
        round: Number of editors shown so far, part of the editor's key. With a new key, the browser replaces it.
    """

    table: Table
    shown: Table
    round: int = 0

    def edit(self, changes: Mapping[str, Any] | None) -> None:
        """Apply what was edited in the editor.

        Args:
            changes: The editor's state; None if it was not on the page, and Streamlit has forgotten the edits.
        """
        if changes is not None:
            self.table = self.shown.edited(changes)
        elif self.table != self.shown:
            self._replace_editor()

    def correct(self, place: Place, text: str) -> None:
        """Change or accept a cell outside the editor, which is replaced if it shows another text."""
        before, self.table = self.table, self.table.corrected(place, text)
        if self.table.texts == before.texts:
            self.shown = replace(self.shown, checked=self.shown.checked | {place})
        else:
            self._replace_editor()

    def _replace_editor(self) -> None:
        self.shown = self.table
        self.round += 1


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
