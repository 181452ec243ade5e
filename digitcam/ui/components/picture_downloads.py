"""The download buttons for the results of pictures."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from digitcam.pictures.table_export import NamedTable, table_json, tables_csv, tables_excel
from digitcam.reporting.csv import to_csv
from digitcam.ui import texts
from digitcam.ui.components.page_result import Result, has_several
from digitcam.ui.components.readings_export import EXCEL

CSV_COLUMNS: Final = ("file", "text", "confidence", "digits", "problem")


def show_downloads(results: Sequence[Result], tables: Mapping[str, NamedTable]) -> None:
    """Show buttons that download what was read; with more than one number also the tables as they are now.

    Args:
        results: At least one.
        tables: Their tables, by the ids of the results that have one.
    """
    csv = to_csv((result.row for result in results), CSV_COLUMNS)
    with st.container(horizontal=True):
        if has_several(results):
            _table_downloads(list(tables.values()))
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
            json.dumps([_record(result, tables) for result in results], indent=2, ensure_ascii=False),
            "digitcam.json",
            "application/json",
            on_click="ignore",
            icon=":material/data_object:",
        )


def _table_downloads(tables: Sequence[NamedTable]) -> None:
    st.download_button(
        texts.pictures.TABLE_AS_CSV,
        tables_csv(tables).encode("utf-8-sig"),
        "tables.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/table:",
    )
    st.download_button(
        texts.pictures.TABLE_AS_EXCEL,
        tables_excel(tables),
        "tables.xlsx",
        EXCEL,
        on_click="ignore",
        icon=":material/table_chart:",
    )


def _record(result: Result, tables: Mapping[str, NamedTable]) -> dict[str, Any]:
    problem = {"problem": result.problem} if result.problem else {}
    table = table_json(tables[result.id]) if result.rows else {"corrected": []}
    return result.record | table | problem
