"""All texts of the pages: what happened and what to do, in short plain sentences."""

from typing import Final

# Titles of the four pages.
LIVE: Final = "Live"
PICTURES: Final = "Pictures"
READINGS: Final = "Readings"
ABOUT: Final = "About"

NOTHING: Final = "—"

# Sidebar.
RECOGNISE: Final = "Recognise digits"
RECOGNISE_HELP: Final = "Read what you hold into the white box. The D key does the same."
AUTOMATIC: Final = "Automatic threshold"
AUTOMATIC_HELP: Final = (
    "On: digits are found in any light, dark on light or light on dark. Off: everything darker than the "
    "threshold is ink."
)
THRESHOLD: Final = "Threshold"
THRESHOLD_HELP: Final = (
    "Everything darker than this is ink. Moving it turns *Automatic threshold* off. Choose *What the computer sees* "
    "and move it until the digit is clear and the background black."
)
BOX: Final = "Box"
BOX_HELP: Final = "The part of the picture that is read: a square for one digit, a strip for a number, or everything."
VIEW: Final = "View"
MIRROR: Final = "Mirror"
MIRROR_HELP: Final = "Shows the video as a mirror does. Digits are still read the right way round."
KEEP: Final = "Keep readings"
KEEP_HELP: Final = "Keeps each number that is held still for a second. You find them under *Readings*."

# Pictures.
PICTURES_INTRO: Final = "Reads the digits in pictures. Nothing you show here is kept."
SOURCE: Final = "Pictures from"
FILES: Final = "Files"
SNAPSHOT: Final = "Snapshot"
DRAWING: Final = "Drawing"
SAMPLES: Final = "Samples"
UPLOAD: Final = "Choose one picture or many"
UPLOAD_HELP: Final = "PNG, JPEG, WebP, BMP or TIFF, up to 25 MB and 50 million pixels each."
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
LOST: Final = "The server no longer has these pictures. Remove them and choose them again."
NO_PICTURES: Final = "Choose pictures, take one, draw, or click a sample. What is read appears here."
NO_DIGITS: Final = "No digits found. More light, a darker pen or a closer picture may help, or reading only *A box*."
AS_CSV: Final = "Download as CSV"
AS_JSON: Final = "Download as JSON"
PICTURE_TABLE: Final = "What was read in each picture"
PICTURE_ALT: Final = "{name}, its digits framed: {text}"
COLUMN_FILE: Final = "Picture"
COLUMN_TEXT: Final = "Reading"
COLUMN_CONFIDENCE: Final = "Confidence"
COLUMN_DIGITS: Final = "Digits"
COLUMN_PROBLEM: Final = "Problem"
SAMPLE_NAMES: Final = {
    "one-digit": "One digit",
    "a-number": "A number",
    "scores": "Scores",
    "blackboard": "Blackboard",
}

