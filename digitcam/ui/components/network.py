"""The state of the networks on the page: progress of the training, and problems.

Both are quiet as long as a network reads: people came to read digits, not to watch a training.
"""

import math
from typing import Final

import streamlit as st

from digitcam.config import default_model_path
from digitcam.networks.classic import ClassicNetwork
from digitcam.networks.loading import classic_path
from digitcam.networks.progress import Progress
from digitcam.networks.service import ManagedNetwork, NetworkService, Status
from digitcam.networks.shipped import shipped_paper, shipped_separators, shipped_verifier
from digitcam.networks.store import ModelStore
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui import texts
from digitcam.ui.markdown import escape

REFRESH_S: Final = 1.0
"""Interval at which a page that waits for a network checks for it, seconds."""

MIN_SHOWN_S: Final = 2.0
"""Shortest time left that is shown, seconds: an estimate has no better accuracy at the end."""

IN_MINUTES_S: Final = 90.0
"""From this time left on it is shown in minutes, seconds."""


@st.cache_resource(show_spinner=False)
def network_service() -> NetworkService:
    """Return the service that provides the networks for all visitors of this server."""
    path = default_model_path()
    classic = ClassicNetwork(ModelStore(classic_path(path)))
    main = ManagedNetwork(ModelStore(path), "paper")
    return NetworkService(main, classic.network, shipped_paper, shipped_verifier, shipped_separators)


def show_network(status: Status) -> None:
    """Show the progress of the training and a problem, if there are any."""
    if status.progress is not None:
        text = progress_text(status.progress, reads=status.recogniser is not None)
        with st.container(key="training"):
            st.progress(status.progress.fraction, text=text)
    if status.problem is not None:
        _show_problem(status)


def ready_network(by_hand: bool) -> Recogniser | None:
    """Return the recogniser; until there is one, show the progress of the training.

    Call this last on a page: what it shows is a fragment that reruns by itself.

    Args:
        by_hand: Whether the threshold is set by hand, so that the 28×28 network reads.
    """
    status = network_service().poll(by_hand)
    if status.recogniser is None:
        _wait_for_network()
    elif status.problem is not None:
        _show_problem(status)
    return status.recogniser


@st.fragment(run_every=REFRESH_S)
def _wait_for_network() -> None:
    status = network_service().poll()
    if status.recogniser is not None:
        st.rerun()
    with st.container():
        show_network(status)


def progress_text(progress: Progress, *, reads: bool) -> str:
    """Format the progress of the training as one line.

    Args:
        progress: Of the job.
        reads: Whether a network reads meanwhile.

    Examples:
        >>> progress_text(Progress(phase="training", stage="rendering", fraction=0.4, seconds_left=31.4), reads=True)
        'Reading already. Improving in the background: rendering 40 % · about 35 s left'
    """
    if progress.phase == "waiting":
        return texts.network.WAITING
    improving = texts.network.TAKING_OVER if progress.phase == "converting" else texts.network.IMPROVING
    text = (improving if reads else texts.network.NOT_YET).format(now=_now(progress))
    left = time_left(progress.seconds_left)
    return f"{text} · {left}" if left else text


def _now(progress: Progress) -> str:
    words = texts.network.STAGES[progress.stage].format(epoch=progress.epoch or 1, epochs=progress.epochs or 1)
    # Of the whole job, as the bar has it: the percentage of a stage would begin anew with each one.
    return texts.network.PERCENT.format(stage=words, percent=math.floor(100 * progress.fraction))


def time_left(seconds: float | None) -> str:
    """Format the time left; "" if it is unknown, or too short to say.

    Examples:
        >>> time_left(200.0)
        'about 4 min left'
        >>> time_left(0.4)
        ''
    """
    if seconds is None or seconds < MIN_SHOWN_S:
        return ""
    if seconds >= IN_MINUTES_S:
        return texts.network.MINUTES_LEFT.format(count=math.ceil(seconds / 60))
    return texts.network.SECONDS_LEFT.format(count=5 * math.ceil(seconds / 5))


def _show_problem(status: Status) -> None:
    problem = escape(status.problem or "")
    if status.recogniser is None:
        st.error(texts.network.NOT_READY.format(problem=problem), icon=":material/error:")
    else:
        st.caption(texts.network.OLD_ONE_READS.format(problem=problem))
    st.button(texts.network.TRY_AGAIN, key="try_again", on_click=network_service().train_again, type="tertiary")
