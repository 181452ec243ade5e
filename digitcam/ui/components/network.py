"""The state of the networks on the page: progress of the training, and problems."""

from typing import Final

import streamlit as st

from digitcam.config import default_model_path
from digitcam.networks.classic import ClassicNetwork
from digitcam.networks.loading import classic_path
from digitcam.networks.progress import Progress
from digitcam.networks.service import ManagedNetwork, NetworkService, Status
from digitcam.networks.shipped import shipped_paper, shipped_verifier
from digitcam.networks.store import ModelStore
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui import texts
from digitcam.ui.markdown import escape

REFRESH_S: Final = 1.0
"""Interval at which a page that waits for a network checks for it, seconds."""


@st.cache_resource(show_spinner=False)
def network_service() -> NetworkService:
    """Return the service that provides the networks for all visitors of this server."""
    path = default_model_path()
    classic = ClassicNetwork(ModelStore(classic_path(path)))
    return NetworkService(ManagedNetwork(ModelStore(path), "paper"), classic.network, shipped_paper, shipped_verifier)


def show_network(status: Status) -> None:
    """Show the progress of the training and a problem, if there are any."""
    if status.progress is not None:
        st.progress(status.progress.fraction, text=progress_text(status.progress))
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


def progress_text(progress: Progress) -> str:
    """Format the progress of the training as one line.

    Examples:
        >>> progress_text(Progress(phase="training", epoch=2, epochs=5, accuracy=0.9871, seconds_left=31.4))
        'Learning to read from 60,000 handwritten digits: round 2 of 5 · 98.7 % right so far · about 30 s left'
    """
    if progress.phase == "waiting":
        return texts.network.WAITING
    if progress.phase == "converting":
        return texts.network.CONVERTING
    parts = [texts.network.LEARNING]
    if progress.epochs:
        parts[0] += texts.network.ROUND.format(epoch=progress.epoch, epochs=progress.epochs)
    if progress.accuracy is not None:
        parts.append(texts.network.RIGHT_SO_FAR.format(percent=100 * progress.accuracy))
    if progress.seconds_left is not None:
        parts.append(texts.network.TIME_LEFT.format(seconds=max(5, 5 * round(progress.seconds_left / 5))))
    return " · ".join(parts)


def _show_problem(status: Status) -> None:
    st.error(texts.network.NOT_READY.format(problem=escape(status.problem or "")), icon=":material/error:")
    if status.recogniser is not None:
        st.caption(texts.network.OLD_ONE_READS)
    st.button(texts.network.TRAIN_AGAIN, on_click=network_service().train_again, type="primary")
