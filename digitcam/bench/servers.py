"""Streamlit servers to look at: the page, Streamlit's own hello page, and a page whose video passes through."""

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
class Server:
    """A running server.

    Attributes:
        url: Where its page is, perhaps not yet.
        pid: Its process.
        started: When it was started, by ``time.perf_counter``.
    """

    url: str
    pid: int
    started: float


@contextmanager
def serving(what: tuple[str, ...], model: Path) -> Iterator[Server]:
    """Run a server until the block ends; it does not wait until it answers.

    Args:
        what: Streamlit's arguments.
        model: Where it keeps its network, and beside it readings.
    """
    port = _free_port()
    # No STUN: the browser is on this machine.
    told = {MODEL_ENV: str(model), READINGS_ENV: str(model.with_name("readings.sqlite")), ICE_SERVERS_ENV: ""}
    options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    command = [sys.executable, "-m", "streamlit", *what, *options]
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield Server(f"http://127.0.0.1:{port}", process.pid, started)
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
