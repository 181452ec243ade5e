"""The results for pictures: downloads, a table, and each picture with its digits."""

import json
from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from digitcam.readings import percent
from digitcam.reporting.csv import to_csv
from digitcam.ui import texts
from digitcam.ui.components.picture_reading import Result
from digitcam.ui.markdown import escape

COLUMNS: Final = 2
"""Number of pictures side by side."""

CSV_COLUMNS: Final = ("file", "text", "confidence", "digits", "problem")


def show_results(results: Sequence[Result]) -> None:
    """Show the downloads, the table if there are several results, and each picture."""
    _downloads(results)
    if len(results) > 1:
        _table(results)
    for start in range(0, len(results), COLUMNS):
        row = results[start : start + COLUMNS]
        for place, result in zip(st.columns(min(COLUMNS, len(results))), row, strict=False):
            with place:
                _show(result)


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


def _downloads(results: Sequence[Result]) -> None:
    csv = to_csv((result.row for result in results), CSV_COLUMNS)
    records = [result.record | ({"problem": result.problem} if result.problem else {}) for result in results]
    with st.container(horizontal=True):
        # Without a byte order mark, Excel reads UTF-8 as the local code page.
        st.download_button(
            texts.common.AS_CSV,
            csv.encode("utf-8-sig"),
            "digitcam.csv",
            "text/csv",
            on_click="ignore",
            icon=":material/table:",
        )
        st.download_button(
            texts.common.AS_JSON,
            json.dumps(records, indent=2, ensure_ascii=False),
            "digitcam.json",
            "application/json",
            on_click="ignore",
            icon=":material/data_object:",
        )


def _show(result: Result) -> None:
    with st.container(border=True, gap="xsmall"):
        if result.problem is not None or result.preview is None:
            st.error(escape(result.problem or ""))
            return
        st.image(
            result.preview,
            width="content",
            alt=texts.pictures.PICTURE_ALT.format(name=result.record["file"], text=result.text),
        )
        st.header(escape(result.text) or texts.common.NOTHING, anchor=False)
        if result.record["digits"]:
            st.caption(" · ".join(_digit(digit) for digit in result.record["digits"]))
        else:
            st.caption(texts.pictures.NO_DIGITS)
        if result.note is not None:
            st.warning(escape(result.note))
        st.caption(escape(result.record["file"]))


def _digit(digit: dict[str, Any]) -> str:
    return f"**{'?' if digit['digit'] is None else digit['digit']}** {percent(digit['confidence'])}%"
