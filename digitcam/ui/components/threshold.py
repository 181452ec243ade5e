"""The threshold: a switch for the automatic one, and a slider that shows what is found, or sets it by hand.

While the threshold is automatic, the slider's value is the one that Otsu's method finds in what is read. It is the
slider's default too, so that Streamlit does not put it into the page's address. See docs/decisions/0017-threshold.md.
"""

from time import monotonic
from typing import Final

import streamlit as st

from digitcam.ui import texts
from digitcam.ui.components.panel_refresh import is_from_before

START_THRESHOLD: Final = 110
"""Initial grey value of the slider: between pen and paper in ordinary light."""

AUTOMATIC: Final = "automatic"
THRESHOLD: Final = "threshold"
"""Keys of the widgets."""

FOUND: Final = "threshold_found"
SHOWN: Final = "threshold_shown"
OWN: Final = "threshold_own"
REPLACED: Final = "threshold_replaced"
WRITTEN_S: Final = "threshold_written_s"
DIFFERS_S: Final = "threshold_differs_s"
MOVED_S: Final = "threshold_moved_s"
"""Keys in the session state: what was found last; what the slider shows of it, None while it shows the visitor's own
value; that value; what the slider showed before it was written to; when that was; since when what is found differs from
what is shown; when a move of the slider turned the automatic threshold off."""

MIN_CHANGE: Final = 8
"""Smallest change of the found threshold that is shown, grey levels. Lowering it shows the camera's noise."""

STEADY_S: Final = 1.5
"""Time that a change must last to be shown, seconds: a hand that passes does not count."""

INTERVAL_S: Final = 5.0
"""Minimum interval between two runs of the page for a found threshold, seconds; a run takes a browser 0.1 s."""

ECHO_S: Final = 3.0
"""Time for which a value that was written may still be on its way to the browser, and what the browser sends may be of
before it, seconds."""


def threshold_setting() -> int | None:
    """Show the threshold's two widgets; return the threshold, None if automatic."""
    automatic = automatic_setting()
    threshold = threshold_slider(automatic=automatic)
    return None if automatic else threshold


def automatic_setting() -> bool:
    """Show the switch; return whether the threshold is automatic. `threshold_slider` has to follow in the same run."""
    return st.toggle(
        texts.live.AUTOMATIC,
        value=True,
        key=AUTOMATIC,
        bind="query-params",
        on_change=_switched,
        help=texts.live.AUTOMATIC_HELP,
    )


def threshold_slider(*, automatic: bool) -> int:
    """Show the slider, with what was found last if the threshold is automatic; return its value."""
    shown = _show_found() if automatic else None
    is_known = not automatic or None not in (shown, _found())
    return st.slider(
        texts.live.THRESHOLD_AUTOMATIC if automatic else texts.live.THRESHOLD,
        0,
        255,
        START_THRESHOLD if shown is None else shown,
        format="%d" if is_known else texts.live.NO_THRESHOLD,
        key=THRESHOLD,
        bind="query-params",
        on_change=_by_hand,
        help=texts.live.THRESHOLD_HELP,
    )


def note_threshold(found: int | None) -> None:
    """Note what was found in a picture, for the slider; None if nothing was."""
    st.session_state[FOUND] = found


def follow_threshold(found: int | None, *, may_rerun: bool) -> None:
    """Let the slider show the threshold that is found in a video; rerun the page if it stays another one for a while.

    Args:
        found: What is found now; None if there is no ink.
        may_rerun: Whether a run of the page disturbs nobody now.
    """
    shown, now_s = st.session_state.get(SHOWN), monotonic()
    # Without a found value, the slider shows a dash.
    is_shown = shown is not None and found is not None and _found() is not None and abs(found - shown) < MIN_CHANGE
    if found is None or is_shown:
        st.session_state.pop(DIFFERS_S, None)
        return
    if now_s - st.session_state.setdefault(DIFFERS_S, now_s) < STEADY_S:
        return
    is_time = now_s - st.session_state.get(WRITTEN_S, float("-inf")) >= INTERVAL_S
    if not st.session_state.get(AUTOMATIC):
        st.session_state[FOUND] = found
    elif may_rerun and is_time:
        st.session_state[FOUND] = found
        st.rerun()


def _found() -> int | None:
    found: int | None = st.session_state.get(FOUND)
    return found


def _show_found() -> int | None:
    """Write what was found into the slider, if it is new; return what the slider shows of it."""
    found, shown = _found(), st.session_state.get(SHOWN)
    if found is None or found == shown:
        return shown
    if THRESHOLD in st.session_state:
        if shown is None and st.session_state[THRESHOLD] != START_THRESHOLD:
            st.session_state[OWN] = st.session_state[THRESHOLD]
        st.session_state[REPLACED] = st.session_state[THRESHOLD]
        st.session_state[THRESHOLD] = found
    elif THRESHOLD in st.query_params:
        # In its first run, the slider takes its value from the address, whatever is written here.
        return None
    st.session_state[SHOWN], st.session_state[WRITTEN_S] = found, monotonic()
    st.session_state.pop(DIFFERS_S, None)
    return found


def _by_hand() -> None:
    """Turn the automatic threshold off if the slider was moved; a callback, for each value that is not the server's."""
    shown = st.session_state.get(SHOWN)
    is_on_its_way = monotonic() - st.session_state.get(WRITTEN_S, float("-inf")) < ECHO_S
    if shown is not None and is_on_its_way and st.session_state[THRESHOLD] == st.session_state.get(REPLACED):
        # The browser sent this before the value that was found had arrived: nobody moved the slider.
        st.session_state[THRESHOLD] = shown
        return
    st.session_state[AUTOMATIC], st.session_state[MOVED_S] = False, monotonic()
    if shown is None:
        return
    del st.session_state[SHOWN]
    st.session_state.pop(OWN, None)
    if is_on_its_way:
        # A value that was found may reach the browser after the visitor's; this one follows it.
        st.session_state[THRESHOLD] = st.session_state[THRESHOLD]


def _switched() -> None:
    """Return to the visitor's own value when the automatic threshold is turned off, else start from what was found."""
    if st.session_state[AUTOMATIC] and is_from_before(st.session_state.get(MOVED_S, float("-inf"))):
        # The request carries the switch as it was before the slider's move turned it off: nobody turned it on.
        st.session_state[AUTOMATIC] = False
        return
    shown = st.session_state.get(SHOWN)
    if not st.session_state[AUTOMATIC] and shown is not None:
        st.session_state[SHOWN] = None
        st.session_state[THRESHOLD] = st.session_state.pop(OWN, shown)
