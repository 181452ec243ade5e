"""A server for the browser tests: `streamlit run` in a process of its own."""

import os
import re
import signal
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
"""Words that must not appear in the log of a server during normal use."""

CLOSED_TAB: Final = re.compile(
    r"^.*Exception in ASGI application\n(?:.*\n)*?.*: Cannot call \"send\" once a close message has been sent\.$", re.M
)
"""A traceback that is Streamlit's own (1.67): it answers on the WebSocket of a tab that has just been closed."""


@dataclass(slots=True)
class Server:
    """A running server.

    Attributes:
        process: The Streamlit process.
        url: Address of the page.
        model: Path of the server's network; the readings are stored beside it.
        log: File with the server's output.
        was_killed: Whether the test has killed the process.
    """

    process: psutil.Popen
    url: str
    model: Path
    log: Path
    was_killed: bool = False

    def kill(self) -> None:
        """Kill the server, as a power cut would."""
        self.process.kill()
        self.process.wait()
        self.was_killed = True

    def end(self, by: signal.Signals) -> None:
        """End the server by a signal."""
        self.process.send_signal(by)
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
        """Return the lines of the log that must not appear during normal use."""
        return [line for line in CLOSED_TAB.sub("", self.log.read_text()).splitlines() if COMPLAINT.search(line)]


@contextmanager
def serving(model: Path, log: Path, *more: str) -> Iterator[Server]:
    """Run a server until the block ends.

    Args:
        model: Path of its network; the readings are stored beside it.
        log: File for its output.
        more: Further options of `streamlit run`.

    Raises:
        AssertionError: If the server does not start, ends too early, or logs an error or a warning.
    """
    port = _free_port()
    # No STUN servers: the browser is on this machine, and tests send no requests to other hosts.
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
        complaints = server.complaints()
        assert not complaints, "\n".join([f"{log} has:", *complaints])
    finally:
        _stop(process)


def _wait_until_healthy(server: Server) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while not server.is_healthy():
        assert server.process.poll() is None, f"the server did not start:\n{server.log.read_text()}"
        assert time.monotonic() < deadline, f"the server is not ready after {READY_WITHIN_S:.0f} s"
        time.sleep(0.1)


def _stop(process: psutil.Popen) -> None:
    """End the server and its child processes, such as a training."""
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
