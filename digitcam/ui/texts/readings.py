"""Texts of the readings page."""

from typing import Final

READINGS_INTRO: Final = (
    "Numbers kept with *Keep readings*, or added on *Pictures*, newest first. Anyone who has this page's address can "
    "see and change them: bookmark it to come back, share it to work together."
)
NO_NOTEBOOK: Final = "No readings yet. On *Live*, turn on *Keep readings* and hold a number still for a second."
WRONG_NOTEBOOK: Final = "This address is incomplete. Open the whole link again, or start a new notebook on *Live*."
EMPTY_NOTEBOOK: Final = (
    "This notebook is empty. On *Live*, turn on *Keep readings* and hold a number still for a second."
)
REPLACED: Final = (
    "The database of the readings was deleted or replaced. Earlier readings may be missing; new ones are kept."
)
WRONG_CONNECTION: Final = (
    "The database of the readings is not configured correctly. Whoever runs the server can find the reason in the "
    "server's log, correct connections.readings in .streamlit/secrets.toml, and restart the server."
)
WRONG_SECRETS: Final = (
    "The server's secrets cannot be read, so the database of the readings is not known. Whoever runs the server can "
    "find the line in the server's log, correct .streamlit/secrets.toml, and restart the server."
)
NO_DRIVER: Final = (
    "The driver for the database of the readings is not installed. Whoever runs the server can find its name in the "
    "server's log and install it."
)
COUNT: Final = "Readings"
SUM: Final = "Sum"
MEAN: Final = "Mean"
OVER_TIME: Final = "Readings over time"
EDIT: Final = (
    "To correct a number, double-click it and type. To delete rows, tick them on the left, then press the bin above "
    "the table or the Delete key."
)
NEWEST_ONLY: Final = "The table shows the newest {shown} of {count}. The downloads contain all."
FIRST_ONLY: Final = "The table shows the first {shown} of {count}. The downloads contain all."
SHOW: Final = "Which readings are shown"
ALL: Final = "All"
DOUBTFUL: Final = "Doubtful"
CORRECTED: Final = "Corrected"
NO_DOUBTFUL: Final = "Nothing left to check: the reader was sure of every number, or somebody has checked it."
NO_CORRECTED: Final = "Nobody has corrected a number yet."
BY_SHEET: Final = "Group by sheet"
SHEETS: Final = "The sheets of this notebook, newest first"
COLUMN_SHEET: Final = "Sheet"
COLUMN_PLACE: Final = "Place"
PLACE: Final = "row {row}, column {column}"
COLUMN_COUNT: Final = "Numbers"
COLUMN_NAME: Final = "Name"
NOT_A_NUMBER: Final = (
    "{text!r} was not saved. Use digits, with . , - / or : between them, two spaces between numbers, and “ / ” between "
    "lines."
)
NOT_SAVED: Final = "{text!r} was not saved. {reason}"
IS_GONE: Final = "{text!r} was not saved: its reading was deleted meanwhile."
IS_OTHER: Final = (
    "{text!r} was not saved: somebody else changed {was!r} to {now!r} meanwhile. To replace {now!r}, type again."
)
NOT_DELETED: Final = "Nothing was deleted. {reason}"
NOT_DONE: Final = "Nothing was changed. {reason}"
COLUMN_PICTURE: Final = "As written"
COLUMN_NUMBER: Final = "Number"
ACCEPT: Final = "Accept"
ACCEPT_HELP: Final = "Tick it, or press Enter on it, if the number is right as it stands."
COLUMN_READ: Final = "Read as"
COLUMN_TIME: Final = "Time"
TABLE: Final = "Kept readings, newest first"
TABLE_BY_SHEET: Final = "Kept readings by sheet, the newest sheet first"
AS_EXCEL: Final = "Download for Excel"
UNDO: Final = "Undo delete ({count})"
CLEAR: Final = "Clear all"
CLEAR_TITLE: Final = "Clear all readings?"
CLEAR_ASK: Final = (
    "This deletes every reading in this notebook ({count}) and its picture, for everyone who has its address."
)
CLEAR_YES: Final = "Yes, clear all"
CLEAR_NO: Final = "No, keep them"
