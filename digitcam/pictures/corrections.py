"""A table as it was read, and as a person corrected it; pure functions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from digitcam.pictures.annotate import is_sure
from digitcam.pictures.encoding import jpeg
from digitcam.readings import CELL_SEPARATOR, NO_BOX, UNTRUSTED, Box, Cell
from digitcam.vision.geometry import shrink

CROP_SIDE_PX: Final = 320
"""Longer side of a cell's picture, pixels: a number of six digits can be read on it, and its JPEG file has a few KB."""

MARGIN: Final = 0.35
"""Paper around the number on a cell's picture, as a share of the height of the cell."""


COLUMN: Final = "column_"
"""Prefix of the names that columns without a heading have."""

ADDED: Final = "a"
"""Prefix of the keys of rows that a person added."""

MAX_ADDED: Final = 1000
"""Maximum number of rows that a person adds to a table."""


class Place(NamedTuple):
    """A cell of a table as it was read.

    Attributes:
        row: From the top, from 0.
        column: From the left, from 0.
    """

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class ReadCell:
    """One cell as it was read; empty if nothing was.

    Attributes:
        text: The number, "?" for a digit of too low confidence.
        confidence: Of its least certain digit, 0 to 1.
        box: Where it is, in pixels of the original picture.
        crop: JPEG of the number as it was written; empty without a number.
    """

    text: str = ""
    confidence: float = 0.0
    box: Box = NO_BOX
    crop: bytes = b""

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should check it: a digit cannot be read, or needs a second look."""
        return bool(self.text) and (UNTRUSTED in self.text or not is_sure(self.confidence))


EMPTY: Final = ReadCell()

ReadRows: TypeAlias = tuple[tuple[ReadCell, ...], ...]
"""Rows of cells, all equally long."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is now.

    Attributes:
        origin: Its row in the table as read; None if a person added it.
        texts: Of its cells, as many as the table has columns.
        added: Number among the rows that a person added, from 0; it stays when another one is inserted before it.
    """

    origin: int | None
    texts: tuple[str, ...]
    added: int = field(default=0, compare=False)

    @property
    def key(self) -> str:
        """What names it as long as the table is there, whatever rows are above it: "3" or, if it was added, "a0"."""
        return f"{ADDED}{self.added}" if self.origin is None else str(self.origin)


@dataclass(frozen=True, slots=True)
class Table:
    """A table, as it was read and as it is now.

    Attributes:
        read: As it was read.
        rows: As it is now.
        checked: Cells that a person has accepted or corrected.
    """

    read: ReadRows
    rows: tuple[Row, ...]
    checked: frozenset[Place] = frozenset()

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.read[0]) if self.read else 0

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The rows as they are now."""
        return tuple(row.texts for row in self.rows)

    @property
    def text_of_all(self) -> str:
        """The table as one text, as `Reading.text`: a line per row with numbers, two spaces between them."""
        return "\n".join(filter(None, (CELL_SEPARATOR.join(filter(None, texts)) for texts in self.texts)))

    @property
    def is_single(self) -> bool:
        """Whether it is one number, or nothing."""
        return len(self.read) <= 1 and self.columns <= 1

    @property
    def is_touched(self) -> bool:
        """Whether a person has changed or accepted something."""
        return bool(self.checked) or self.rows != untouched(self.read).rows

    def cell(self, place: Place) -> ReadCell:
        """Return a cell as it was read."""
        return self.read[place.row][place.column]

    def text(self, place: Place) -> str | None:
        """Return a cell's corrected text, or what was read if nobody changed it; None if its row was deleted."""
        return next((row.texts[place.column] for row in self.rows if row.origin == place.row), None)

    def row_of(self, place: Place) -> int | None:
        """Return the row, from 0, in which a cell is now; None if its row was deleted."""
        return next((number for number, row in enumerate(self.rows) if row.origin == place.row), None)

    def doubtful(self) -> Iterator[Place]:
        """Yield the cells that should be checked, and those that were, in reading order."""
        for row in self.rows:
            if row.origin is None:
                continue
            for column, cell in enumerate(self.read[row.origin]):
                if cell.is_doubtful:
                    yield Place(row.origin, column)

    def corrected(self, place: Place, text: str) -> "Table":
        """Return the table with another text in a cell, which counts as checked; unchanged if there is no such cell."""
        if not 0 <= place.column < self.columns or all(row.origin != place.row for row in self.rows):
            return self
        rows = tuple(
            replace(row, texts=_with(row.texts, {place.column: text})) if row.origin == place.row else row
            for row in self.rows
        )
        return replace(self, rows=rows, checked=self.checked | {place})

    def inserted(self, row: int) -> "Table":
        """Return the table with an empty row above another one; unchanged if there is no such row."""
        if not 0 <= row < len(self.rows):
            return self
        empty = Row(None, ("",) * self.columns, self._next_added)
        return replace(self, rows=(*self.rows[:row], empty, *self.rows[row:]))

    @property
    def _next_added(self) -> int:
        return max((row.added + 1 for row in self.rows if row.origin is None), default=0)

    def typed(self, key: str, column: int, text: str) -> "Table":
        """Return the table with what a person typed in a cell; unchanged if there is no such cell.

        Args:
            key: As `Row.key`. That of an added row which is not there yet adds it at the end.
            column: From 0.
            text: Its new text.
        """
        if not 0 <= column < self.columns:
            return self
        known = {row.key: row for row in self.rows}
        row = known[key] if key in known else self._new(key)
        if row is None:
            return self
        now = replace(row, texts=_with(row.texts, {column: text}))
        rows = tuple(now if each is row else each for each in self.rows) if key in known else (*self.rows, now)
        checked = self.checked if row.origin is None else self.checked | {Place(row.origin, column)}
        return replace(self, rows=rows, checked=checked)

    def deleted(self, key: str) -> "Table":
        """Return the table without a row; unchanged if there is none of this key."""
        return replace(self, rows=tuple(row for row in self.rows if row.key != key))

    def restored(self, number: int, row: Row) -> "Table":
        """Return the table with a deleted row.

        Args:
            number: Where it was, from 0.
            row: The row. If a person had added it, it gets another key, since its own may be used again.
        """
        back = replace(row, added=self._next_added) if row.origin is None else row
        return replace(self, rows=(*self.rows[:number], back, *self.rows[number:]))

    def _new(self, key: str) -> Row | None:
        """Return an empty row of this key; None if no row can be added under it."""
        number = key.removeprefix(ADDED)
        is_valid = (
            key.startswith(ADDED) and number.isascii() and number.isdecimal() and len(number) <= len(str(MAX_ADDED))
        )
        return Row(None, ("",) * self.columns, int(number)) if is_valid and int(number) < MAX_ADDED else None


