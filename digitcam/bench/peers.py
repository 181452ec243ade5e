"""Both ends of WebRTC connections, each in its own process: a server like the page's, and cameras.

A camera sends a video that was encoded in advance, and counts the frames that come back without decoding them. The
machine's time is then spent by the server, as if the cameras were on other machines.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from fractions import Fraction
from multiprocessing.connection import Connection
from typing import Any, Final, Literal, TypeAlias

import aiortc.rtcrtpreceiver
import av
import numpy as np
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from digitcam.bench.codec import CLOCK, FPS, as_frame
from digitcam.config import LiveSettings
from digitcam.networks.loading import load_recogniser
from digitcam.video.processor import DigitProcessor
from digitcam.video.worker import run_in_pool

Kind: TypeAlias = Literal["ours", "pass-through"]

Request: TypeAlias = tuple[str, int, Any]
"""Action, session number, and value."""

LOCAL: Final = RTCConfiguration(iceServers=[])
"""Configuration for peers on the same machine."""


class CountingCallback:
    """Counts the frames that a callback processes."""

    def __init__(self, recv: Callable[[av.VideoFrame], av.VideoFrame]) -> None:
        self._recv, self.count = recv, 0

    def recv(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Process a frame with the callback."""
        self.count += 1
        return self._recv(frame)


def _track_class() -> Any:
    """Return streamlit-webrtc's track that calls back with the newest frame, in the session's own thread."""
    # On import Streamlit logs a dozen warnings, because no page is running.
    logging.disable(logging.WARNING)
    from streamlit_webrtc.process import AsyncVideoProcessTrack

    logging.disable(logging.NOTSET)
    return AsyncVideoProcessTrack


class PeerServer:
    """Answers the cameras' offers."""

    def __init__(self, kind: Kind) -> None:
        self._recogniser = load_recogniser() if kind == "ours" else None
        self._kind = kind
        self._through = _track_class()
        self._sessions: dict[int, tuple[RTCPeerConnection, CountingCallback]] = {}

    async def handle(self, what: str, session: int, value: Any) -> Any:
        """Handle a request: answer an offer, close a session, or return the number of frames of each session."""
        if what == "offer":
            return await self._answer(session, value)
        if what == "close":
            await self._sessions.pop(session)[0].close()
        return {number: counted.count for number, (_, counted) in self._sessions.items()}

    async def _answer(self, session: int, offer: str) -> str:
        ours = DigitProcessor(self._recogniser, LiveSettings(recognise=True), run=run_in_pool)
        counted = CountingCallback(ours.recv if self._kind == "ours" else lambda frame: frame)
        connection = RTCPeerConnection(LOCAL)
        self._sessions[session] = connection, counted
        connection.on("track", lambda track: connection.addTrack(self._through(track, counted)))
        await connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await connection.setLocalDescription(await connection.createAnswer())
        return str(connection.localDescription.sdp)


class Recording(MediaStreamTrack):  # type: ignore[misc]  # aiortc ships no types that mypy follows
    """Sends an encoded video in a loop, FPS frames a second."""

    kind = "video"

    def __init__(self, video: list[bytes]) -> None:
        super().__init__()
        self._video, self._number, self._started = video, 0, time.monotonic()

    async def recv(self) -> Any:
        """Return the next frame when it is due."""
        if self._number == 0:
            self._started = time.monotonic()
        await asyncio.sleep(max(0.0, self._started + self._number / FPS - time.monotonic()))
        packet = av.Packet(self._video[self._number % len(self._video)])
        packet.pts, packet.time_base = self._number * CLOCK // FPS, Fraction(1, CLOCK)
        self._number += 1
        return packet


class BlankDecoder:
    """Decoder that returns the same frame for all data."""

    FRAME: Final = as_frame(np.zeros((16, 16), np.uint8), 0)

    def decode(self, encoded: object) -> list[av.VideoFrame]:
        """Return a blank frame."""
        return [self.FRAME]


class Cameras:
    """Make connections to the server."""

    def __init__(self, video: list[bytes]) -> None:
        # Affects only this process.
        aiortc.rtcrtpreceiver.get_decoder = lambda codec: BlankDecoder()
        self._video = video
        self._sessions: dict[int, RTCPeerConnection] = {}
        self._received: dict[int, int] = {}
        self._watching: set[asyncio.Task[None]] = set()

    async def handle(self, what: str, session: int, value: Any) -> Any:
        """Handle a request: make an offer, accept an answer, close a session, or count received frames."""
        if what == "offer":
            return await self._offer(session)
        if what == "answer":
            await self._sessions[session].setRemoteDescription(RTCSessionDescription(value, "answer"))
        if what == "close":
            await self._sessions.pop(session).close()
            self._received.pop(session)
        return dict(self._received)

    async def _offer(self, session: int) -> str:
        connection = self._sessions[session] = RTCPeerConnection(LOCAL)
        self._received[session] = 0
        connection.addTrack(Recording(self._video))
        connection.on("track", lambda track: self._watch(session, track))
        await connection.setLocalDescription(await connection.createOffer())
        return str(connection.localDescription.sdp)

    def _watch(self, session: int, track: MediaStreamTrack) -> None:
        task = asyncio.ensure_future(self._count(session, track))
        self._watching.add(task)
        task.add_done_callback(self._watching.discard)

    async def _count(self, session: int, track: MediaStreamTrack) -> None:
        try:
            while True:
                await track.recv()
                self._received[session] += 1
        except (aiortc.mediastreams.MediaStreamError, KeyError):
            return


def serve(requests: Connection, kind: Kind) -> None:
    """Run the server's process: handle requests until the other end is closed."""
    asyncio.run(_handle_requests(requests, PeerServer(kind).handle))


def call(requests: Connection, video: list[bytes]) -> None:
    """Run the cameras' process: handle requests until the other end is closed."""
    asyncio.run(_handle_requests(requests, Cameras(video).handle))


async def _handle_requests(requests: Connection, handle: Callable[[str, int, Any], Coroutine[Any, Any, Any]]) -> None:
    loop = asyncio.get_running_loop()
    while True:
        try:
            request: Request = await loop.run_in_executor(None, requests.recv)
        except EOFError:
            return
        requests.send(await handle(*request))
