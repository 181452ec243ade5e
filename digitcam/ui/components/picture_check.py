"""The strip in which numbers are checked by keys alone: those against a rule, and those that may be misread."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import streamlit as st

from digitcam.pictures.columns import Violation
from digitcam.pictures.corrections import Place
from digitcam.pictures.encoding import data_url
from digitcam.pictures.rules import Rules, Spot, violation_at
from digitcam.pictures.table_export import NamedTable
from digitcam.readings import percent
from digitcam.ui import texts
from digitcam.ui.components.page_result import Result, has_several
from digitcam.ui.components.picture_corrections import MAX_CHARACTERS, corrections_of, typed_text
from digitcam.ui.components.picture_violations import place_of, reason

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


class Checked(NamedTuple):
    """A cell that should be checked, or was.

    Attributes:
        result: The page of the picture.
        named: Its table as it is now.
        place: Where in the table as it was read,
        spot: and as it is now.
        violation: Why it is against a rule; None if it is not.
    """

    result: Result
    named: NamedTable
    place: Place
    spot: Spot
    violation: Violation | None

    @property
    def id(self) -> str:
        """Identifies the cell among all pictures."""
        return f"{self.result.id}:{self.place.row}:{self.place.column}"

    @property
    def is_done(self) -> bool:
        """Whether a person has checked it."""
        return corrections_of(self.result.id, self.result.rows).is_done(self.place, self.violation)


class Answer(NamedTuple):
    """What a person says of a cell.

    Attributes:
        number: Larger than those of all earlier answers.
        cell: As `Checked.id`.
        text: The right text.
    """

    number: int
    cell: str
    text: str


def apply_answers(results: Iterable[Result], rules: Rules) -> None:
    """Apply what the visitor has answered in the strip since the last run.

    Args:
        results: The pictures.
        rules: Of their tables.
    """
    known = {result.id: result for result in results}
    state = st.session_state
    for answer in parse_answers(state.get(CHECK, {}).get("answers")):
        if answer.number <= state.get(APPLIED, 0):
            continue
        state[APPLIED] = answer.number
        result_id, place = _place(answer.cell)
        if place is not None and result_id in known:
            corrections = corrections_of(result_id, known[result_id].rows)
            row, columns = corrections.table.row_of(place), corrections.table.columns
            if row is not None and place.column < columns:
                violation = violation_at(corrections.table.texts, Spot(row, place.column), rules)
                corrections.correct(place, answer.text, violation)


def show_check(results: Sequence[Result], tables: Mapping[str, NamedTable]) -> None:
    """Show the strip if there are cells to check among several numbers; a single number is checked at a glance.

    Args:
        results: The pictures.
        tables: Their tables as they are now, by the ids of the results that have one.
    """
    cells = _cells(results, tables)
    if not cells or not has_several(results):
        # Keeps the place: a table below that moves on the page is built anew, and what is being typed in it is lost.
        st.empty()
        return
    listed = list(_listed(cells))
    data = {
        "cells": [_cell(each, several=len(results) > 1) for each in listed],
        "pictures": {result.id: data_url(result.overview) for result in _pictures(listed)},
        "applied": st.session_state.get(APPLIED, 0),
        "words": {
            "title": texts.pictures.CHECK,
            "hint": texts.pictures.CHECK_WHY[any(each.violation for each in cells)] + texts.pictures.CHECK_HINT,
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
    return [Answer(number, cell, typed_text(text)) for number, cell, text in triples]


def _place(cell: str) -> tuple[str, Place | None]:
    """Return the picture and the place that an id names."""
    result_id, _, place = cell.partition(":")
    row, _, column = place.partition(":")
    is_valid = row.isascii() and row.isdecimal() and column.isascii() and column.isdecimal() and len(place) < 12
    return result_id, Place(int(row), int(column)) if is_valid else None


def _cells(results: Iterable[Result], tables: Mapping[str, NamedTable]) -> list[Checked]:
    """Return the cells that should be checked or were: first those that are or were against a rule."""
    first, then = [], []
    for result in results:
        if result.id not in tables:
            continue
        named, answers = tables[result.id], corrections_of(result.id, result.rows).answers
        doubtful = set(named.table.doubtful())
        for number, row in enumerate(named.table.rows):
            for column in range(named.table.columns if row.origin is not None else 0):
                place, spot = Place(row.origin or 0, column), Spot(number, column)
                cell = Checked(result, named, place, spot, named.violations.get(spot))
                if cell.violation is not None or (place in answers and place not in doubtful):
                    first.append(cell)
                elif place in doubtful:
                    then.append(cell)
    return first + then


def _listed(cells: Sequence[Checked]) -> Iterator[Checked]:
    """Yield the cells of the strip: some that were checked, and those that follow."""
    first = next((number for number, each in enumerate(cells) if not each.is_done), len(cells))
    return islice(cells, max(0, first - KEPT), first + LISTED)


def _pictures(listed: Sequence[Checked]) -> Iterator[Result]:
    """Yield the pictures of the cells that are to be checked next; without such cells those of the last ones."""
    open_ = [each for each in listed if not each.is_done] or listed
    return islice({each.result.id: each.result for each in open_}.values(), PICTURES)


def _cell(each: Checked, *, several: bool) -> dict[str, Any]:
    """Return what the browser shows of a cell; with its picture's name if there are several pictures."""
    table, name = each.named.table, each.result.record["file"]
    read = table.cell(each.place)
    is_plain = table.is_single and not each.named.is_named
    labels = ([name] if several else []) + ([] if is_plain else [place_of(each.named, each.spot)])
    across, down = (100 / side for side in each.result.size)
    box = [read.box.x0 * across, read.box.y0 * down, read.box.width * across, read.box.height * down]
    return {
        "id": each.id,
        "picture": each.result.id,
        "name": name,
        "crop": data_url(read.crop) if read.crop else "",
        "text": table.text(each.place),
        "label": ": ".join(labels),
        "rule": "" if each.violation is None else reason(each.violation),
        "sure": texts.pictures.CELL_SURE.format(percent=percent(read.confidence)) if read.text else "",
        "done": each.is_done,
        "place": box if read.text else None,
    }
