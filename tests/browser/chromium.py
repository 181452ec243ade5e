"""Chromium's options, the sizes of its window, and the webcams that it can have."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.paper import first_of_each_class, mnist_digit, page, sheet_page

DESKTOP: Final = {"width": 1280, "height": 900}
PHONE: Final = {"width": 390, "height": 844}

# No GPU, and no requests to hosts outside, which the machine may not reach.
ARGUMENTS: Final = (
    "--use-fake-device-for-media-stream",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP digitcam.test 127.0.0.1",
)

SHEET: Final = (["12", "46"], ["7", ""], ["35", "608"], ["91", "2"])
"""The numbers of the webcam "sheet"."""

WEBCAMS: Final[dict[str, list[NDArray[np.uint8]]]] = {
    "seven": [page(mnist_digit(7))],
    "407": [page(mnist_digit(4), mnist_digit(0), mnist_digit(7))],
    # It lies still; only the camera's noise changes.
    "sheet": [sheet_page(*SHEET, seed=seed) for seed in range(3)],
    "slips": [page(mnist_digit(4)), page(), page(mnist_digit(7)), page()],
    "ten digits": [page(digit) for digit in first_of_each_class()],
}
"""Pictures that each webcam shows in a loop, each for SHOWN_S."""

SHOWN_S: Final = 3.0
"""Time that a webcam shows each picture, seconds."""

REFUSED: Final = "refused"
"""Name of a webcam that the page is not allowed to use."""

NO_CAMERA: Final = "none"
"""Name for a computer without a webcam."""

WITHOUT_WEBCAM: Final[dict[str, list[str]]] = {
    REFUSED: [*ARGUMENTS, "--deny-permission-prompts"],
    NO_CAMERA: [
        *(argument for argument in ARGUMENTS if "fake-device" not in argument),
        "--use-fake-ui-for-media-stream",
    ],
}
"""Options for the two cases without a usable webcam."""