def untouched(read: ReadRows) -> Table:
    """Return a table as it was read."""
    rows = tuple(Row(number, tuple(cell.text for cell in row)) for number, row in enumerate(read))
    return Table(read, rows)


def read_rows(rows: Sequence[Sequence[Cell]], picture: NDArray[np.uint8], size: tuple[int, int]) -> ReadRows:
    """Return a table as it was read, with a picture of each number.

    Args:
        rows: The cells, boxes in pixels of the original picture.
        picture: (H, W) grey or (H, W, 3) BGR uint8: the original, maybe reduced.
        size: Width and height of the original, pixels.

    Returns:
        Rows of equal length: short ones end with empty cells.
    """
    width = max(map(len, rows), default=0)
    across, down = picture.shape[1] / size[0], picture.shape[0] / size[1]
    return tuple(
        tuple(_read_cell(cell, picture, across, down) for cell in row) + (EMPTY,) * (width - len(row)) for row in rows
    )


def column_name(column: int) -> str:
    """Return the name of a column without a heading."""
    return f"{COLUMN}{column + 1}"


def _read_cell(cell: Cell, picture: NDArray[np.uint8], across: float, down: float) -> ReadCell:
    if not cell.digits:
        return EMPTY
    return ReadCell(cell.text, cell.confidence, cell.box, _crop(cell.box.scaled(across, down), picture))


def _crop(box: Box, picture: NDArray[np.uint8]) -> bytes:
    """Cut a number out of its picture, with some paper around it."""
    height, width = picture.shape[:2]
    margin = round(MARGIN * box.height)
    around = Box(box.x0 - margin, box.y0 - margin, box.x1 + margin, box.y1 + margin).clipped(Box(0, 0, width, height))
    if not around.has_pixels:
        return b""
    return jpeg(shrink(picture[around.rows, around.columns], CROP_SIDE_PX).picture)


def _with(texts: Sequence[str], changes: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(changes.get(column, text) for column, text in enumerate(texts))
