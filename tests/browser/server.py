"""A real server for the browser tests: `streamlit run` in a process of its own."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from digitcam.config import ICE_SERVERS_ENV, MODEL_ENV, READINGS_ENV

ROOT: Final = Path(__file__).parents[2]

READY_WITHIN_S: Final = 120.0
STOPPED_WITHIN_S: Final = 20.0

COMPLAINT: Final = re.compile(
    r"Traceback|Error|Exception|Warning|deprecat|missing ScriptRunContext|never awaited", re.I
)
"""What must not stand in the log of a server that only did what people do."""

CLOSED_TAB: Final = re.compile(
    r"^.*Exception in ASGI application\n(?:.*\n)*?.*: Cannot call \"send\" once a close message has been sent\.$", re.M
)
"""Streamlit 1.67's own: it answers on the WebSocket of a tab that has just been closed."""


@dataclass(slots=True)
class Server:
    """A running server.

    Attributes:
        process: Streamlit itself.
        url: Of the page.
        model: Where this server keeps its network, and beside it the readings.
        log: All that it wrote to its terminal.
        was_killed: Whether the test has ended it, as a power cut would.
    """

    process: psutil.Popen
    url: str
    model: Path
    log: Path
    was_killed: bool = False

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        self.process.kill()
        self.process.wait()
        self.was_killed = True

    def is_healthy(self) -> bool:
        """Return whether the server answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def complaints(self) -> list[str]:
        """Lines of the log that nobody should see."""
        return [line for line in CLOSED_TAB.sub("", self.log.read_text()).splitlines() if COMPLAINT.search(line)]


@contextmanager
def serving(model: Path, log: Path, *more: str) -> Iterator[Server]:
    """Run a server that keeps its network in `model` and readings beside it, until the block ends.

    Args:
        model: Where.
        log: Where it writes to.
        more: Options of `streamlit run`.

    Raises:
        AssertionError: If it does not start, dies, or has complained in its log.
    """
    port = _free_port()
    # No STUN: the browser is on this machine, and tests ask nobody outside.
    readings = model.parent / "readings.sqlite"
    environment = os.environ | {MODEL_ENV: str(model), READINGS_ENV: str(readings), ICE_SERVERS_ENV: ""}
    options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *options, *more]
    with log.open("wb") as output:
        process = psutil.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    server = Server(process, f"http://127.0.0.1:{port}", model, log)
    try:
        _wait_until_healthy(server)
        yield server
        assert server.was_killed or server.is_healthy(), f"the server died; see {log}"
        assert server.complaints() == [], f"see {log}"
    finally:
        _stop(process)


def _wait_until_healthy(server: Server) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while not server.is_healthy():
        assert server.process.poll() is None, f"the server did not start:\n{server.log.read_text()}"
        assert time.monotonic() < deadline, f"the server is not ready after {READY_WITHIN_S:.0f} s"
        time.sleep(0.1)


def _stop(process: psutil.Popen) -> None:
    """End it and its children, a training among them."""
    family = [*process.children(recursive=True), process] if process.is_running() else []
    for member in family:
        member.terminate()
    _, alive = psutil.wait_procs(family, timeout=STOPPED_WITHIN_S)
    for member in alive:
        member.kill()
    process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
