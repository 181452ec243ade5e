"""The strip in which doubtful numbers are checked by keys alone."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import streamlit as st

from digitcam.pictures.corrections import Place, Table
from digitcam.pictures.encoding import data_url
from digitcam.readings import percent
from digitcam.ui import texts
from digitcam.ui.components.picture_corrections import corrections_of
from digitcam.ui.components.picture_reading import Result, has_several
from digitcam.ui.components.picture_table import MAX_CHARACTERS

CHECK: Final = "check"
"""Key of the component."""

APPLIED: Final = "picture_check_applied"
"""Key in the session state: number of the last answer that was applied."""

LISTED: Final = 40
"""Maximum number of cells in the strip. Each has a picture of some KB, and all are sent to the browser at each answer;
further ones follow as these are checked."""

KEPT: Final = 5
"""Number of checked cells that stay before the first one that is to be checked, so that one can go back."""

PICTURES: Final = 5
"""Number of pictures that are sent at each answer, of some 40 KB each: the browser keeps those that it was sent before.
Raising it lets one type further ahead of a slow connection."""

_component = st.components.v2.component(
    "digitcam_check",
    js=Path(__file__).with_suffix(".js").read_text("utf-8"),
    css=Path(__file__).with_suffix(".css").read_text("utf-8"),
)


class Doubtful(NamedTuple):
    """A cell that should be checked, or was.

    Attributes:
        result: The page of the picture.
        table: Its table as it is now.
        place: Where in the table.
    """

    result: Result
    table: Table
    place: Place

    @property
    def id(self) -> str:
        """Identifies the cell among all pictures."""
        return f"{self.result.id}:{self.place.row}:{self.place.column}"

    @property
    def is_done(self) -> bool:
        """Whether a person has checked it."""
        return self.place in self.table.checked


class Answer(NamedTuple):
    """What a person says of a cell.

    Attributes:
        number: Larger than those of all earlier answers.
        cell: As `Doubtful.id`.
        text: The right text.
    """

    number: int
    cell: str
    text: str


def apply_answers(results: Iterable[Result]) -> None:
    """Apply what the visitor has answered in the strip since the last run."""
    known = {result.id: result for result in results}
    state = st.session_state
    for answer in parse_answers(state.get(CHECK, {}).get("answers")):
        if answer.number <= state.get(APPLIED, 0):
            continue
        state[APPLIED] = answer.number
        result_id, place = _place(answer.cell)
        if place is not None and result_id in known:
            corrections_of(result_id, known[result_id].rows).correct(place, answer.text)


def show_check(results: Sequence[Result]) -> None:
    """Show the strip if there are doubtful cells among several numbers; a single number is checked at a glance."""
    doubtful = list(_doubtful(results))
    if not doubtful or not has_several(results):
        return
    listed = list(_listed(doubtful))
    data = {
        "cells": [_cell(each, several=len(results) > 1) for each in listed],
        "pictures": {result.id: data_url(result.overview) for result in _pictures(listed)},
        "applied": st.session_state.get(APPLIED, 0),
        "words": {
            "title": texts.pictures.CHECK,
            "hint": texts.pictures.CHECK_HINT,
            "left": texts.pictures.CHECK_LEFT,
            "done": texts.pictures.CHECK_DONE,
            "crop": texts.pictures.CHECK_CROP,
            "where": texts.pictures.CHECK_WHERE,
            "longest": MAX_CHARACTERS,
        },
    }
    _component(key=CHECK, data=data, on_answers_change=lambda: None)


def parse_answers(sent: Any) -> list[Answer]:
    """Return the answers that the browser has sent; none if it sent something else.

    Examples:
        >>> parse_answers([[1, "ab:0:2", " 34 "]])
        [Answer(number=1, cell='ab:0:2', text='34')]
        >>> parse_answers("nonsense"), parse_answers([["1", 2, 3]])
        ([], [])
    """
    if not isinstance(sent, list):
        return []
    triples = [each for each in sent if isinstance(each, list) and list(map(type, each)) == [int, str, str]]
    return [Answer(number, cell, " ".join(text.split())[:MAX_CHARACTERS]) for number, cell, text in triples]


def _place(cell: str) -> tuple[str, Place | None]:
    """Return the picture and the place that an id names."""
    result_id, _, place = cell.partition(":")
    row, _, column = place.partition(":")
    is_valid = row.isascii() and row.isdecimal() and column.isascii() and column.isdecimal() and len(place) < 12
    return result_id, Place(int(row), int(column)) if is_valid else None


def _doubtful(results: Iterable[Result]) -> Iterator[Doubtful]:
    for result in results:
        table = corrections_of(result.id, result.rows).table
        for place in table.doubtful():
            yield Doubtful(result, table, place)


def _listed(doubtful: Sequence[Doubtful]) -> Iterator[Doubtful]:
    """Yield the cells of the strip: some that were checked, and those that follow."""
    first = next((number for number, each in enumerate(doubtful) if not each.is_done), len(doubtful))
    return islice(doubtful, max(0, first - KEPT), first + LISTED)


def _pictures(listed: Sequence[Doubtful]) -> Iterator[Result]:
    """Yield the pictures of the cells that are to be checked next; without such cells those of the last ones."""
    open_ = [each for each in listed if not each.is_done] or listed
    return islice({each.result.id: each.result for each in open_}.values(), PICTURES)


def _cell(each: Doubtful, *, several: bool) -> dict[str, Any]:
    """Return what the browser shows of a cell; with its picture's name if there are several pictures."""
    read, name = each.table.cell(each.place), each.result.record["file"]
    place = texts.pictures.CELL_PLACE.format(row=each.place.row + 1, column=each.place.column + 1)
    labels = ([name] if several else []) + ([] if each.table.is_single else [place])
    across, down = (100 / side for side in each.result.size)
    return {
        "id": each.id,
        "picture": each.result.id,
        "name": name,
        "crop": data_url(read.crop),
        "text": each.table.text(each.place),
        "label": ": ".join(labels),
        "sure": texts.pictures.CELL_SURE.format(percent=percent(read.confidence)),
        "done": each.is_done,
        "place": [read.box.x0 * across, read.box.y0 * down, read.box.width * across, read.box.height * down],
    }
