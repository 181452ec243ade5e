"""The reading of one page of a picture."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from digitcam.pictures.annotate import annotate
from digitcam.pictures.corrections import ReadRows, read_rows
from digitcam.pictures.crop import RelativeRegion, read_page, restore_size
from digitcam.pictures.encoding import jpeg
from digitcam.pictures.export import as_record, as_table, one_line
from digitcam.pictures.pages import Page
from digitcam.recognition.recogniser import Recogniser
from digitcam.recognition.turning import TURNS, Turn
from digitcam.ui import texts
from digitcam.ui.components.uploads import StoredPage
from digitcam.vision.binarise import otsu_threshold
from digitcam.vision.geometry import shrink

OTSU_SIDE_PX: Final = 1000
"""Longer side of the copy in which a threshold is looked for, pixels; a larger one takes longer and changes little."""

OVERVIEW_SIDE_PX: Final = 640
"""Longer side of the picture that shows where a cell to check is, pixels; its JPEG file has some 40 KB."""

log = logging.getLogger(__name__)


class PageKey(NamedTuple):
    """Identifies a page of a picture, whatever the settings.

    Attributes:
        source: As in `Source.key`.
        number: Of the page, from 1.
    """

    source: str = ""
    number: int = 1


NO_PAGE: Final = PageKey()


@dataclass(frozen=True, slots=True)
class Result:
    """The reading of one page of a picture, small enough to keep all of them in memory.

    Attributes:
        record: File name, text, digits and table, and a note and a turn if there are, as exported to JSON.
        confidence: Confidence of the least certain digit; 0 if there is none.
        preview: The annotated picture as JPEG; None if the picture could not be read.
        problem: Why the picture could not be read; None if it could.
        threshold: What Otsu's method finds in it; None if it finds no ink.
        rows: The table that was read.
        size: Width and height of the picture, pixels.
        overview: The picture as JPEG, small and without frames; empty if nothing was read.
        turn: How the page was turned, degrees clockwise; None if no turn was looked for.
        page: Which page of which picture it is.
        key: Identifies the page and the settings, not its turn and not the network.
    """

    record: dict[str, Any]
    confidence: float = 0.0
    preview: bytes | None = field(default=None, repr=False)
    problem: str | None = None
    threshold: int | None = None
    rows: ReadRows = field(default=(), repr=False)
    size: tuple[int, int] = (1, 1)
    overview: bytes = field(default=b"", repr=False)
    turn: Turn | None = None
    page: PageKey = NO_PAGE
    key: str = ""

    @property
    def shown_turn(self) -> Turn:
        """By how many degrees clockwise the page is shown turned."""
        return self.turn or 0

    @property
    def id(self) -> str:
        """Identifies the page, the settings and the turn, not the network."""
        return f"{self.key}-{self.shown_turn}"

    @property
    def ids_turned(self) -> list[str]:
        """The ids that it has in the other turns."""
        return [f"{self.key}-{turn}" for turn in TURNS if turn != self.shown_turn]

    @property
    def note(self) -> str | None:
        """What a visitor must know about the picture; None if there is nothing."""
        note: str | None = self.record.get("note")
        return note

    @property
    def text(self) -> str:
        """The reading on one line."""
        return one_line(self.record["text"])

    @property
    def alt(self) -> str:
        """What the picture shows, for people who do not see it."""
        return texts.pictures.PICTURE_ALT.format(name=self.record["file"], text=self.text)

    @property
    def row(self) -> dict[str, Any]:
        """Values for the table and the CSV file."""
        return {
            "file": self.record["file"],
            "text": self.text,
            "confidence": round(self.confidence, 4) if self.record["digits"] else None,
            "digits": len(self.record["digits"]),
            "problem": self.problem,
        }


def has_table(result: Result) -> bool:
    """Return whether several numbers were read in one picture, which are then shown as a table."""
    return len(result.record["cells"]) > 1


def has_several(results: Sequence[Result]) -> bool:
    """Return whether several numbers were read in all pictures together."""
    return sum(len(result.record["cells"]) for result in results) > 1


def read_result(
    decoded: Page | StoredPage,
    recogniser: Recogniser,
    region: RelativeRegion,
    threshold: int | None,
    turn: Turn | None,
) -> Result:
    """Read one page. Nothing that goes wrong with it may reach the visitor as a traceback, or end the others."""
    if isinstance(decoded, StoredPage):
        return _unread(decoded.name, decoded.problem or texts.pictures.UNFORESEEN.format(name=decoded.name))
    try:
        page, reading = read_page(recogniser, decoded, region, threshold, turn)
        original = restore_size(reading, page.grey.shape, page.size)
        record = as_record(page.name, original, page.turn) | as_table(original.rows)
        shown = page.grey if page.colour is None else page.colour
        preview = annotate(shown, restore_size(reading, page.grey.shape, shown.shape[1::-1]))
        found = otsu_threshold(shrink(page.grey, OTSU_SIDE_PX).picture)
        record |= {"note": page.note} if page.note else {}
        rows = read_rows(original.rows, shown, page.size)
        return Result(
            record,
            reading.confidence,
            jpeg(preview),
            threshold=found,
            rows=rows,
            size=page.size,
            overview=jpeg(shrink(shown, OVERVIEW_SIDE_PX).picture) if rows else b"",
            turn=turn if threshold is not None else page.turn,
        )
    except Exception:
        log.exception("a picture cannot be read")
        return _unread(decoded.name, texts.pictures.UNFORESEEN.format(name=decoded.name))


def _unread(name: str, problem: str) -> Result:
    return Result({"file": name, "text": "", "digits": []} | as_table(()), problem=problem)
