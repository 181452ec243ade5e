"""A visitor without a browser: Streamlit's WebSocket, and a camera made with aiortc."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription, VideoStreamTrack
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

WAIT_S: Final = 60.0
"""Maximum time for an expected message, seconds."""


class Visitor:
    """One tab with the live page."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._component = self._page = ""

    async def run(self, value: dict[str, Any] | None = None) -> None:
        """Request a run of the page, with a new value of the component that shows the video."""
        message = BackMsg()
        message.rerun_script.page_script_hash = self._page
        if value is not None:
            message.rerun_script.widget_states.widgets.add(id=self._component, json_value=json.dumps(value))
        await self._socket.send(message.SerializeToString())

    async def component(self) -> dict[str, Any]:
        """Return the arguments of the component, as soon as they are sent anew."""
        while True:
            message = ForwardMsg.FromString(bytes(await asyncio.wait_for(self._socket.recv(), WAIT_S)))  # type: ignore[arg-type]
            self._page = message.navigation.page_script_hash or self._page
            instance = message.delta.new_element.component_instance
            if "webrtc_streamer" in instance.component_name:
                self._component = instance.id
                return dict(json.loads(instance.json_args))

    async def start(self, peer: RTCPeerConnection) -> None:
        """Send the camera's offer, as START does."""
        peer.addTrack(VideoStreamTrack())
        await peer.setLocalDescription(await peer.createOffer())
        offer = {"sdp": peer.localDescription.sdp, "type": peer.localDescription.type}
        await self.run({"playing": False, "sdpOffer": offer, "iceCandidates": {}})

    async def play(self, peer: RTCPeerConnection) -> None:
        """Take the answer, and wait for a frame."""
        answer = None
        while answer is None:
            answer = (await self.component()).get("sdp_answer_json")
        await peer.setRemoteDescription(RTCSessionDescription(**json.loads(answer)))
        await self.run({"playing": True, "sdpOffer": "", "iceCandidates": {}})
        await asyncio.wait_for(peer.getReceivers()[0].track.recv(), WAIT_S)


async def visit(url: str) -> None:
    """Open the page, press START, see a frame, press STOP, and close the tab."""
    async with _tab(url) as visitor, _camera() as peer:
        await visitor.run()
        await visitor.component()
        await visitor.start(peer)
        await visitor.play(peer)
        await visitor.run({"playing": False, "sdpOffer": "", "iceCandidates": {}})
        await visitor.component()


@asynccontextmanager
async def _tab(url: str) -> AsyncIterator[Visitor]:
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None, close_timeout=0.1) as socket:  # type: ignore[list-item]
        yield Visitor(socket)


@asynccontextmanager
async def _camera() -> AsyncIterator[RTCPeerConnection]:
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    try:
        yield peer
    finally:
        await peer.close()
