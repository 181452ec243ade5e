"""Kept readings as files to take away."""

from collections.abc import Sequence
from datetime import datetime, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from digitcam.notebook.entries import Kept
from digitcam.reporting.csv import to_csv
from digitcam.ui import texts

COLUMNS: Final = ("time", "number", "confidence")

EXACT_DIGITS: Final = 15
"""Excel's numbers are exact up to so many; longer ones stay text."""

EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def downloads(kept: Sequence[Kept]) -> None:
    """Offer the readings, oldest first, in the visitor's own time."""
    zone = visitors_zone()
    # Made now and not when they are asked for: Streamlit (1.67) drops a file made on demand at the second run that any
    # visitor's page ends after it, and every live page ends four a second; the browser may not have fetched it by then.
    st.download_button(
        texts.AS_CSV,
        # With a byte order mark: Excel takes UTF-8 without it for the local code page.
        as_csv(kept, zone).encode("utf-8-sig"),
        "readings.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/table:",
    )
    st.download_button(
        texts.AS_EXCEL,
        as_excel(kept, zone),
        "readings.xlsx",
        EXCEL,
        on_click="ignore",
        icon=":material/table_chart:",
    )


def as_csv(kept: Sequence[Kept], zone: tzinfo) -> str:
    """Times with their offset from UTC, confidence 0 to 1."""
    rows = (
        {
            "time": entry.kept_at.astimezone(zone).isoformat(timespec="seconds"),
            "number": entry.number,
            "confidence": round(entry.confidence, 4),
        }
        for entry in kept
    )
    return to_csv(rows, COLUMNS)


def as_excel(kept: Sequence[Kept], zone: tzinfo) -> bytes:
    """Numbers as numbers where that loses nothing, else as text: "007" stays as it was written."""
    # Only now: the spreadsheets' library takes a quarter of a second, which the page would begin later.
    from digitcam.reporting.excel import to_excel

    rows = ((_local(entry.kept_at, zone), _value(entry.number), round(entry.confidence, 4)) for entry in kept)
    return to_excel(texts.READINGS, [column.capitalize() for column in COLUMNS], rows)


def visitors_zone() -> tzinfo:
    """The visitor's time zone, UTC if the browser does not tell or tells nonsense."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return timezone.utc


def _local(time: datetime, zone: tzinfo) -> datetime:
    return time.astimezone(zone).replace(tzinfo=None, microsecond=0)


def _value(number: str) -> int | str:
    exact = number.isdecimal() and len(number) <= EXACT_DIGITS and str(int(number)) == number
    return int(number) if exact else number
