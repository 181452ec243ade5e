"""Download buttons for kept readings."""

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
    """Offer the readings, oldest first, in the visitor's own time."""
    zone = visitors_zone()
    # Made now, not on demand: Streamlit (1.67) drops a file made on demand when any visitor's page has ended two more
    # runs, and every live page ends four a second. The browser may not have fetched it by then.
    st.download_button(
        texts.AS_CSV,
        # With a byte order mark, without which Excel takes UTF-8 for the local code page.
        as_csv(entries, zone).encode("utf-8-sig"),
        "readings.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/table:",
    )
    st.download_button(
        texts.AS_EXCEL,
        as_excel(entries, zone, texts.READINGS),
        "readings.xlsx",
        EXCEL,
        on_click="ignore",
        icon=":material/table_chart:",
    )


def visitors_zone() -> tzinfo:
    """Return the visitor's time zone; UTC if the browser names none, or one that does not exist."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