# Live.
TITLE: Final = "Digitcam"
BEFORE_START: Final = "Press START and allow the camera, then hold a handwritten digit into the white box."
BEFORE_START_ALT: Final = "A hand holds a sheet with a 7 in front of a camera; the screen shows the 7 in a white box."
TICK_RECOGNISE: Final = (
    "To read what is in the white box, turn recognition on: with the button below, the D key, or *Recognise digits* in "
    "the sidebar."
)
TURN_ON: Final = "Turn recognition on"
TURN_OFF: Final = "Turn recognition off"
VIDEO: Final = "The camera's video with the box, and what is read in it"
SAY_ON: Final = "Recognition is on"
SAY_OFF: Final = "Recognition is off"
SAY_READING: Final = "Reading {text}"
READING: Final = "Reading"
CONFIDENCE: Final = "Confidence"
HOW: Final = "How it was read"
STEP_BOX: Final = "the box"
STEP_SEEN: Final = "the ink"
STEP_PATCH: Final = "each digit"
STEP_ANSWER: Final = "the answer"
THEN: Final = "→"
NOTHING_YET: Final = "Nothing yet"
PATCH_ALT: Final = "A {text} as the network gets it, white on black"
PROBABILITIES: Final = "How likely each digit is"
OF_THE_DOUBTFUL: Final = "How likely each digit is, for the least certain one: {text}"
EACH_DIGIT: Final = "Each digit by itself"
NO_DIGIT: Final = "As soon as a digit is read, it appears here with its ten probabilities."
SPEED: Final = "{fps:.0f} recognised frames per second  \n{ms:.1f} ms per frame"
READ_BY: Final = "  \nRead by {reader}"
FRAME_FAILED: Final = "A frame could not be read and is shown unchanged ({error})."
CAMERA_SILENT: Final = "The camera sends no pictures any more. Is it plugged in? Press STOP, then START."
KEPT: Final = "Kept: **{number}** · {count} in your notebook"
NOTHING_KEPT_YET: Final = "Hold a number still for a second to keep it."
TROUBLES: Final = {
    "insecure": "Browsers allow a page to use the camera only over HTTPS or on the same computer, and this address is "
    "neither. Open the page at an HTTPS address or, on the computer that runs it, at `localhost`. "
    "The README says how, under *Trouble*. Without a camera, try *Pictures*.",
    "refused": "The browser does not allow this page to use the camera. Click the camera or lock sign beside the "
    "address, allow the camera, and press START again. Without a camera, try *Pictures*.",
    "missing": "No camera was found. Plug one in and press START again, or try *Pictures*: "
    "files, drawings and samples need no camera.",
    "busy": "Another program is using the camera. Close it (a video call?) and press START again.",
    "unanswered": "Your browser is asking whether this page may use the camera, beside the address or at the bottom of "
    "the screen. Allow it, and the video starts.",
    "unconnected": "The camera works, but its video does not reach the server: a firewall or router blocks it. "
    "The person who runs the server can set DIGITCAM_ICE_SERVERS to a TURN server; the README says how, under "
    "*Trouble*. *Pictures* works without video.",
}
"""Messages by the words that camera_trouble.js sends."""

# The network.
WAITING: Final = "Another process is training the network; waiting for it"
CONVERTING: Final = "Preparing the network in models/model.keras"
LEARNING: Final = "Learning to read from 60,000 handwritten digits"
ROUND: Final = ": round {epoch} of {epochs}"
RIGHT_SO_FAR: Final = "{percent:.1f} % right so far"
TIME_LEFT: Final = "about {seconds} s left"
NOT_READY: Final = "The network is not ready. {problem}"
OLD_ONE_READS: Final = "The network that was loaded before goes on reading."
TRAIN_AGAIN: Final = "Train again"

# Readings.
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
COLUMN_PICTURE: Final = "Ink"
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

# About.
ABOUT_INTRO: Final = "Digitcam reads handwritten digits that you hold up to a camera, and shows how it does it."
HOW_IT_WORKS: Final = "How it works"
STEPS: Final = """
1. **The box** in the middle of the frame is cut out, in grey.
2. **The light is made even**: the mean brightness around each point is subtracted.
3. **The digits are detected** by a network that gets the grey picture. No threshold can lose faint pencil.
4. **Each digit is cut out and classified**: the network gives ten probabilities. If it is doubtful, a second network
   gives its opinion too.
5. **A digit of low confidence** is shown as `?`, or not at all.

The networks were trained on the 60,000 handwritten digits of MNIST, redrawn on rendered paper of many kinds. **Set the
threshold by hand** to see the classic way: everything darker is ink, connected ink is a digit, each digit is centred in
28 by 28 pixels, and a network for such pictures classifies it.
"""
PICTURE_OF_HOW_ALT: Final = "A photograph, its box, in even light, the digit detected, its crop, and its probabilities"
PRIVACY: Final = "Privacy"
PRIVACY_TEXT: Final = """
- **Video and pictures** are read in the server's memory and then discarded. They are never written to disk or logged.
- **Kept readings** are the exception, and only while *Keep readings* is on: the number, its confidence, the time and a
  small picture of the ink. When you delete them, they are gone for good.
- **Your notebook** has an address that nobody can guess. Only people who have it can read and change the notebook.
- Nothing is sent to anybody else: no statistics, no other services, no cookies of ours.
"""
VERSIONS: Final = "Versions"
NETWORK: Final = "Network"
NETWORK_TEXT: Final = "{architecture}, {accuracy:.2%} right on MNIST's 10,000 test digits, trained {date}"
NO_NETWORK: Final = "not trained yet"
