"""Texts of the live page and its sidebar."""

from typing import Final

# Sidebar.
RECOGNISE: Final = "Recognise digits"
RECOGNISE_HELP: Final = "Reads what you hold into the white box."
SWITCH_BY_KEY: Final = "Or press D, or click the video."
SWITCH_BY_TOUCH: Final = "Or tap the video."
AUTOMATIC: Final = "Automatic threshold"
AUTOMATIC_HELP: Final = (
    "On: digits are found in any light, dark on light or light on dark. Off: everything darker than the "
    "threshold is ink."
)
THRESHOLD: Final = "Threshold"
THRESHOLD_AUTOMATIC: Final = "Threshold (automatic)"
NO_THRESHOLD: Final = "\N{EN DASH}"
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
KEEP_HELP: Final = (
    "Keeps each number that is held still for a second; with the box *Whole frame* a sheet, with the row and column of "
    "each number. *Readings* lists them."
)
NAMES: Final = "Names"
NAMES_HELP: Final = (
    "One name per line, or a column pasted from a spreadsheet. The page then says whose turn it is, and what is kept "
    "gets that name."
)
SOUND: Final = "Sound when one is kept"
FLASH: Final = "Flash when one is kept"

# Live.
TITLE: Final = "Digitcam"
BEFORE_START: Final = "Press START and allow the camera, then hold a handwritten digit into the white box."
BEFORE_START_ALT: Final = "A hand holds a sheet with a 7 in front of a camera; the screen shows the 7 in a white box."
TICK_RECOGNISE: Final = (
    "Recognition is off. Click or tap the video, or tick *Recognise digits*, to read what is in the white box."
)
START: Final = "Start"
STOP: Final = "Stop"
CAMERA_ASKED: Final = "Allow this page to use the camera."
CAMERA_DENIED: Final = "The browser does not allow the camera"
CAMERA_UNAVAILABLE: Final = "No camera can be used"
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
PATCH_ALT: Final = "A {text} as the network gets it"
PROBABILITIES: Final = "How likely each digit is"
OF_THE_DOUBTFUL: Final = "Least certain digit: {text}"
EACH_DIGIT: Final = "Each digit by itself"
NO_DIGIT: Final = "As soon as a digit is read, it appears here with its probabilities."
NO_DIGIT_BAR: Final = "no digit"
INK_ONLY: Final = "I see ink, but no digit I am sure of"
SPEED: Final = "{fps:.0f} recognised frames per second"
STEADY: Final = "steady"
FRAME_TIME: Final = "{ms:.1f} ms per frame"
READER: Final = "Reader: {reader}"
FRAME_FAILED: Final = "A frame could not be read and is shown unchanged. The server's log says why."
CAMERA_SILENT: Final = (
    "The camera sends no pictures any more. Is it plugged in? If it is, the network or a computer that is too busy "
    "holds them up. Press STOP, then START."
)
KEPT: Final = "Kept: **{number}** · {count} in your notebook"
KEPT_FOR: Final = "Kept for **{name}**: **{number}** · {count} in your notebook"
NUMBERS_IN_ROWS: Final = "{numbers} numbers in {rows} rows"
NUMBERS_IN_ROW: Final = "{numbers} numbers in one row"
NUMBERS: Final = "{numbers} numbers"
UNREAD: Final = "{count} of its numbers could not be read and are left out."
NEXT: Final = "Next: **{name}**"
NEXT_NUMBER: Final = "{number} of {count}"
END_OF_NAMES: Final = "**End of the list**, all {count} names have a reading. What is kept now has no name."
END_WITHOUT: Final = "**End of the list.** Without a reading: {names}. What is kept now has no name."
FURTHER_NAMES: Final = "{names} and {count} more"
SKIP: Final = "Skip"
BACK: Final = "Back"
UNDONE: Final = "Taken back: **{number}** · {count} in your notebook"
UNDO_KEPT: Final = "**{number}** undo"
KEEP_TOO_BUSY: Final = "The server is too busy to keep every number: hold each one still until the box flashes green."
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
    "offline": "The video ended: this computer has lost its network. Connect it again and press START.",
    "unplugged": "The video ended: the camera was unplugged or switched off. Connect it again and press START.",
    "overloaded": "The server, or this computer, is too busy for the video. Close other tabs that use the camera, wait "
    "a moment, and press START again. *Pictures* works without video.",
    "lost": "The video ended: the connection to the server broke off. The network was interrupted or changed, or the "
    "server was restarted. Press START to go on.",
    "failed": "The video could not be started. Reload the page and press START again. If that does not help, try "
    "another browser, or *Pictures*, which works without video.",
}
"""Messages by the words that camera_trouble.js sends."""

BUSY: Final = "The server is very busy, which may be the reason. Try again when fewer people use it."
