"""Texts of the readings page."""

from typing import Final

READINGS_INTRO: Final = (
    "The numbers that *Keep readings* kept, newest first. Only people who have this page's address can see and change "
    "them. Bookmark the address to come back; share it to let others see and correct."
)
NO_NOTEBOOK: Final = "Nothing is kept yet. On *Live*, turn on *Keep readings* and hold a number still for a second."
WRONG_NOTEBOOK: Final = (
    "The address names no notebook; perhaps its end is missing. Open the whole link again, or start a new "
    "notebook on *Live*."
)
EMPTY_NOTEBOOK: Final = (
    "This notebook is empty. On *Live*, turn on *Keep readings* and hold a number still for a second."
)
REPLACED: Final = (
    "The database of the readings was deleted or replaced. Readings kept before are missing unless the new one has "
    "them; new ones are kept."
)
WRONG_CONNECTION: Final = (
    "The database of the readings is configured wrongly. Whoever runs the server finds the reason in the server's log, "
    "can correct connections.readings in .streamlit/secrets.toml, and has to restart the server."
)
WRONG_SECRETS: Final = (
    "The server's secrets cannot be read, so that nobody knows where readings are kept. Whoever runs the server can "
    "correct .streamlit/secrets.toml and has to restart the server; its log names the line."
)
NO_DRIVER: Final = (
    "The driver for the database of the readings is not installed. Whoever runs the server finds its name in the "
    "server's log and can install it."
)
COUNT: Final = "Readings"
SUM: Final = "Sum"
MEAN: Final = "Mean"
OVER_TIME: Final = "Readings over time"
EDIT: Final = (
    "To correct a number, double-click it and type the right one. To delete, tick rows at the left and press the bin "
    "above the table or the Delete key."
)
NEWEST_ONLY: Final = "The newest {shown} of {count} are shown; the downloads contain all."
NOT_A_NUMBER: Final = "{text!r} was not saved: a number is made of digits, with “ / ” between lines."
NOT_SAVED: Final = "{text!r} was not saved. {reason}"
IS_GONE: Final = "{text!r} was not saved: its reading was deleted meanwhile."
NOT_DELETED: Final = "Nothing was deleted. {reason}"
NOT_DONE: Final = "Nothing was changed. {reason}"
COLUMN_PICTURE: Final = "As written"
COLUMN_NUMBER: Final = "Number"
COLUMN_TIME: Final = "Time"
TABLE: Final = "Kept readings, newest first"
AS_EXCEL: Final = "Download for Excel"
UNDO: Final = "Undo: bring back {count}"
CLEAR: Final = "Clear all"
CLEAR_TITLE: Final = "Clear all readings?"
CLEAR_ASK: Final = "All {count} readings and their pictures are deleted for everybody who has this notebook's address."
CLEAR_YES: Final = "Yes, clear all"
CLEAR_NO: Final = "No, keep them"
