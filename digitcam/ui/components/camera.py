"""The live video: from the browser to the processor and back."""

from typing import Final

import streamlit as st
from streamlit_webrtc import WebRtcMode, webrtc_streamer

from digitcam.config import LiveSettings
from digitcam.errors import DigitcamError
from digitcam.ui.server.workarounds import keep_stream
from digitcam.video.ice import ice_servers
from digitcam.video.processor import DigitProcessor
from digitcam.video.worker import run_in_pool

PROCESSOR: Final = "processor"
CAMERA: Final = "camera"
"""Keys in the session state: the processor, and streamlit-webrtc's context."""

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


def processor_with(settings: LiveSettings) -> DigitProcessor:
    """Return this visitor's processor with new settings.

    It is created once and kept across reruns, STOP and START.
    """
    if PROCESSOR not in st.session_state:
        st.session_state[PROCESSOR] = DigitProcessor(None, settings, run=run_in_pool)
    processor: DigitProcessor = st.session_state[PROCESSOR]
    processor.settings = settings
    return processor


def camera(processor: DigitProcessor) -> bool:
    """Show the video with its START button and return whether it is playing."""
    try:
        servers = ice_servers()
    except DigitcamError as exc:
        st.error(str(exc))
        return False
    keep_stream(CAMERA)
    context = webrtc_streamer(
        key=CAMERA,
        mode=WebRtcMode.SENDRECV,
        rtc_configuration=None if servers is None else {"iceServers": servers},
        media_stream_constraints=CONSTRAINTS,
        video_frame_callback=processor.recv,
        video_html_attrs=VIDEO_ATTRIBUTES,
    )
    return bool(context.state.playing)
