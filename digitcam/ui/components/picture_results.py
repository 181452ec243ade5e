"""The results for pictures: downloads, a table, and each picture with its digits."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from digitcam.pictures.crop import RelativeRegion
from digitcam.pictures.export import one_line
from digitcam.pictures.rules import Rules
from digitcam.pictures.table_export import NamedTable
from digitcam.readings import CELL_SEPARATOR, percent
from digitcam.ui import texts
from digitcam.ui.components.page_result import Result, has_several, has_table
from digitcam.ui.components.picture_check import apply_answers, show_check
from digitcam.ui.components.picture_columns import chosen_settings, show_settings
from digitcam.ui.components.picture_corrections import corrections_of
from digitcam.ui.components.picture_downloads import CSV_COLUMNS, show_downloads
from digitcam.ui.components.picture_enlarged import show_enlarge, show_legend
from digitcam.ui.components.picture_notebook import show_add
from digitcam.ui.components.picture_numbers import linked_numbers, show_numbers
from digitcam.ui.components.picture_table import apply_edits, show_table
from digitcam.ui.components.picture_tables import named_tables
from digitcam.ui.components.picture_turns import show_turned, show_turns
from digitcam.ui.components.picture_violations import show_violations
from digitcam.ui.components.region import pick_region
from digitcam.ui.markdown import escape

GRID: Final = "picture_grid"
"""Key of the container of all pictures; page.css arranges them in columns."""


def show_results(results: Sequence[Result], region: RelativeRegion) -> None:
    """Show the table and the downloads, and each picture with its reading.

    Args:
        results: At least one.
        region: The part of each picture that was read; it can be changed on the first picture.
    """
    for result in results:
        apply_edits(result)
    settings = chosen_settings(max(len(result.rows[0]) if result.rows else 0 for result in results))
    # One number needs no rules, and its page does not show those of a table that was read before.
    rules, names = (settings.rules, settings.names) if has_several(results) else (Rules(), ())
    apply_answers(results, rules)
    tables = named_tables(results, rules, names)
    if len(results) > 1:
        _table(results)
    show_check(results, tables)
    if has_several(results):
        show_settings(settings, [len(named.table.rows) for named in tables.values()])
    else:
        # Keeps the place, as below: a button that moves on the page loses the focus.
        st.empty()
    if len(results) > 1:
        _outputs(results, tables)
        show_legend()
    picker = next((number for number, result in enumerate(results) if result.preview is not None), None)
    with st.container(key=GRID):
        for number, result in enumerate(results):
            with st.container(border=True, gap="xsmall", key=f"picture_{number}"):
                _show(result, number, tables, (region, len(results)) if number == picker else None)
    if len(results) == 1:
        show_legend()
        _outputs(results, tables)


def _outputs(results: Sequence[Result], tables: Mapping[str, NamedTable]) -> None:
    """Show what can be done with the results."""
    with st.container():
        show_downloads(results, tables)
        if has_several(results):
            show_add(results, tables)


def _table(results: Sequence[Result]) -> None:
    shown = [column for column in CSV_COLUMNS if column != "problem" or any(result.problem for result in results)]
    st.dataframe(
        [{column: _cell(result, column) for column in shown} for result in results],
        hide_index=True,
        alt=texts.pictures.PICTURE_TABLE,
        column_config={
            "file": texts.pictures.COLUMN_FILE,
            "text": st.column_config.TextColumn(texts.pictures.COLUMN_TEXT),
            "confidence": st.column_config.TextColumn(texts.common.COLUMN_CONFIDENCE, alignment="right"),
            "digits": st.column_config.NumberColumn(texts.pictures.COLUMN_DIGITS),
            "problem": st.column_config.TextColumn(texts.pictures.COLUMN_PROBLEM),
        },
    )


def _cell(result: Result, column: str) -> Any:
    """Format a value of the table; empty if there is none."""
    value = result.row[column]
    if column == "confidence" and value is not None:
        return f"{percent(value)}%"
    return "" if value is None else value


def _show(
    result: Result, number: int, tables: Mapping[str, NamedTable], picked: tuple[RelativeRegion, int] | None
) -> None:
    """Show one result: its file's name, then the reading and the picture, or the problem.

    Args:
        result: The result.
        number: Its place on the page.
        tables: The tables of all results, by their ids.
        picked: The part that is read and the number of pictures, if the part is chosen on this one.
    """
    name = result.record["file"]
    if result.preview is None:
        st.markdown(escape(name))
        st.error(escape(_without_name(result.problem or "", name)), icon=":material/error:")
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xsmall"):
        st.markdown(escape(name))
        with st.container(horizontal=True, gap="small", width="content"):
            show_enlarge(result, number)
            show_turns(result, number)
    # What comes and goes above a table has a place of its own: a table that moves on the page is built anew, and what
    # is being typed in it is lost.
    with st.container(gap="xsmall"):
        _reading(result)
    if result.note is not None:
        st.warning(escape(result.note))
    show_turned(result)
    if not result.record["digits"]:
        st.caption(texts.pictures.NO_DIGITS)
    if not has_table(result):
        _picture(result, picked, None)
        if result.record["digits"]:
            st.caption(" · ".join(map(_digit, result.record["digits"])))
        if result.rows:
            show_violations(tables[result.id])
        return
    picture, table = st.columns(2)
    with picture:
        _picture(result, picked, tables[result.id])
    with table:
        show_table(result, tables[result.id])
        show_violations(tables[result.id])


def _reading(result: Result) -> None:
    """Show what the picture says, as it was corrected."""
    table = corrections_of(result.id, result.rows).table
    if not table.is_touched:
        st.header(_escaped(result.text) or texts.common.NOTHING, anchor=False)
        return
    st.header(_escaped(one_line(table.text_of_all)) or texts.common.NOTHING, anchor=False)
    if table.text_of_all != result.record["text"]:
        st.caption(texts.pictures.READ_AS.format(text=_escaped(result.text)))


def _escaped(reading: str) -> str:
    """Escape a reading; the two spaces between its numbers stay."""
    return CELL_SEPARATOR.join(map(escape, reading.split(CELL_SEPARATOR)))


def _picture(result: Result, picked: tuple[RelativeRegion, int] | None, named: NamedTable | None) -> None:
    """Show a picture with its digits framed.

    Args:
        result: The result.
        picked: As in `_show`.
        named: Its table, to which its numbers are linked; None without one.
    """
    preview = result.preview or b""
    if picked is not None:
        pick_region(preview, result.alt, *picked, linked_numbers(result, named))
    elif named is not None:
        show_numbers(result, result.alt, named)
    else:
        st.image(preview, width="stretch", alt=result.alt)


def _without_name(problem: str, name: str) -> str:
    """Return a problem without the file's name, which stands above it."""
    rest = problem.removeprefix(f"{name} ")
    return problem if rest == problem else texts.pictures.THIS_FILE.format(problem=rest)


def _digit(digit: dict[str, Any]) -> str:
    return f"**{'?' if digit['digit'] is None else digit['digit']}** {percent(digit['confidence'])}%"
