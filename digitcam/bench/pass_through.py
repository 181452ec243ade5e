"""A Streamlit page that sends each camera frame back unchanged, for comparison."""

import av
import streamlit as st
from streamlit_webrtc import WebRtcMode, webrtc_streamer

from digitcam.ui.components.camera import CAMERA, CONSTRAINTS


def _same(frame: av.VideoFrame) -> av.VideoFrame:
    return frame


if __name__ == "__main__":
    st.title("Pass-through")
    webrtc_streamer(
        key=CAMERA,
        mode=WebRtcMode.SENDRECV,
        rtc_configuration={"iceServers": []},
        media_stream_constraints=CONSTRAINTS,
        video_frame_callback=_same,
        video_html_attrs={"autoPlay": True, "controls": True, "muted": True, "playsInline": True},
    )
