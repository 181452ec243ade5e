"""The camera: video from the browser through our processor and back."""

from typing import Final

import streamlit as st
from streamlit_webrtc import WebRtcMode, webrtc_streamer

from digitcam.config import Settings
from digitcam.errors import DigitcamError
from digitcam.live import DigitProcessor
from digitcam.rtc import ice_servers

PROCESSOR: Final = "processor"

# Only ideals: a camera that cannot do this gives what it has, where "exact" would fail.
CONSTRAINTS: Final = {
    "video": {"width": {"ideal": 640}, "height": {"ideal": 480}, "frameRate": {"ideal": 30}},
    "audio": False,
}


def processor_with(settings: Settings) -> DigitProcessor:
    """This visitor's processor, told the newest settings; it outlives reruns, STOP and START."""
    processor: DigitProcessor = st.session_state.setdefault(PROCESSOR, DigitProcessor(None, settings))
    processor.settings = settings
    return processor


def camera(processor: DigitProcessor) -> bool:
    """Show the video with its START button; return whether it is playing."""
    try:
        servers = ice_servers()
    except DigitcamError as exc:
        st.error(str(exc))
        return False
    context = webrtc_streamer(
        key="camera",
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
