"""The live video: from the browser to the processor and back."""

import logging
from typing import Any, Final, NamedTuple

import streamlit as st
from streamlit_webrtc import Translations, WebRtcMode, WebRtcStreamerContext, webrtc_streamer
from streamlit_webrtc.webrtc import SignallingTimeoutError

from digitcam.config import LiveSettings
from digitcam.errors import DigitcamError
from digitcam.ui import texts
from digitcam.ui.markdown import escape
from digitcam.ui.server.workarounds import keep_stream
from digitcam.video.frame_callbacks import BrowserLeft, FrameCallbacks
from digitcam.video.ice import ice_servers
from digitcam.video.processor import DigitProcessor
from digitcam.video.worker import run_in_pool

log = logging.getLogger(__name__)

PROCESSOR: Final = "processor"
CALLBACKS: Final = "frame_callbacks"
CAMERA: Final = "camera"
"""Keys in the session state: the processor, its callbacks, and streamlit-webrtc's context."""

CONSTRAINTS: Final = {
    "video": {"width": {"ideal": 640}, "height": {"ideal": 480}, "frameRate": {"ideal": 30}},
    "audio": False,
}
"""What the browser asks of the camera. With "exact" instead of "ideal", a camera without such a mode would fail."""

VIDEO_ATTRIBUTES: Final = {
    "autoPlay": True,
    # The browser's controls contain the button for full screen.
    "controls": True,
    "disablePictureInPicture": True,
    "muted": True,
    "playsInline": True,
    "style": {"width": "100%"},
}

TRANSLATIONS: Final = Translations(
    start=texts.live.START,
    stop=texts.live.STOP,
    device_ask_permission=texts.live.CAMERA_ASKED,
    device_access_denied=texts.live.CAMERA_DENIED,
    device_not_available=texts.live.CAMERA_UNAVAILABLE,
    media_api_not_available=texts.live.CAMERA_UNAVAILABLE,
)
"""Texts of streamlit-webrtc's buttons and of its form for choosing a camera; camera_trouble.js finds them by these."""


class Video(NamedTuple):
    """The video of one visitor, as the server knows it.

    Attributes:
        context: streamlit-webrtc's state, which changes with each message of the browser; None if there is no video.
        trouble: Why the server cannot take part, a key of `texts.live.TROUBLES`; None if it can.
    """

    context: WebRtcStreamerContext[Any, Any] | None = None
    trouble: str | None = None

    @property
    def is_offered(self) -> bool:
        """Whether there is a START to press; if not, `camera` has shown why."""
        return self.context is not None or self.trouble is not None

    @property
    def is_playing(self) -> bool:
        """Whether the browser has said last that the video plays."""
        return self.context is not None and bool(self.context.state.playing)

    def received(self) -> tuple[object, ...]:
        """Return what the browser has sent for the video: its state, and its part of the connection."""
        # streamlit-webrtc keeps the latter under a key that starts with ours.
        values = [value for key, value in st.session_state.items() if str(key).startswith(f"{CAMERA}:")]
        return (self.is_playing, *values)


def processor_with(settings: LiveSettings) -> DigitProcessor:
    """Return this visitor's processor with new settings.

    It is created once and kept across reruns, STOP and START.
    """
    if PROCESSOR not in st.session_state:
        st.session_state[PROCESSOR] = DigitProcessor(None, settings, run=run_in_pool)
    processor: DigitProcessor = st.session_state[PROCESSOR]
    processor.settings = settings
    return processor


def camera(processor: DigitProcessor) -> Video:
    """Show the video with its START button."""
    try:
        servers = ice_servers()
    except DigitcamError as exc:
        st.error(escape(str(exc)))
        return Video()
    keep_stream(CAMERA)
    callbacks: FrameCallbacks = st.session_state.setdefault(CALLBACKS, FrameCallbacks(processor))
    try:
        context = webrtc_streamer(
            key=CAMERA,
            mode=WebRtcMode.SENDRECV,
            rtc_configuration=None if servers is None else {"iceServers": servers},
            media_stream_constraints=CONSTRAINTS,
            video_frame_callback=callbacks.recv,
            on_video_ended=callbacks.ended,
            video_html_attrs=VIDEO_ATTRIBUTES,
            translations=TRANSLATIONS,
        )
    except (SignallingTimeoutError, BrowserLeft) as exc:
        # A busy server needs more than the ten seconds that streamlit-webrtc allows, or the visitor has left meanwhile.
        # The next run of the page tries again.
        log.warning("a browser's offer of a video was not answered: %s", exc)
        return Video(trouble="overloaded")
    except Exception:
        log.exception("a browser's offer of a video could not be answered")
        return Video(trouble="failed")
    return Video(context)
