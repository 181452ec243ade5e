"""Two ends of real WebRTC connections, each in a process of its own: a server like the page's, and cameras.

A camera sends a video that was coded before and only counts what comes back, so that the machine's time goes to the
server, as it would if the cameras were elsewhere.
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
"""What to do, for which session, with what."""

HERE_ONLY: Final = RTCConfiguration(iceServers=[])


class Counted:
    """Counts the frames that go through."""

    def __init__(self, recv: Callable[[av.VideoFrame], av.VideoFrame]) -> None:
        self._recv, self.count = recv, 0

    def recv(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Hand it on."""
        self.count += 1
        return self._recv(frame)


def _callback_track() -> Any:
    """streamlit-webrtc's own way with a callback: the newest frame, in a thread of the session's."""
    # Nobody needs to be warned a dozen times that there is no page here.
    logging.disable(logging.WARNING)
    from streamlit_webrtc.process import AsyncVideoProcessTrack

    logging.disable(logging.NOTSET)
    return AsyncVideoProcessTrack


class Server:
    """Answers cameras."""

    def __init__(self, kind: Kind) -> None:
        self._recogniser = load_recogniser() if kind == "ours" else None
        self._kind = kind
        self._through = _callback_track()
        self._sessions: dict[int, tuple[RTCPeerConnection, Counted]] = {}

    async def handle(self, what: str, session: int, value: Any) -> Any:
        """Do what is asked: answer an offer, close a session, or count frames."""
        if what == "offer":
            return await self._answer(session, value)
        if what == "close":
            await self._sessions.pop(session)[0].close()
        return {number: counted.count for number, (_, counted) in self._sessions.items()}

    async def _answer(self, session: int, offer: str) -> str:
        ours = DigitProcessor(self._recogniser, LiveSettings(recognise=True), run=run_in_pool)
        counted = Counted(ours.recv if self._kind == "ours" else lambda frame: frame)
        connection = RTCPeerConnection(HERE_ONLY)
        self._sessions[session] = connection, counted
        connection.on("track", lambda track: connection.addTrack(self._through(track, counted)))
        await connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await connection.setLocalDescription(await connection.createAnswer())
        return str(connection.localDescription.sdp)


class Recording(MediaStreamTrack):  # type: ignore[misc]  # aiortc ships no types that mypy follows
    """Sends a coded video, over and over, FPS a second."""

    kind = "video"

    def __init__(self, video: list[bytes]) -> None:
        super().__init__()
        self._video, self._number, self._started = video, 0, time.monotonic()

    async def recv(self) -> Any:
        """The next frame, when it is time."""
        if self._number == 0:
            self._started = time.monotonic()
        await asyncio.sleep(max(0.0, self._started + self._number / FPS - time.monotonic()))
        packet = av.Packet(self._video[self._number % len(self._video)])
        packet.pts, packet.time_base = self._number * CLOCK // FPS, Fraction(1, CLOCK)
        self._number += 1
        return packet


class Undecoded:
    """Takes a coded frame for granted."""

    FRAME: Final = as_frame(np.zeros((16, 16), np.uint8), 0)

    def decode(self, encoded: object) -> list[av.VideoFrame]:
        """Something in its place."""
        return [self.FRAME]


class Cameras:
    """Call the server."""

    def __init__(self, video: list[bytes]) -> None:
        # In this process only.
        aiortc.rtcrtpreceiver.get_decoder = lambda codec: Undecoded()
        self._video = video
        self._sessions: dict[int, RTCPeerConnection] = {}
        self._received: dict[int, int] = {}
        self._watching: set[asyncio.Task[None]] = set()

    async def handle(self, what: str, session: int, value: Any) -> Any:
        """Do what is asked: make an offer, take an answer, close a session, or count frames."""
        if what == "offer":
            return await self._offer(session)
        if what == "answer":
            await self._sessions[session].setRemoteDescription(RTCSessionDescription(value, "answer"))
        if what == "close":
            await self._sessions.pop(session).close()
            self._received.pop(session)
        return dict(self._received)

    async def _offer(self, session: int) -> str:
        connection = self._sessions[session] = RTCPeerConnection(HERE_ONLY)
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
    """The server's process: do what is asked until the other end is closed."""
    asyncio.run(_handled(requests, Server(kind).handle))


def call(requests: Connection, video: list[bytes]) -> None:
    """The cameras' process; likewise."""
    asyncio.run(_handled(requests, Cameras(video).handle))


async def _handled(requests: Connection, handle: Callable[[str, int, Any], Coroutine[Any, Any, Any]]) -> None:
    loop = asyncio.get_running_loop()
    while True:
        try:
            request: Request = await loop.run_in_executor(None, requests.recv)
        except EOFError:
            return
        requests.send(await handle(*request))
