"""The readings page: view, correct and download the kept readings."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import localcontext
from typing import Any, Final, NamedTuple

import streamlit as st

from digitcam.errors import NotebookError
from digitcam.notebook.entries import EXACT_DIGITS, StoredEntry, is_notebook_id, sum_of, value_of
from digitcam.ui import texts
from digitcam.ui.components.notebook import notebooks, replaced_at
from digitcam.ui.components.notebook_changes import show_changes
from digitcam.ui.components.notebook_name import notebook_name
from digitcam.ui.components.readings_export import downloads
from digitcam.ui.components.readings_table import apply_edits, clear, readings_table, undo_button
from digitcam.ui.components.readings_view import View, chosen_view, show_sheets, viewed
from digitcam.ui.markdown import escape

SHOWN: Final = 200
"""Maximum number of rows in the table. Each has a picture, and all are sent to the browser at each change."""

MINUTE_S: Final = 60
HOUR_S: Final = 3600
DAY_S: Final = 86400


class TimeUnit(NamedTuple):
    """The unit of time that one bar of the chart covers.

    Attributes:
        max_span_s: Longest time between the first and last reading for which this unit is used, seconds.
        length_s: Length of the unit, seconds.
        name: The unit's name in Vega-Lite.
        label: Format of the labels on the axis, in the notation of d3-time-format.
    """

    max_span_s: float
    length_s: int
    name: str
    label: str


UNITS: Final = (
    TimeUnit(2 * HOUR_S, MINUTE_S, "yearmonthdatehoursminutes", "%H:%M"),
    TimeUnit(3 * DAY_S, HOUR_S, "yearmonthdatehours", "%d %b, %H h"),
    TimeUnit(float("inf"), DAY_S, "yearmonthdate", "%d %b"),
)

MIN_UNITS: Final = 12
"""Minimum number of units on the chart, so that the bar of a single reading does not fill it."""

LABEL_BOUND_PX: Final = 0.1
"""Distance by which a label may reach beyond the axis, pixels; more would be cut off, as Vega's usual 1."""


def readings_page() -> None:
    """Show the page."""
    st.title(texts.common.READINGS, anchor=False)
    notebook = notebook_name()
    if notebook is None:
        st.info(texts.readings.NO_NOTEBOOK)
    elif not is_notebook_id(notebook):
        st.warning(texts.readings.WRONG_NOTEBOOK)
    else:
        st.write(texts.readings.READINGS_INTRO)
        with st.container():
            shown, is_outdated = _notebook_or_error(notebook)
        # Last on the page: this is a fragment that reruns at each check.
        show_changes(notebook, shown, is_outdated)


def _notebook_or_error(notebook: str) -> tuple[int | None, bool]:
    """Show the notebook or an error.

    Returns:
        The notebook's state, None if the database failed; and whether the table on the page is outdated.
    """
    problem = apply_edits()
    try:
        # The state is read before the readings, so that changes in between are found by the next check.
        shown = notebooks().state(notebook)
        if replaced_at() is not None:
            st.warning(texts.readings.REPLACED, icon=":material/warning:")
        return shown, _notebook(notebook, problem)
    except NotebookError as exc:
        st.error(escape(str(exc)), icon=":material/error:")
        if problem:
            st.warning(problem)
        return None, False


def _notebook(notebook: str, problem: str) -> bool:
    """Show the notebook; return whether the table is outdated."""
    kept = notebooks().everything(notebook)
    if not kept:
        st.info(texts.readings.EMPTY_NOTEBOOK)
        if problem:
            st.warning(problem)
        undo_button(notebook)
        return False
    with st.container(key="overview"):
        numbers, chart = st.columns([1, 2])
    with numbers:
        _totals(kept)
    with chart:
        _over_time(kept)
    view = chosen_view(kept)
    if view.by_sheet:
        show_sheets(kept)
    is_outdated = _table(notebook, viewed(kept, view), view)
    # Below the table, so that its rows do not move while a visitor deletes several one after the other.
    if problem:
        st.warning(problem)
    st.caption(texts.readings.EDIT)
    with st.container(horizontal=True):
        downloads(kept)
        if st.button(texts.readings.CLEAR, icon=":material/delete_sweep:"):
            _ask_to_clear(notebook, len(kept))
        undo_button(notebook)
    return is_outdated


def _table(notebook: str, wanted: Sequence[StoredEntry], view: View) -> bool:
    """Show the table; return whether it is outdated."""
    if len(wanted) > SHOWN:
        more = texts.readings.FIRST_ONLY if view.by_sheet else texts.readings.NEWEST_ONLY
        st.caption(more.format(shown=SHOWN, count=len(wanted)))
    return readings_table(notebook, notebooks().listed(notebook, [entry.id for entry in wanted[:SHOWN]]), view)


def _totals(kept: Sequence[StoredEntry]) -> None:
    values = [entry.number for entry in kept if value_of(entry.number) is not None]
    total = sum_of(values)
    with st.container(horizontal=True):
        st.metric(texts.readings.COUNT, len(kept))
        if total is not None:
            st.metric(texts.readings.SUM, f"{total:,}")
    if total is not None:
        # Always on a line of its own: if only a longer sum moved it there, the rows below would move under the pointer.
        with localcontext(prec=EXACT_DIGITS):
            st.metric(texts.readings.MEAN, f"{total / len(values):,.2f}".removesuffix(".00"))


def _over_time(kept: Sequence[StoredEntry]) -> None:
    """Show a chart of the number of readings over time."""
    first, last = kept[0].kept_at, kept[-1].kept_at
    span_s = (last - first).total_seconds()
    unit = next(unit for unit in UNITS if span_s <= unit.max_span_s)
    # A bar reaches from the start to the end of its unit in the visitor's time zone.
    length = timedelta(seconds=unit.length_s)
    domain = {"domain": [min(first - length, last - MIN_UNITS * length).isoformat(), (last + length).isoformat()]}
    axis = {"format": unit.label, "labelAngle": 0, "labelBound": LABEL_BOUND_PX, "labelOverlap": True, "tickCount": 6}
    spec: dict[str, Any] = {
        "mark": "bar",
        "height": 110,
        "description": texts.readings.OVER_TIME,
        "encoding": {
            "x": {
                "field": "time",
                "type": "temporal",
                "timeUnit": unit.name,
                "title": None,
                "axis": axis,
                "scale": domain,
            },
            "y": {"aggregate": "count", "title": None, "axis": {"tickMinStep": 1, "tickCount": 3}},
        },
    }
    st.caption(texts.readings.OVER_TIME)
    st.vega_lite_chart({"time": [entry.kept_at.isoformat() for entry in kept]}, spec, width="stretch")


@st.dialog(texts.readings.CLEAR_TITLE)
def _ask_to_clear(notebook: str, count: int) -> None:
    st.write(texts.readings.CLEAR_ASK.format(count=count))
    with st.container(horizontal=True):
        yes = st.button(texts.readings.CLEAR_YES, type="primary", on_click=clear, args=(notebook,))
        no = st.button(texts.readings.CLEAR_NO)
    if yes or no:
        st.rerun()
