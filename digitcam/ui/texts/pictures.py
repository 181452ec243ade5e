"""Texts of the pictures page."""

from typing import Final

PICTURES_INTRO: Final = "Reads the digits in pictures. Nothing you show here is kept."
SOURCE: Final = "Pictures from"
FILES: Final = "Files"
SNAPSHOT: Final = "Snapshot"
DRAWING: Final = "Drawing"
SAMPLES: Final = "Samples"
UPLOAD: Final = "Choose one picture or many"
UPLOAD_HELP: Final = (
    "PNG, JPEG, WebP, BMP or TIFF, up to 25 MB each; JPEG up to 200 million pixels, the others up to 50 million. Every "
    "page of a TIFF file is read."
)
OTHER_FILES: Final = (
    "HEIC from an iPhone: save it as JPEG (Settings, Camera, Formats, Most Compatible). PDF: export its pages as "
    "pictures."
)
TAKE: Final = "Take a picture"
DRAW: Final = "Draw digits in the box, with a finger or the mouse."
CHOOSE_SAMPLE: Final = "Choose a sample"
READ_WHAT: Final = "Read"
WHOLE_PICTURE: Final = "Whole picture"
A_BOX: Final = "A box"
ACROSS: Final = "From left to right (%)"
DOWN: Final = "From top to bottom (%)"
READING_PICTURES: Final = "Reading picture {number} of {count}"
TOO_MANY: Final = (
    "Only the first {count} pictures are read. The limit is {limit} pictures or {total} MB at a time, because other "
    "visitors need room too. Remove these pictures and choose the others again."
)
PAGES_LEFT_OUT: Final = (
    "Only the first {count} pages of this file are read, because other visitors need room too. Choose the file alone, "
    "or send the other pages as pictures."
)
UNFORESEEN: Final = (
    "{name} could not be read, for a reason that nobody foresaw. Other pictures are not affected. Tell whoever runs "
    "this server: its log has the details."
)
LOST: Final = "The server no longer has these pictures. Remove them and choose them again."
NO_PICTURES: Final = "Choose pictures, take one, draw, or click a sample. What is read appears here."
NO_DIGITS: Final = "No digits found. More light, a darker pen or a closer picture may help, or reading only *A box*."
PICTURE_TABLE: Final = "What was read in each picture"
PICTURE_ALT: Final = "{name}, its digits framed: {text}"
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
