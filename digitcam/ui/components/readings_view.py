"""Which kept readings are shown, and in which order."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

import streamlit as st

from digitcam.notebook.entries import StoredEntry, sum_of
from digitcam.notebook.export import sheet_title
from digitcam.pictures.annotate import is_sure
from digitcam.readings import UNTRUSTED
from digitcam.ui import texts
from digitcam.ui.components.readings_export import visitors_zone
from digitcam.ui.markdown import escape


class Which(Enum):
    """The readings that are shown."""

    ALL = texts.readings.ALL
    DOUBTFUL = texts.readings.DOUBTFUL
    CORRECTED = texts.readings.CORRECTED


class View(NamedTuple):
    """What the visitor has chosen to see.

    Attributes:
        which: The readings.
        by_sheet: Whether those of one sheet stand together, in the order in which they are written.
    """

    which: Which
    by_sheet: bool


def is_doubtful(entry: StoredEntry) -> bool:
    """Return whether a person should check a reading, and nobody has."""
    is_checked = entry.is_checked or entry.is_corrected
    return UNTRUSTED in entry.number or not (is_checked or is_sure(entry.confidence))


def chosen_view(kept: Iterable[StoredEntry]) -> View:
    """Show the widgets with which the visitor chooses; that of sheets only if there are any."""
    with st.container(horizontal=True, vertical_alignment="center", key="readings_view"):
        which = st.segmented_control(
            texts.readings.SHOW,
            [which.value for which in Which],
            default=Which.ALL.value,
            required=True,
            key="show",
            bind="query-params",
            label_visibility="collapsed",
        )
        has_sheets = any(entry.cell is not None for entry in kept)
        by_sheet = has_sheets and st.toggle(texts.readings.BY_SHEET, key="by_sheet", bind="query-params")
    return View(Which(which or Which.ALL.value), by_sheet)


def viewed(kept: Sequence[StoredEntry], view: View) -> list[StoredEntry]:
    """Return the readings of a view, in its order.

    Args:
        kept: All readings, oldest first.
        view: What the visitor has chosen.

    Returns:
        Newest first; by sheet, the newest sheet first, each in reading order, and last what was kept alone.
    """
    wanted = [entry for entry in reversed(kept) if _is_in(entry, view.which)]
    if not view.by_sheet:
        return wanted
    alone = [entry for entry in wanted if entry.cell is None]
    return [entry for sheet in sheets(wanted) for entry in sheet] + alone


def sheets(entries: Iterable[StoredEntry]) -> list[list[StoredEntry]]:
    """Return the readings of each sheet in reading order; the sheets in the order of the first reading of each."""
    found: dict[str, list[StoredEntry]] = defaultdict(list)
    for entry in entries:
        if entry.cell is not None:
            found[entry.cell.sheet].append(entry)
    return [sorted(sheet, key=_place) for sheet in found.values()]


def show_sheets(kept: Sequence[StoredEntry]) -> None:
    """Show a line for each sheet: its numbers, their sum, and how many are doubtful or corrected.

    Args:
        kept: All readings, oldest first.
    """
    zone = visitors_zone()
    lines = sheets(reversed(kept))
    st.table(
        {
            texts.readings.COLUMN_SHEET: [escape(sheet_title(sheet[0], zone)) for sheet in lines],
            texts.readings.COLUMN_COUNT: [str(len(sheet)) for sheet in lines],
            texts.readings.SUM: [_sum(sheet) for sheet in lines],
            texts.readings.DOUBTFUL: [str(sum(map(is_doubtful, sheet))) for sheet in lines],
            texts.readings.CORRECTED: [str(sum(entry.is_corrected for entry in sheet)) for sheet in lines],
        },
        hide_index=True,
        alt=texts.readings.SHEETS,
    )


def _is_in(entry: StoredEntry, which: Which) -> bool:
    if which is Which.DOUBTFUL:
        return is_doubtful(entry)
    return which is Which.ALL or entry.is_corrected


def _place(entry: StoredEntry) -> tuple[int, int]:
    return (0, 0) if entry.cell is None else (entry.cell.row, entry.cell.column)


def _sum(sheet: Iterable[StoredEntry]) -> str:
    total = sum_of(entry.number for entry in sheet)
    return texts.common.NOTHING if total is None else f"{total:,}"
