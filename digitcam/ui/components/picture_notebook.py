"""The numbers of pictures, added to the visitor's notebook."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import streamlit as st

from digitcam.errors import NotebookError
from digitcam.notebook.entries import Entry, SheetCell, is_number, new_sheet_id
from digitcam.pictures.corrections import EMPTY, ReadCell
from digitcam.pictures.encoding import jpeg
from digitcam.pictures.table_export import NamedTable
from digitcam.ui import texts
from digitcam.ui.components.notebook import notebooks
from digitcam.ui.components.notebook_name import notebook_name, open_notebook
from digitcam.ui.components.page_result import Result
from digitcam.ui.markdown import escape

ADDED: Final = "picture_numbers_added"
"""Key in the session state: the numbers that were added, by notebook and cell."""

BLANK: Final = jpeg(np.full((32, 64), 255, np.uint8))
"""The picture of a number that a person typed into an empty cell."""

CellKey: TypeAlias = tuple[str, int, int]
"""The page of a picture, and a row and a column as they were read. Rows that a person added follow those."""


class Number(NamedTuple):
    """A number that can be added.

    Attributes:
        key: Identifies the cell.
        text: The number as it is now.
        read: The cell as it was read.
        title: Name of the picture.
        is_checked: Whether a person has accepted or corrected it.
        name: Of its row.
    """

    key: CellKey
    text: str
    read: ReadCell
    title: str
    is_checked: bool
    name: str


class Added(NamedTuple):
    """A number in the notebook.

    Attributes:
        id: As in `StoredEntry`.
        text: The number when it was added, or last corrected.
        sheet: As in `SheetCell`.
        is_theirs: Whether somebody has corrected or deleted it in the notebook, so that it stays as it is there.
    """

    id: int
    text: str
    sheet: str
    is_theirs: bool = False


def show_add(results: Sequence[Result], tables: Mapping[str, NamedTable]) -> None:
    """Show the button that adds all numbers to the notebook, and what was added.

    It adds each number once. Pressed again, it corrects the numbers that were changed since, and adds further ones.

    Args:
        results: The pictures.
        tables: Their tables, by the ids of the results that have one.
    """
    all_numbers = [number for result_id, named in tables.items() for number in _numbers(result_id, named)]
    numbers = [number for number in all_numbers if is_number(number.text)]
    shown = {result.id for result in results}
    added = {key: number for key, number in _added().items() if key[0] in shown}
    is_new = any(number.key not in added or added[number.key].text != number.text for number in numbers)
    with st.container(horizontal=True):
        add = st.button(texts.pictures.ADD, icon=":material/library_add:", disabled=not is_new)
        undo = bool(added) and st.button(texts.pictures.UNDO_ADD, icon=":material/undo:")
    if added:
        st.caption(texts.pictures.ADDED.format(count=len(added)))
    if theirs := sum(number.is_theirs for number in added.values()):
        st.caption(texts.pictures.THEIRS.format(count=theirs))
    if len(numbers) < len(all_numbers):
        st.caption(texts.pictures.LEFT_OUT.format(count=len(all_numbers) - len(numbers)))
    try:
        if add:
            _add(numbers)
        elif undo:
            _undo(added)
    except NotebookError as exc:
        st.error(escape(str(exc)), icon=":material/error:")
        return
    if add or undo:
        st.rerun()


def _numbers(result_id: str, named: NamedTable) -> Iterator[Number]:
    """Yield the cells of a picture that are not empty."""
    table = named.table
    for name, row in named.named_rows():
        cells = (EMPTY,) * table.columns if row.origin is None else table.read[row.origin]
        number = len(table.read) + row.added if row.origin is None else row.origin
        for column, (text, cell) in enumerate(zip(row.texts, cells, strict=True)):
            if text:
                key, is_checked = (result_id, number, column), (number, column) in table.checked
                yield Number(key, text, cell, named.name, is_checked, name)


def _added() -> dict[CellKey, Added]:
    """Return what was added to the open notebook."""
    by_notebook: dict[str | None, dict[CellKey, Added]] = st.session_state.setdefault(ADDED, {})
    return by_notebook.setdefault(notebook_name(), {})


def _add(numbers: Sequence[Number]) -> None:
    """Add numbers, and correct those that were added before."""
    notebook = open_notebook()
    added = _added()
    new = [number for number in numbers if number.key not in added]
    changed = [number for number in numbers if number.key in added and added[number.key].text != number.text]
    # Numbers that are added later belong to the same sheet.
    sheets = {key[0]: number.sheet for key, number in added.items()}
    sheets |= {each.key[0]: new_sheet_id() for each in new if each.key[0] not in sheets}
    now = datetime.now(UTC)
    ids = notebooks().add_all(notebook, [_entry(each, sheets[each.key[0]], now) for each in new])
    added |= {each.key: Added(id_, each.text, sheets[each.key[0]]) for each, id_ in zip(new, ids, strict=True)}
    for each in changed:
        before = added[each.key]
        stored = notebooks().correct(notebook, before.id, each.text, instead_of=before.text)
        added[each.key] = before._replace(text=each.text, is_theirs=stored != each.text)


def _entry(number: Number, sheet: str, now: datetime) -> Entry:
    read, (_, row, column) = number.read, number.key
    cell = SheetCell(sheet, number.title, row, column)
    return Entry(
        number.text,
        read.confidence,
        read.crop or BLANK,
        now,
        read=read.text,
        cell=cell,
        name=number.name,
        is_checked=number.is_checked,
    )


def _undo(added: Mapping[CellKey, Added]) -> None:
    """Delete numbers that were added from the notebook."""
    notebooks().delete(open_notebook(), [each.id for each in added.values()])
    for key in added:
        del _added()[key]
