"""``read --scheduler``: files are sent to the workers of a Dask cluster. The only module that imports Dask.

Digitcam need not be installed where the scheduler runs: what the scheduler unpickles uses only Python's standard
library. It must be installed on the workers. They need no files: the networks and the pictures are sent to them.
"""

import asyncio
import contextlib
import logging
import operator
import pickle
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError
from typing import Final

import dask
from distributed import Client, Future, KilledWorker
from distributed.comm.core import connect

from digitcam.commands.answers import Answer
from digitcam.commands.identity import code_hash, difference, identify
from digitcam.commands.reading import PageReader
from digitcam.commands.sending import MAX_SENT_BYTES, Outgoing, content_of, size_of
from digitcam.commands.sources import Source, open_source
from digitcam.errors import ClusterError, ImageError

CONNECT_S: Final = 10.0
"""Time to reach the scheduler, and then for a first worker to be there, seconds."""

CLOSE_S: Final = 2.0
"""Time to say goodbye to the scheduler, seconds. It is not reached if the scheduler is gone."""

WATCH_S: Final = 5.0
"""Interval at which is looked whether there are workers, seconds. Raising it delays the message that there are none."""

PER_THREAD: Final = 2
"""Pictures that are sent at once, per thread of the workers: one is read while the next is on its way."""


class Cluster:
    """Sends files to the workers of a Dask cluster. Any thread may call.

    Args:
        client: Connected to the scheduler.
        address: Of the scheduler.
        reader: Reads the files, on the workers.

    Raises:
        ClusterError: If a worker has another version of Digitcam, or none.
    """

    def __init__(self, client: Client, address: str, reader: PageReader) -> None:
        self._client, self._address, self._run = client, address, uuid.uuid4().hex
        self._code = check_workers(client)
        self._reader = client.submit(pickle.loads, pickle.dumps(reader), key=f"digitcam-networks-{self._run}")
        self._outgoing = Outgoing()

    @property
    def threads(self) -> int:
        """Number of threads of all workers."""
        return sum(_threads(self._client).values())

    def read(self, file: Source) -> list[Answer]:
        """Send a file to a worker, again if the worker is lost, and wait for its answers.

        Raises:
            ClusterError: If the scheduler is lost, or a worker has another version of Digitcam.
        """
        try:
            opened = open_source(file)
            with self._outgoing.reserve(size_of(opened)):
                return self._ask(str(file), opened.name, content_of(opened))
        except ImageError as exc:
            return [Answer(None, str(exc))]

    def _ask(self, file: str, name: str, content: bytes) -> list[Answer]:
        work = operator.methodcaller("read_sent", file, name, content, self._code)
        try:
            future: Future[list[Answer]] = self._client.submit(
                work, self._reader, key=f"digitcam-read-{self._run}-{uuid.uuid4().hex}"
            )
            return future.result()
        except KilledWorker:
            return [
                Answer(None, f"{file} cannot be read: each worker that read it has ended. Its memory may be short.")
            ]
        except CancelledError as exc:
            raise self._lost() from exc
        # Unpickling raises exceptions of many kinds where a worker has other code.
        except Exception as exc:
            if self._client.status != "running":
                raise self._lost() from exc
            check_workers(self._client)
            raise ClusterError(f"A worker cannot read {name}: {type(exc).__name__}: {exc}") from exc

    def _lost(self) -> ClusterError:
        return ClusterError(f"The connection to the scheduler at {self._address} was lost.")

    def abandon(self) -> None:
        """Let all calls of `read` return with an error."""
        self._client.close(timeout=CLOSE_S)

    def watch(self, stopped: threading.Event, say: Callable[[str], None]) -> None:
        """Say so when no worker is left, until an event is set. Runs on a thread of its own."""
        were_some = True
        while not stopped.wait(WATCH_S):
            # The scheduler may be gone; the calls of `read` raise the error.
            with contextlib.suppress(Exception):
                are_some = bool(_threads(self._client))
                if were_some and not are_some:
                    say("No worker is left. Waiting for one; Ctrl-C twice ends it and keeps what was written.")
                were_some = are_some


@contextlib.contextmanager
def connected(address: str, reader: PageReader, say: Callable[[str], None]) -> Iterator[Cluster]:
    """Connect to a scheduler, as a context manager.

    Args:
        address: Of the scheduler, such as ``tcp://host:8786``.
        reader: Reads the files, on the workers.
        say: Takes a message for the user. It is called on another thread.

    Raises:
        ClusterError: If the scheduler cannot be reached, or has no workers, or one with another version of Digitcam.
    """
    with _client(address) as client:
        _wait_for_worker(client, address)
        cluster = Cluster(client, address, reader)
        stopped = threading.Event()
        watch = threading.Thread(target=cluster.watch, args=(stopped, say), name="watch", daemon=True)
        watch.start()
        try:
            yield cluster
        finally:
            stopped.set()


@contextlib.contextmanager
def _client(address: str) -> Iterator[Client]:
    # Its messages about a lost connection are for programmers; the user gets one of ours.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    for name in ("client", "comm", "core", "batched"):
        logging.getLogger(f"distributed.{name}").setLevel(logging.CRITICAL)
    # The files are sent with the tasks, so that a lost worker's are sent to another one.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": MAX_SENT_BYTES})
    asyncio.run(_check_scheduler(address))
    try:
        client = Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ImportError) as exc:
        raise ClusterError(f"The scheduler at {address} cannot be used: {exc}") from exc
    try:
        yield client
    finally:
        client.close(timeout=CLOSE_S)


async def _check_scheduler(address: str) -> None:
    """Connect once, before a Client does: one that fails to connect can stop the process from ending for 20 seconds.

    Raises:
        ClusterError: If it cannot be reached.
    """
    start = "Start one with: python -m dask scheduler"
    try:
        # Its own timeout does not cover a server that takes the connection and stays silent.
        (await asyncio.wait_for(connect(address, timeout=CONNECT_S), CONNECT_S)).abort()
    except OSError as exc:
        raise ClusterError(
            f"There is no Dask scheduler at {address}: nothing answered within {CONNECT_S:.0f} seconds. {start}"
        ) from exc
    # A server of another protocol may answer with anything.
    except Exception as exc:
        raise ClusterError(f"What answers at {address} is no Dask scheduler. {start}") from exc


def _wait_for_worker(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=CONNECT_S)
    except TimeoutError as exc:
        raise ClusterError(
            f"The scheduler at {address} has no workers. Start one, or several: python -m dask worker {address}"
        ) from exc


def check_workers(client: Client) -> str:
    """Check that all workers have the Digitcam of this process; return its `code_hash`.

    Raises:
        ClusterError: If one has another, or none.
    """
    for worker, found in sorted(client.run(identify, on_error="return").items()):
        other = difference(None if isinstance(found, Exception) else found)
        if other:
            raise ClusterError(f"The worker {worker} {other}")
    return code_hash()


def _threads(client: Client) -> Mapping[str, int]:
    """Return the number of threads of each worker."""
    threads: dict[str, int] = client.nthreads()
    return threads
