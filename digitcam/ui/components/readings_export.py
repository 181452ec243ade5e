"""The download buttons for kept readings."""

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from digitcam.notebook.entries import StoredEntry
from digitcam.notebook.export import as_csv, as_excel
from digitcam.ui import texts

EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def downloads(entries: Sequence[StoredEntry]) -> None:
    """Show buttons that download the readings, with times in the visitor's time zone.

    Args:
        entries: The readings, oldest first.
    """
    zone = visitors_zone()
    # Not as callables: Streamlit (1.67) drops a file made on demand after two more runs of any visitor's page. Each
    # live page has four a second, and the browser may not have fetched the file by then.
    st.download_button(
        texts.common.AS_CSV,
        # Without a byte order mark, Excel reads UTF-8 as the local code page.
        as_csv(entries, zone).encode("utf-8-sig"),
        "readings.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/table:",
    )
    st.download_button(
        texts.readings.AS_EXCEL,
        as_excel(entries, zone, texts.common.READINGS),
        "readings.xlsx",
        EXCEL,
        on_click="ignore",
        icon=":material/table_chart:",
    )


def visitors_zone() -> tzinfo:
    """Return the visitor's time zone; UTC if the browser sends none or an unknown one."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
