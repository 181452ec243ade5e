"""Texts of the pictures page."""

from typing import Final

PICTURES_INTRO: Final = "Reads the digits in pictures. Nothing is kept unless you add it to your notebook."
SOURCE: Final = "Pictures from"
FILES: Final = "Files"
SNAPSHOT: Final = "Snapshot"
DRAWING: Final = "Drawing"
SAMPLES: Final = "Samples"
UPLOAD: Final = "Choose pictures"
UPLOAD_HELP: Final = (
    "PNG, JPEG, HEIC, WebP, BMP, TIFF or PDF, up to 25 MB each; JPEG up to 200 million pixels, other pictures up to 50 "
    "million. Every page of a PDF or TIFF file is read, up to 50 of a file."
)
REFUSALS: Final = {
    "kind": "Not a PNG, JPEG, HEIC, WebP, BMP, TIFF or PDF file. Save it as JPEG or PNG and add it again.",
    "large": "Larger than {limit} MB. Make it smaller and add it again.",
    "failed": "It could not be sent. Remove it and add it again.",
}
"""Messages by the words of refusals.js."""

TAKE: Final = "Take a picture"
CAMERA_TROUBLES: Final = {
    "insecure": "Browsers allow the camera only over HTTPS or on the same computer. Open the page at an HTTPS address, "
    "or use files, a drawing or a sample.",
    "refused": "The browser does not allow this page to use the camera. Click the camera or lock sign beside the "
    "address and allow it, or use files, a drawing or a sample.",
    "missing": "No camera was found. Plug one in, or use files, a drawing or a sample.",
    "busy": "The camera does not start. Close other programs that use it (a video call?) and reload the page.",
    "unanswered": "Allow this page to use the camera: the browser asks beside the address or at the bottom of the "
    "screen.",
}
"""Messages by the words of snapshot.js."""

SHEET: Final = "Sheet to draw digits on, with a finger or the mouse"
DRAW: Final = "Draw digits here."
UNDO: Final = "Undo"
CLEAR: Final = "Clear"
CHOOSE_SAMPLE: Final = "Choose a sample"
REGION: Final = "Part that is read"
CORNERS: Final = ("Top left corner", "Top right corner", "Bottom left corner", "Bottom right corner")
CORNER_PLACE: Final = "{x} % from the left, {y} % from the top"
DRAG: Final = "Drag a corner to read only a part."
DRAG_FOR_ALL: Final = "Drag a corner to read only a part, the same of each picture."
WHOLE_PICTURE: Final = "Whole picture"
READING_PICTURES: Final = "Reading picture {number} of {count}"
TOO_MANY: Final = (
    "Only the first {count} pictures are read: the limit is {limit} pictures or {total} MB at a time. Remove these to "
    "add more."
)
PAGES_LEFT_OUT: Final = (
    "Only the first {count} pages of this file are read. Choose the file alone, or add the other pages as pictures."
)
UNFORESEEN: Final = (
    "{name} could not be read, for a reason that nobody foresaw. Other pictures are not affected. Tell whoever runs "
    "this server: its log has the details."
)
LOST: Final = "The server no longer has these pictures. Remove them and add them again."
NO_PICTURES: Final = "Choose a picture, take one, draw, or pick a sample. Its digits appear here."
NO_DIGITS: Final = "No digits found. Try more light, a darker pen, a closer picture, or a part of it."
TURNED: Final = {
    90: "The writing lay on its side. The picture is shown turned.",
    180: "The writing was upside down. The picture is shown turned.",
    270: "The writing lay on its side. The picture is shown turned.",
}
"""By the degrees clockwise by which it is turned."""

TURNED_BY_HAND: Final = "Turned by hand."
CORRECTED_BEFORE_TURN: Final = "What you corrected before you turned this picture is kept. Turn it back to get to it."
TURN_LEFT: Final = "Turn left"
TURN_RIGHT: Final = "Turn right"
TURN_HELP: Final = (
    "Turns the picture by a quarter and reads it again as it is then shown. It is not turned by itself any more. What "
    "you have corrected is kept, and is there again when you turn the picture back."
)

THIS_FILE: Final = "This file {problem}"
PICTURE_TABLE: Final = "What was read in each picture"
PICTURE_ALT: Final = "{name}, its digits framed: {text}"
ENLARGE: Final = "Enlarge"
ENLARGED: Final = "Enlarged picture"
LEGEND: Final = "Frames and labels"
LEGEND_OF: Final = {
    "sure": "sure: {percent} % or more",
    "doubtful": "less sure: check it",
    "untrusted": "not sure enough",
}
"""By the names of `Trust` in lower case."""

NUMBERS: Final = "Numbers in the picture"
NUMBER_READ: Final = "{place}: {text}"
SHOW_NUMBER: Final = "Show it in the picture"
TO_CELL: Final = "Click a number in the picture to get to its cell, or a cell to see where it was written."
TABLE_OF: Final = "What was read in {name}, to be corrected"
COPY: Final = "Copy table"
COPIED: Final = "Copied. Paste it into a spreadsheet."
NOT_COPIED: Final = "The browser does not allow copying. Download the table instead."
TABLE_AS_CSV: Final = "Table as CSV"
TABLE_AS_EXCEL: Final = "Table for Excel"
CHECK: Final = "Check"
CHECK_WHY: Final = {
    False: "The reader is less sure of these. ",
    True: "These are against a rule, or the reader is less sure of them. ",
}
"""By whether a number is against a rule."""

CHECK_HINT: Final = (
    "Enter accepts the number, or what you type instead, and goes to the next. Arrow up and down go back and on."
)
CHECK_LEFT: Final = "{count} to check"
CHECK_DONE: Final = "All checked."
CHECK_CROP: Final = "{place}, as it was written"
CHECK_WHERE: Final = "{name}; the number to check is marked"
CELL_PLACE: Final = "Row {row}, column {column}"
CELL_SURE: Final = "{percent}% sure"
READ_AS: Final = "Read as {text}"
ADD: Final = "Add to notebook"
UNDO_ADD: Final = "Undo add"
ADDED: Final = "In your notebook, on *Readings*: {count} of these numbers, each with a picture of it."
THEIRS: Final = (
    "{count} of them were not changed in your notebook: somebody has corrected or deleted them on *Readings* meanwhile."
)
LEFT_OUT: Final = "{count} cannot be added: they have a digit that is not read, or are no numbers."
COLUMN_FILE: Final = "Picture"
COLUMN_TEXT: Final = "Reading"
COLUMN_DIGITS: Final = "Digits"
COLUMN_PROBLEM: Final = "Problem"
SAMPLE_NAMES: Final = {
    "one-digit": "One digit",
    "a-number": "A number",
    "scores": "Scores",
    "blackboard": "Blackboard",
}
