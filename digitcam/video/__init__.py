"""The live video: a frame in, a frame out. The only room of the app that imports av.

`processor` runs on streamlit-webrtc's worker thread, one per camera; `worker` reads frames in a pool of reader threads;
`tracking`, `alignment` and `smoothing` turn single readings into a steady one; `keeping` keeps those that hold still;
`overlay`, `outline` and `hold_drawing` draw. Imports config, readings, vision and recognition.
"""

from digitcam.video.processor import DigitProcessor
from digitcam.video.snapshot import Snapshot

__all__ = ["DigitProcessor", "Snapshot"]
