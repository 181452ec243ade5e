"""Streamlit servers to measure: the page, Streamlit's hello page, and a page that sends the video back unchanged."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from digitcam.config import ICE_SERVERS_ENV, MODEL_ENV, READINGS_ENV

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ("run", str(ROOT / "streamlit_app.py"))
HELLO: Final = ("hello",)
PASS_THROUGH: Final = ("run", str(Path(__file__).with_name("pass_through.py")))


@dataclass(frozen=True, slots=True)
class StreamlitServer:
    """A running server.

    Attributes:
        url: Address of its page, which may not answer yet.
        pid: Process identifier.
        started: Time of its start by ``time.perf_counter``, seconds.
    """

    url: str
    pid: int
    started: float


@contextmanager
def serving(what: tuple[str, ...], model: Path) -> Iterator[StreamlitServer]:
    """Run a server until the ``with`` block ends. The block starts before the server answers.

    Args:
        what: Arguments for Streamlit.
        model: Path of its network; readings are kept in the same folder.
    """
    port = _free_port()
    environment = {
        MODEL_ENV: str(model),
        READINGS_ENV: str(model.with_name("readings.sqlite")),
        # No STUN, because the browser is on this machine.
        ICE_SERVERS_ENV: "",
        # As `make run` and `digitcam app` set them.
        "MALLOC_ARENA_MAX": "2",
        "MALLOC_TRIM_THRESHOLD_": "131072",
    }
    options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    command = [sys.executable, "-m", "streamlit", *what, *options]
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield StreamlitServer(f"http://127.0.0.1:{port}", process.pid, started)
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
