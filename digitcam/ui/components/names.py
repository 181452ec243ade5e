"""The list of names on the live page: whose turn it is to be kept."""

from typing import Final

import streamlit as st

from digitcam.errors import NamesError
from digitcam.names import parse_names
from digitcam.notebook.turns import Person, Turns
from digitcam.ui import texts
from digitcam.ui.markdown import escape

NAMES: Final = "names"
"""Key of the input."""

PASTED: Final = "names_pasted"
"""Key in the session state: the input's text, which Streamlit forgets while another page is shown."""

TURNS: Final = "names_turns"
"""Key in the session state: a `Turns`."""

HEIGHT_PX: Final = 120
"""Height of the input, pixels: four names; it scrolls."""

LISTED: Final = 5
"""Maximum number of names without a reading that are listed."""


def names_input() -> None:
    """Show the input in the sidebar, and apply what was pasted into it."""
    state = st.session_state
    if NAMES not in state:
        state[NAMES] = state.get(PASTED, "")
    pasted = st.sidebar.text_area(texts.live.NAMES, key=NAMES, help=texts.live.NAMES_HELP, height=HEIGHT_PX)
    try:
        names = parse_names(pasted)
    except NamesError as exc:
        st.sidebar.error(escape(str(exc)), icon=":material/error:")
        return
    if pasted != state.get(PASTED, ""):
        state[PASTED], state[TURNS] = pasted, turns().with_names(names)


def turns() -> Turns:
    """Return the list, and how far this visitor has come with it."""
    known: Turns = st.session_state.get(TURNS, Turns())
    return known


def next_person() -> Person | None:
    """Return whose turn it is; None without a list, or at its end."""
    return turns().next


def person_kept() -> None:
    """Go on: a reading of the next person was kept."""
    st.session_state[TURNS] = turns().kept()


def person_taken_back(person: Person | None) -> None:
    """Go back: somebody's reading was taken back."""
    st.session_state[TURNS] = turns().taken_back(person)


def show_next() -> None:
    """Show whose turn it is, with buttons to leave somebody out and to go back; nothing without a list."""
    now = turns()
    if not now.people:
        return
    with st.container(horizontal=True, key="next", vertical_alignment="center", gap="small"):
        st.markdown(_next(now))
        # Both always stand here, so that nothing moves under the pointer.
        st.button(
            texts.live.BACK, key="names_back", icon=":material/undo:", disabled=now.back() == now, on_click=_go_back
        )
        is_end = now.next is None
        st.button(texts.live.SKIP, key="names_skip", icon=":material/skip_next:", disabled=is_end, on_click=_skip)


def _next(now: Turns) -> str:
    if now.next is not None:
        number = texts.live.NEXT_NUMBER.format(number=now.people.index(now.next) + 1, count=len(now.people))
        return f"{texts.live.NEXT.format(name=escape(now.next.name))} :gray[· {number}]"
    missing = [escape(person.name) for person in now.missing]
    if not missing:
        return texts.live.END_OF_NAMES.format(count=len(now.people))
    names = ", ".join(missing[:LISTED])
    if len(missing) > LISTED:
        names = texts.live.FURTHER_NAMES.format(names=names, count=len(missing) - LISTED)
    return texts.live.END_WITHOUT.format(names=names)


def _go_back() -> None:
    st.session_state[TURNS] = turns().back()


def _skip() -> None:
    st.session_state[TURNS] = turns().skipped()
