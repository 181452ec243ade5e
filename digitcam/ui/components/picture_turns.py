"""Pages that a visitor turns by hand. They are read as they are turned, whatever their writing says."""

from typing import Final, cast

import streamlit as st

from digitcam.recognition.turning import Turn
from digitcam.ui import texts
from digitcam.ui.components.page_result import PageKey, Result
from digitcam.ui.components.picture_corrections import is_touched

TURNS: Final = "picture_turns"
"""Key in the session state: a mapping from the `PageKey` of each page turned by hand to its turn, degrees clockwise."""

LEFT: Final = -90
RIGHT: Final = 90
"""What the two buttons add, degrees clockwise."""


def show_turns(result: Result, number: int) -> None:
    """Show the buttons that turn a page.

    Args:
        result: The reading of the page.
        number: Its place on the web page.
    """
    for name, label, further in (("left", texts.pictures.TURN_LEFT, LEFT), ("right", texts.pictures.TURN_RIGHT, RIGHT)):
        st.button(
            label,
            icon=f":material/rotate_{name}:",
            type="tertiary",
            help=texts.pictures.TURN_HELP,
            key=f"turn_{name}_{number}",
            on_click=_turn,
            args=(result.page, result.shown_turn, further),
        )


def show_turned(result: Result) -> None:
    """Say that a picture is shown turned, and that it was corrected in another turn."""
    if result.shown_turn:
        by_hand = result.page.number in turned_by_hand(result.page.source)
        st.caption(texts.pictures.TURNED_BY_HAND if by_hand else texts.pictures.TURNED[result.shown_turn])
    if any(map(is_touched, result.ids_turned)):
        st.caption(texts.pictures.CORRECTED_BEFORE_TURN)


def turned_by_hand(source_key: str) -> dict[int, Turn]:
    """Return how the pages of a picture were turned by hand, by their numbers; without those that never were."""
    return {page.number: turn for page, turn in _all().items() if page.source == source_key}


def forget_turns() -> None:
    """Drop what this visitor has turned by hand."""
    st.session_state.pop(TURNS, None)


def _turn(page: PageKey, turn: Turn, further: int) -> None:
    """Add to a page's turn by hand; without one, to the turn that it had when the button was shown.

    Streamlit joins presses that reach it before it starts the next run: they count once.
    """
    known = _all()
    known[page] = cast(Turn, (known.get(page, turn) + further) % 360)


def _all() -> dict[PageKey, Turn]:
    known: dict[PageKey, Turn] = st.session_state.setdefault(TURNS, {})
    return known
