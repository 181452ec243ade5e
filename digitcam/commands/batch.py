"""Read many files at once; Ctrl-C ends it without losing what was read."""

import contextlib
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import FrameType
from typing import Final, TypeVar

S = TypeVar("S")
T = TypeVar("T")

AHEAD: Final = 4
"""Files per thread that are handed out before the oldest is finished. Raising it keeps the other threads busy for
longer behind a file of many pages, and holds more results in memory."""


def read_in_order(
    files: Iterable[S],
    work: Callable[[S], T],
    use: Callable[[T], None],
    jobs: int,
    abandon: Callable[[], None] = lambda: None,
) -> bool:
    """Call a function with each file in threads, and another one with the results, in order, as they come.

    After Ctrl-C no other file is begun; those that are being read are finished, and their results used. A second
    Ctrl-C raises KeyboardInterrupt at once. For the main thread.

    Args:
        files: The files.
        work: Reads one. It runs in another thread. An exception that it raises ends everything.
        use: Takes a result. It runs on the caller's thread.
        jobs: Number of threads.
        abandon: Makes the calls of `work` return that may take long; called if an exception ends everything.

    Returns:
        Whether it ran to the end; False after Ctrl-C.
    """
    waiting: deque[Future[T]] = deque()

    def cancel() -> None:
        for future in tuple(waiting):
            future.cancel()

    with _stops_on_interrupt(cancel) as stop, ThreadPoolExecutor(jobs) as pool:
        try:
            for file in files:
                if stop.is_set():
                    # The last one may have been handed out just after the others were cancelled.
                    cancel()
                    break
                waiting.append(pool.submit(work, file))
                if len(waiting) > AHEAD * jobs:
                    _use_oldest(waiting, use)
            while waiting:
                _use_oldest(waiting, use)
            return not stop.is_set()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            abandon()
            raise


def _use_oldest(waiting: deque[Future[T]], use: Callable[[T], None]) -> None:
    oldest = waiting.popleft()
    if not oldest.cancelled():
        use(oldest.result())


@contextlib.contextmanager
def _stops_on_interrupt(cancel: Callable[[], None]) -> Iterator[threading.Event]:
    """Cancel and set an event on the first Ctrl-C in the block; the second one does what Ctrl-C did before."""
    stop = threading.Event()

    def interrupt(signal_number: int, frame: FrameType | None) -> None:
        stop.set()
        cancel()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
