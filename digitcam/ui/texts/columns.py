"""Texts of the column settings on the pictures page."""

from typing import Final

SETTINGS: Final = "Columns and names"
HINT: Final = "What is against a rule is marked and listed under *Check*. Nothing is changed by itself."
CHOOSE: Final = "Column"
COLUMN: Final = "Column {number}"
HEADING: Final = "Heading"
HEADING_HELP: Final = "Stands above the column, also when you copy or download the table."
CONTENTS: Final = "Contents"
CONTENTS_HELP: Final = "Text stays text in Excel, so that 007 keeps its zeros."
CONTENTS_OF: Final = (
    "Anything",
    "Numbers",
    "Whole numbers",
    "1 decimal",
    "2 decimals",
    "3 decimals",
    "Text, such as 007",
)
LEAST: Final = "Minimum"
MOST: Final = "Maximum"
LENGTH: Final = "Length"
LENGTH_HELP: Final = "Number of characters of each cell. Unless the column has numbers, it then stays text in Excel."
PARTS: Final = "Sum of"
PARTS_HELP: Final = "This column is the sum of those."
NO_PARTS: Final = "No sum"
NAMES: Final = "Names"
NAMES_HELP: Final = (
    "They become the first column: one name for each row, from the first picture to the last. Of rows from a "
    "spreadsheet, the first cell counts. Remove the names that have no row."
)
NAMES_PLACEHOLDER: Final = "Paste a list of names, one on each line"
NAME: Final = "Name"
SUM_ROW: Final = "Sum row"
NO_SUM_ROW: Final = "No row"
LAST_ROW: Final = "Last row"
ROW: Final = "Row {number}"
SUM_ROW_PARTS: Final = "Sum of rows"
ALL_ABOVE: Final = "All rows above"
INSERT: Final = "Insert an empty row above"
ADDED_ROW: Final = "New row"
DELETE: Final = "Delete row"
UNDO_DELETE: Final = "Undo delete"
VIOLATION: Final = "{place}: {reason}"
MORE_VIOLATIONS: Final = "{count} more are listed under *Check*."
FAULTS: Final = {
    "no number": "{text} is no number",
    "not whole": "{text} is not a whole number",
    "decimals": "{text} does not have {expected} after the decimal mark",
    "too small": "{text} is less than {expected}",
    "too large": "{text} is more than {expected}",
    "length": "{text} does not have {expected}",
    "not sum": "{text} is not the sum: {expected}",
}
"""By the values of `Fault`."""

COUNTED: Final = {"decimals": ("1 digit", "{count} digits"), "length": ("1 character", "{count} characters")}
"""How the expected number is shown: one, and several."""

NOT_A_LIMIT: Final = "{column}: the {limit}, {text}, is no number. It is ignored."
CONTRADICTIONS: Final = {
    "limits": "{column}: the minimum is more than the maximum. Both are ignored.",
    "own sum": "{column}: this sum contains itself, directly or through other sums. It is ignored.",
}
"""By the values of `Contradiction`."""

TOO_MANY_NAMES: Final = (
    "{names} names for {rows} rows: the last names have no row. Remove the names of those who are not on the sheet. "
    "Below each table, rows that were not read can be inserted."
)
TOO_FEW_NAMES: Final = "{names} names for {rows} rows: the last rows have no name."
