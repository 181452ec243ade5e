"""The names and rules of the columns of tables, chosen by the visitor; kept until the browser's tab is closed."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple

import streamlit as st

from digitcam.errors import NamesError
from digitcam.names import MAX_CHARACTERS, parse_names
from digitcam.pictures.columns import Column, Kind, number
from digitcam.pictures.rules import LAST, Rules, SumRow, problems
from digitcam.ui import texts
from digitcam.ui.markdown import escape

CONTENTS: Final = (
    (Kind.ANY, None),
    (Kind.NUMBER, None),
    (Kind.NUMBER, 0),
    (Kind.NUMBER, 1),
    (Kind.NUMBER, 2),
    (Kind.NUMBER, 3),
    (Kind.TEXT, None),
)
"""Kind and number of decimals of each choice; `texts.columns.CONTENTS_OF` has their names."""

CHOSEN: Final = "column_settings"
NAMES: Final = "column_names"
SUM_ROW: Final = "column_sum_row"
SUM_ROW_PARTS: Final = "column_sum_row_parts"
"""Keys of the widgets; those of one column have its number in their key."""

MAX_LIST_CHARACTERS: Final = 200_000
"""Longest pasted list, characters: as many names as a list may have, each as long as it may be, and more cells."""

PERSIST: Final[Literal["session"]] = "session"
"""Streamlit forgets the values of widgets that are not shown, unless told otherwise."""


class Settings(NamedTuple):
    """What the visitor has chosen.

    Attributes:
        rules: Of all tables on the page.
        names: Of the rows of all tables, one after the other.
        notes: What is wrong with the choice, and ignored.
    """

    rules: Rules
    names: tuple[str, ...]
    notes: tuple[str, ...]


def chosen_settings(columns: int) -> Settings:
    """Return what the visitor has chosen for tables of so many columns, as it is before the widgets are shown."""
    notes: list[str] = []
    try:
        names = parse_names(_value(NAMES) or "")
    except NamesError as exc:
        names, notes = (), [str(exc)]
    row = _value(SUM_ROW)
    # A row that is no longer there is the text of its choice.
    sum_row = SumRow(row, tuple(_value(SUM_ROW_PARTS) or ())) if isinstance(row, int) else None
    found = tuple(_column(number, notes) for number in range(columns))
    return Settings(Rules(found, sum_row), names, tuple(notes))


def show_settings(settings: Settings, heights: Sequence[int]) -> None:
    """Show the widgets, in a part of the page that is closed at first.

    Args:
        settings: What `chosen_settings` returned.
        heights: Numbers of rows of the tables.
    """
    columns = len(settings.rules.columns)
    with st.expander(texts.columns.SETTINGS, icon=":material/rule:", key="picture_columns"):
        st.caption(texts.columns.HINT)
        _show_column(_chosen_column(columns), columns)
        _show_names_and_sum_row(max(heights, default=0))
        for note in _notes(settings, heights):
            st.warning(escape(note), icon=":material/error:")


def _chosen_column(columns: int) -> int:
    """Show the choice between columns, if there are several; return the chosen one."""
    if columns < 2:
        return 0
    chosen = st.pills(
        texts.columns.CHOOSE,
        range(columns),
        default=0,
        required=True,
        format_func=lambda column: str(column + 1),
        key=CHOSEN,
        wrap=True,
    )
    return chosen or 0


def _show_column(column: int, columns: int) -> None:
    """Show the settings of one column."""
    with st.container(horizontal=True, gap="small"):
        _text(texts.columns.HEADING, column, 180, MAX_CHARACTERS, help=texts.columns.HEADING_HELP)
        st.selectbox(
            texts.columns.CONTENTS,
            range(len(CONTENTS)),
            format_func=lambda choice: texts.columns.CONTENTS_OF[choice],
            key=_key("contents", column),
            help=texts.columns.CONTENTS_HELP,
            width=200,
            persist_state=PERSIST,
        )
        _text(texts.columns.LEAST, column, 100)
        _text(texts.columns.MOST, column, 100)
        st.number_input(
            texts.columns.LENGTH,
            1,
            MAX_CHARACTERS,
            None,
            1,
            key=_key("length", column),
            help=texts.columns.LENGTH_HELP,
            width=120,
            persist_state=PERSIST,
        )
        if columns > 1:
            st.multiselect(
                texts.columns.PARTS,
                range(columns),
                format_func=lambda part: texts.columns.COLUMN.format(number=part + 1),
                key=_key("parts", column),
                help=texts.columns.PARTS_HELP,
                placeholder=texts.columns.NO_PARTS,
                width=240,
                persist_state=PERSIST,
            )


def _text(label: str, column: int, width: int, longest: int = 20, **options: Any) -> None:
    st.text_input(
        label,
        max_chars=longest,
        key=_key(label, column),
        width=width,
        autocomplete="off",
        persist_state=PERSIST,
        **options,
    )


def _show_names_and_sum_row(rows: int) -> None:
    st.text_area(
        texts.columns.NAMES,
        height=120,
        max_chars=MAX_LIST_CHARACTERS,
        key=NAMES,
        help=texts.columns.NAMES_HELP,
        placeholder=texts.columns.NAMES_PLACEHOLDER,
        persist_state=PERSIST,
    )
    if rows < 2:
        return
    with st.container(horizontal=True, gap="small"):
        chosen = st.selectbox(
            texts.columns.SUM_ROW,
            [LAST, *range(rows)],
            None,
            format_func=lambda row: texts.columns.LAST_ROW if row == LAST else _row(row),
            key=SUM_ROW,
            placeholder=texts.columns.NO_SUM_ROW,
            width=180,
            persist_state=PERSIST,
        )
        if chosen is not None:
            st.multiselect(
                texts.columns.SUM_ROW_PARTS,
                range(rows),
                format_func=_row,
                key=SUM_ROW_PARTS,
                placeholder=texts.columns.ALL_ABOVE,
                width=300,
                persist_state=PERSIST,
            )


def _notes(settings: Settings, heights: Sequence[int]) -> Iterator[str]:
    """Yield what is wrong with the settings."""
    yield from settings.notes
    for contradiction, column in problems(settings.rules, *heights):
        place = texts.columns.SUM_ROW if column is None else texts.columns.COLUMN.format(number=column + 1)
        yield texts.columns.CONTRADICTIONS[contradiction.value].format(column=place)
    names, rows = len(settings.names), sum(heights)
    if names and names != rows:
        note = texts.columns.TOO_MANY_NAMES if names > rows else texts.columns.TOO_FEW_NAMES
        yield note.format(names=names, rows=rows)


def _column(column: int, notes: list[str]) -> Column:
    """Return the settings of a column; what cannot be understood is added to the notes."""
    kind, decimals = CONTENTS[_value(_key("contents", column)) or 0]
    return Column(
        name=" ".join((_value(_key(texts.columns.HEADING, column)) or "").split()),
        kind=kind,
        decimals=decimals,
        least=_limit(texts.columns.LEAST, column, notes),
        most=_limit(texts.columns.MOST, column, notes),
        length=_value(_key("length", column)),
        parts=tuple(_value(_key("parts", column)) or ()),
    )


def _limit(label: str, column: int, notes: list[str]) -> Decimal | None:
    text = (_value(_key(label, column)) or "").strip()
    value = number(text)
    if text and value is None:
        place = texts.columns.COLUMN.format(number=column + 1)
        notes.append(texts.columns.NOT_A_LIMIT.format(column=place, limit=label.lower(), text=text))
    return value


def _row(row: int) -> str:
    return texts.columns.ROW.format(number=row + 1)


def _key(setting: str, column: int) -> str:
    return f"column_{setting}_{column}".lower()


def _value(key: str) -> Any:
    """Return the value of a widget; None if it was never shown."""
    return st.session_state.get(key)
