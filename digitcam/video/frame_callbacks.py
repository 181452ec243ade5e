"""streamlit-webrtc's callbacks for the video of one visitor."""

import asyncio
import threading
from typing import TypeAlias

import av
from aiortc.exceptions import InvalidStateError

from digitcam.video.processor import DigitProcessor

BrowserLeft: TypeAlias = InvalidStateError
"""Raised while a browser's offer is answered if its tab was closed meanwhile."""


class FrameCallbacks:
    """Passes frames to a processor, and closes what streamlit-webrtc (0.79) leaves open at the end of a stream.

    Its thread for frames creates an event loop and never closes it (``AsyncMediaProcessTrack`` in
    https://github.com/whitphx/streamlit-webrtc/blob/main/streamlit_webrtc/process.py). That leaves three file
    descriptors per stream until Python happens to collect the loop.

    Attributes:
        processor: Of this visitor; the same for all streams.
    """

    def __init__(self, processor: DigitProcessor) -> None:
        self.processor = processor
        self._loops: dict[threading.Thread, asyncio.AbstractEventLoop] = {}

    def recv(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Process a frame. Runs on the stream's own thread, inside its event loop."""
        thread = threading.current_thread()
        if thread not in self._loops:
            self._loops[thread] = asyncio.get_running_loop()
        return self.processor.recv(frame)

    def ended(self) -> None:
        """Close the event loops of streams that have ended. Runs on the server's event loop."""
        # A stream that was started meanwhile has a thread that is alive.
        for thread, loop in list(self._loops.items()):
            if not thread.is_alive():
                del self._loops[thread]
                loop.close()
