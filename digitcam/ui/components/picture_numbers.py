"""The numbers of a picture: a button over each, which goes to its cell in the table."""

from pathlib import Path
from typing import Any, Final

import streamlit as st

from digitcam.pictures.encoding import data_url
from digitcam.pictures.rules import Spot
from digitcam.pictures.table_export import NamedTable
from digitcam.ui import texts
from digitcam.ui.components.page_result import Result
from digitcam.ui.components.picture_violations import place_of

SCRIPT: Final = Path(__file__).with_suffix(".js").read_text("utf-8")
STYLE: Final = Path(__file__).with_suffix(".css").read_text("utf-8")
"""What a component needs that shows a picture with such numbers."""

_component = st.components.v2.component(
    "digitcam_picture",
    js=SCRIPT + Path(__file__).with_name("picture_plain.js").read_text("utf-8"),
    css=STYLE + Path(__file__).with_name("picture_plain.css").read_text("utf-8"),
)


def show_numbers(result: Result, alt: str, named: NamedTable) -> None:
    """Show a picture that has a table.

    Args:
        result: The page of the picture.
        alt: What it shows, for people who do not see it.
        named: Its table.
    """
    data = {
        "source": data_url(result.preview or b"", "image/jpeg"),
        "alt": alt,
        "linked": linked_numbers(result, named),
    }
    _component(key=f"numbers_{result.id}", data=data)


def linked_numbers(result: Result, named: NamedTable | None) -> dict[str, Any]:
    """Return what `picture_numbers.js` needs; no numbers for a picture without a table.

    It changes with the rows of the table, not with their numbers, so that the picture is not sent again after each
    correction.
    """
    shown: dict[str, Any] = {"picture": result.id, "label": texts.pictures.NUMBERS, "numbers": []}
    if named is None:
        return shown
    across, down = (100 / side for side in result.size)
    for spot_row, row in enumerate(named.table.rows):
        for column, cell in enumerate(() if row.origin is None else named.table.read[row.origin]):
            if cell.text:
                place = place_of(named, Spot(spot_row, column))
                shown["numbers"].append(
                    {
                        "row": row.key,
                        "column": column,
                        "box": [
                            cell.box.x0 * across,
                            cell.box.y0 * down,
                            cell.box.width * across,
                            cell.box.height * down,
                        ],
                        "text": texts.pictures.NUMBER_READ.format(place=place, text=cell.text),
                    }
                )
    return shown
