"""The camera: video from the browser through our processor and back."""

from typing import Final

import streamlit as st
from streamlit_webrtc import WebRtcMode, webrtc_streamer
from streamlit_webrtc.component import generate_frontend_component_key

from digitcam.config import LiveSettings
from digitcam.errors import DigitcamError
from digitcam.video.ice import ice_servers
from digitcam.video.processor import DigitProcessor
from digitcam.video.worker import run_in_pool

PROCESSOR: Final = "processor"
CAMERA: Final = "camera"

# Only ideals: a camera that cannot do this gives what it has, where "exact" would fail.
CONSTRAINTS: Final = {
    "video": {"width": {"ideal": 640}, "height": {"ideal": 480}, "frameRate": {"ideal": 30}},
    "audio": False,
}


def processor_with(settings: LiveSettings) -> DigitProcessor:
    """This visitor's processor, told the newest settings; it outlives reruns, STOP and START."""
    processor: DigitProcessor = st.session_state.setdefault(PROCESSOR, DigitProcessor(None, settings, run=run_in_pool))
    processor.settings = settings
    return processor


def camera(processor: DigitProcessor) -> bool:
    """Show the video with its START button; return whether it is playing."""
    try:
        servers = ice_servers()
    except DigitcamError as exc:
        st.error(str(exc))
        return False
    keep_stream()
    context = webrtc_streamer(
        key=CAMERA,
        mode=WebRtcMode.SENDRECV,
        rtc_configuration=None if servers is None else {"iceServers": servers},
        media_stream_constraints=CONSTRAINTS,
        video_frame_callback=processor.recv,
        video_html_attrs={
            "autoPlay": True,
            # The browser's own, for full screen; what is read stands in the video.
            "controls": True,
            "disablePictureInPicture": True,
            "muted": True,
            "playsInline": True,
            "style": {"width": "100%"},
        },
    )
    return bool(context.state.playing)


def keep_stream() -> None:
    """Keep the stream when two runs of the page follow each other quickly, as when START is pressed and a box ticked.

    streamlit-webrtc (0.79) ends the stream of a page that was left, which it tells by Streamlit's count of finished
    runs. Streamlit counts a run only when its last message has been sent; a run that begins before that makes the
    next one find two more than it expects. Streamlit itself forgets a component's value when the page is left.
    """
    context = st.session_state.get(CAMERA)
    if context is not None and generate_frontend_component_key(CAMERA) in st.session_state:
        context._last_rendered_run_count = None
