"""Reading a video: in full now and then, and between two full readings only whether the last one still holds.

A full reading asks the paper network about each place that may be a digit twice. Whether the same digits still stand
there is one question, and where the answer is no, the same frame is read in full.
"""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from digitcam.config import Settings
from digitcam.paper_reading import PAPER_TRUST
from digitcam.paper_search import DEFAULT, WINDOW_PX, PaperNetwork
from digitcam.readings import Box, Digit, Reading
from digitcam.recogniser import SIDES_PX, Recogniser, cut_out
from digitcam.vision.locate import STRIDE_PX, place_at
from digitcam.vision.standardise import standardise
from digitcam.vision.window import reduced, window

FULL_EVERY_S: Final = 2.0
"""A reading is made anew at least so often; what has changed in the box is noticed at once."""

FULL_EVERY_WHOLE_S: Final = 0.4
"""The same where copies of several sizes are searched, which a check does not do: so soon is a new digit found."""

LOOKS: Final = 3
"""So many digits are looked at in one check, in turn: six are through in 0.4 s."""

AWAY_CELLS: Final = 3
"""A digit that has moved further is another one: 12 of the copy's 96 pixels, an eighth of the box in a tenth of a
second."""

NEW: Final = 0.5
"""A peak this high where no digit stood is looked into; lower ones flicker on bare paper."""


class Follower:
    """Reads one stream. For one thread."""

    def __init__(self) -> None:
        self._known = Reading()
        self._with: tuple[Settings, Recogniser] | None = None
        self._full_s = float("-inf")
        self._turn = 0

    def read(self, image: NDArray[np.uint8], settings: Settings, recogniser: Recogniser, now_s: float) -> Reading:
        """Read the digits in the settings' box.

        Args:
            image: (H, W) grey or (H, W, 3) BGR, uint8, as :meth:`Recogniser.read` takes it.
            settings: How to look.
            recogniser: What reads in full.
            now_s: Time of the frame in seconds, on any clock that only goes forward.

        Returns:
            The reading: of this frame; or the last one, its boxes where its digits are now.
        """
        known = self._confirmed(image, settings, recogniser, now_s)
        if known is None:
            known = recogniser.read(image, settings)
            self._with, self._full_s = (settings, recogniser), now_s
        self._known = known
        return known

    def _confirmed(
        self, image: NDArray[np.uint8], settings: Settings, recogniser: Recogniser, now_s: float
    ) -> Reading | None:
        """The last reading if it still holds; None if it does not, or if it is time for another."""
        if recogniser.paper is None or settings.threshold is not None or self._with != (settings, recogniser):
            return None
        searched_once = len(SIDES_PX[settings.box]) == 1
        if now_s - self._full_s >= (FULL_EVERY_S if searched_once else FULL_EVERY_WHOLE_S):
            return None
        digits = self._known.digits
        if not digits or any(digit.label is None for digit in digits):
            return None
        region, grey = cut_out(image, settings.box)
        if region != self._known.region:
            return None
        self._turn += 1
        if searched_once and self._turn % 2:
            return _moved(self._known, grey, recogniser.paper)
        first = self._turn // 2 * LOOKS % len(digits)
        some = (digits + digits)[first : first + min(LOOKS, len(digits))]
        return self._known if _same(some, region[:2], grey, recogniser.paper) else None


def _moved(known: Reading, grey: NDArray[np.uint8], network: PaperNetwork) -> Reading | None:
    """The reading with its boxes where digits are found now; None if one is missing, or another one there.

    Cell by cell around each digit, without the general search: between two frames of a video every step of it finds the
    processor's caches full of the codec's things, and takes ten times what it takes in a loop.
    """
    copy, scale = reduced(grey, WINDOW_PX)
    find = network(standardise(copy)[None])[0][0]
    to_cells = (scale / STRIDE_PX).tolist()
    cells = [_cell(find[..., 0], digit, known.region, to_cells) for digit in known.digits]
    if None in cells or len(set(cells)) < len(cells):
        return None
    boxes = [place_at(find, row, column) for row, column in filter(None, cells)]
    for x0, y0, x1, y1 in boxes:
        rows, columns = (slice(max(0, int(a / STRIDE_PX)), int(b / STRIDE_PX) + 1) for a, b in ((y0, y1), (x0, x1)))
        find[rows, columns, 0] = 0
    return None if find[..., 0].max() >= NEW else _placed(known, boxes, scale.tolist())


def _cell(heat: NDArray[np.float32], digit: Digit, region: Box, to_cells: list[float]) -> tuple[int, int] | None:
    """Row and column of the highest cell about a digit's middle; None if there is no peak."""
    x, y = ((digit.box[i] + digit.box[i + 2]) / 2 - region[i] for i in (0, 1))
    row, column = (max(0, int(place * cells) - AWAY_CELLS) for place, cells in ((y, to_cells[1]), (x, to_cells[0])))
    near = heat[row : row + 2 * AWAY_CELLS + 1, column : column + 2 * AWAY_CELLS + 1]
    best = int(near.argmax())
    down, along = divmod(best, near.shape[1])
    return (row + down, column + along) if near[down, along] >= DEFAULT.peak else None


def _placed(known: Reading, boxes: list[tuple[float, float, float, float]], scale: list[float]) -> Reading:
    x0, y0, x1, y1 = known.region
    placed = iter(
        (
            min(x1, max(x0, x0 + round(a / scale[0]))),
            min(y1, max(y0, y0 + round(b / scale[1]))),
            min(x1, max(x0, x0 + round(c / scale[0]))),
            min(y1, max(y0, y0 + round(d / scale[1]))),
        )
        for a, b, c, d in boxes
    )
    lines = tuple(tuple(replace(digit, box=next(placed)) for digit in line) for line in known.lines)
    return replace(known, lines=lines)


def _same(digits: tuple[Digit, ...], corner: tuple[int, int], grey: NDArray[np.uint8], network: PaperNetwork) -> bool:
    """Whether a closer look at each of these says what it said."""
    boxes = np.array([digit.box for digit in digits], np.float32) - np.array(corner * 2, np.float32)
    centres, sides = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]).max(axis=1) / DEFAULT.fill
    windows = [window(grey, c, float(s), WINDOW_PX) for c, s in zip(centres, sides, strict=True)]
    read = network(np.stack([standardise(w) for w in windows]))[1][:, 0, 0]
    labels = [int(digit.probabilities.argmax()) for digit in digits]
    return bool((read[np.arange(len(digits)), labels] >= PAPER_TRUST).all())
