"""Sheets: rendered pictures of columns and tables of numbers, each with its table as ground truth.

Like `scenes`, for measuring only: MNIST's test digits, drawn by code that shares nothing with
`digitcam.training.render`.
"""

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from digitcam.data.mnist import Mnist
from digitcam.evaluate.rooms import Picture
from digitcam.evaluate.scenes import MIN_INK, light, photograph
from digitcam.evaluate.sheet_drawing import Handwriting, Size, place, print_lines, write
from digitcam.evaluate.styles import Style
from digitcam.evaluate.written import Table

SEED: Final = 2718
"""First number of every sheet's seed. It is fixed, so that every run on every machine draws the same pictures."""

STYLE: Final = Style(
    paper=(150, 225), contrast=(80, 140), light=(0.05, 0.3), blur_px=(0.6, 1.3), noise=(1.0, 4.0), quality=(75, 92)
)
"""Light, ink and camera of the sheets: those of an ordinary desk."""

RULE_CONTRAST: Final = (0.15, 0.6)
"""Contrast of printed lines as a share of the ink's."""

TURN_DEG: Final = 3.0
"""Maximum rotation of a sheet either way, degrees."""

TILT: Final = 0.02
"""Maximum shift of each corner of a sheet either way, as a share of the picture's sides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetStyle:
    """Parameters of a kind of sheet.

    Attributes:
        columns: Minimum and maximum number of columns.
        rows: Minimum and maximum number of rows.
        empty: Share of the cells that are empty.
        grounds: What may be printed on the paper: ``plain``, ``ruled``, ``squared`` or ``grid``, a frame around each
            cell.
        separated: Whether each number has a separator, or a minus sign before it.
        longest: Maximum number of digits of a number without separators.
        column_gap: Minimum and maximum gap between two columns at their longest numbers, in heights of a digit.
        digits: Digits of which numbers without separators are made.
        size: Width and height of the picture, pixels.
        look: Light, ink and camera.
    """

    columns: tuple[int, int] = (1, 1)
    rows: tuple[int, int] = (6, 14)
    empty: float = 0.0
    grounds: tuple[str, ...] = ("plain", "ruled", "squared")
    separated: bool = False
    longest: int = 3
    column_gap: tuple[float, float] = (1.0, 3.0)
    digits: str = "0123456789"
    size: Size = (1080, 1440)
    look: Style = STYLE


_TABLE: Final = SheetStyle(columns=(2, 4), empty=0.08, grounds=("plain", "ruled", "squared", "grid"))

SHEETS: Final[dict[str, SheetStyle]] = {
    "sheet_column": SheetStyle(),
    "sheet_table": _TABLE,
    "sheet_gaps": replace(_TABLE, empty=0.25),
    "sheet_separators": SheetStyle(columns=(1, 3), separated=True),
    "sheet_card": SheetStyle(
        columns=(5, 9), rows=(1, 14), empty=0.1, grounds=("grid",), longest=2, column_gap=(0.5, 1.0)
    ),
    "sheet_page": SheetStyle(columns=(1, 4), rows=(20, 45), empty=0.05, size=(2160, 2880)),
}
"""One column of numbers of 1 to 3 digits; a table of 2 to 4 columns; a table with a quarter of its cells empty; columns
of numbers with separators: decimal fractions, negative numbers, dates and times; a score card: a grid of narrow boxes
with numbers of 1 or 2 digits; a whole page of 20 to 45 rows, at the resolution of a telephone."""

FORMS: Final = (
    "0.0",
    "00.0",
    "0.00",
    "00.00",
    "0,0",
    "0,00",
    "00,0",
    "-0",
    "-00",
    "-0.0",
    "00/00",
    "0/0",
    "00:00",
    "0:00",
)
"""Forms of numbers with separators, with 0 for any digit. A column has one form."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A picture of a sheet.

    Attributes:
        picture: (H, W) uint8 grey.
        table: Its ground truth.
        boxes: (N, 4) float32 xyxy, where each of its digits stands, pixels.
    """

    picture: NDArray[np.uint8]
    table: Table
    boxes: NDArray[np.float32]


def render_sheet(kind: str, number: int, images: Mnist) -> Sheet:
    """Render a sheet; the same kind and number always give the same picture.

    Args:
        kind: A key of `SHEETS`.
        number: Number of the sheet.
        images: The dataset; only its test split is used.
    """
    return render_style(SHEETS[kind], [SEED, list(SHEETS).index(kind), number], images)


def render_style(style: SheetStyle, seed: list[int], images: Mnist) -> Sheet:
    """Render a sheet of a style; the same seed always gives the same picture.

    Args:
        style: The kind of sheet.
        seed: Numbers that no other sheet has.
        images: The dataset; only its test split is used.
    """
    rng = np.random.default_rng(seed)
    table = _random_table(style, rng)
    placed = place(table, style.size, style.column_gap, rng)
    written = write(table, placed, Handwriting(images, rng))
    lines = print_lines(str(rng.choice(style.grounds)), placed, rng)
    ink = np.maximum(written.ink, np.float32(rng.uniform(*RULE_CONTRAST)) * lines)
    view = _random_view(style.size, rng)
    seen = np.asarray(cv2.warpPerspective(ink, view, style.size), np.float32)
    return Sheet(photograph(_lit(seen, style.look, rng), style.look, rng), table, _seen_boxes(written.boxes, view))


def _random_table(style: SheetStyle, rng: np.random.Generator) -> Table:
    """Return random numbers; every row and every column has at least one."""
    rows, columns = (int(rng.integers(low, high + 1)) for low, high in (style.rows, style.columns))
    filled = rng.random((rows, columns)) >= style.empty
    filled[~filled.any(axis=1), rng.integers(columns)] = True
    filled[rng.integers(rows), ~filled.any(axis=0)] = True
    if style.separated:
        forms = rng.choice(FORMS, columns).tolist()
        return tuple(tuple(_fill(forms[c], rng) if filled[r, c] else "" for c in range(columns)) for r in range(rows))
    longest = rng.integers(1, style.longest + 1, columns)
    return tuple(
        tuple(_random_number(style.digits, int(longest[c]), rng) if filled[r, c] else "" for c in range(columns))
        for r in range(rows)
    )


def _random_number(digits: str, longest: int, rng: np.random.Generator) -> str:
    return "".join(digits[chosen] for chosen in rng.integers(0, len(digits), rng.integers(1, longest + 1)))


def _fill(form: str, rng: np.random.Generator) -> str:
    """Return a number of this form, with random digits."""
    return "".join(str(rng.integers(10)) if character == "0" else character for character in form)


def _random_view(size: Size, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return how a camera sees a sheet of this size, turned and in perspective: a (3, 3) homography."""
    width, height = size
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-TURN_DEG, TURN_DEG), 0.95)
    turned = cv2.transform(corners[None], turn)[0]
    seen = turned + rng.uniform(-TILT, TILT, (4, 2)) * size
    return np.asarray(cv2.getPerspectiveTransform(corners, seen.astype(np.float32)))


def _seen_boxes(boxes: NDArray[np.float32], view: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return boxes (N, 4) around those that a camera sees."""
    corners = boxes[:, [[0, 1], [2, 1], [2, 3], [0, 3]]].reshape(-1, 1, 2)
    seen = cv2.perspectiveTransform(corners, view).reshape(-1, 4, 2)
    return np.concatenate([seen.min(axis=1), seen.max(axis=1)], axis=1)


def _lit(ink: Picture, look: Style, rng: np.random.Generator) -> Picture:
    """Draw ink on paper in this light; return grey levels, (H, W) float32."""
    paper, contrast = rng.uniform(*look.paper), rng.uniform(*look.contrast)
    return np.asarray((paper - min(contrast, paper - MIN_INK) * ink) * light(look, rng, ink.shape[::-1]), np.float32)
