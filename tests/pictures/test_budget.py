import threading
from pathlib import Path

import filelock
import pytest

from digitcam.errors import ImageError
from digitcam.pictures import budget
from digitcam.pictures.budget import MAX_BYTES, SMALL_BYTES, SMALL_TOTAL_BYTES, Budget, check_fits

WAIT_S = 10.0
"""Time that threads get to reach the expected state, seconds; only a failing test waits so long."""


class Holder:
    """A thread that reserves memory until it is told to stop."""

    def __init__(self, shared: Budget, size: int) -> None:
        self._budget, self._size = shared, size
        self.has_it, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._hold)
        self._thread.start()

    def _hold(self) -> None:
        with self._budget.reserve(self._size):
            self.has_it.set()
            self._stop.wait(WAIT_S)

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(WAIT_S)


def test_reserve_small_picture_does_not_wait_for_large_ones() -> None:
    shared = Budget()
    large, waiting = Holder(shared, MAX_BYTES), Holder(shared, MAX_BYTES)
    assert large.has_it.wait(WAIT_S) or waiting.has_it.wait(WAIT_S)
    small = Holder(shared, SMALL_BYTES)
    assert small.has_it.wait(WAIT_S)
    for holder in (small, large, waiting):
        holder.stop()
    assert shared.reserved_bytes == 0


def test_reserve_large_pictures_take_turns() -> None:
    shared = Budget()
    with shared.reserve(SMALL_BYTES + 1):
        second = Holder(shared, SMALL_BYTES + 1)
        assert not second.has_it.is_set()
    assert second.has_it.wait(WAIT_S)
    second.stop()


def test_reserve_small_pictures_share_their_total() -> None:
    shared = Budget()
    with shared.reserve(SMALL_BYTES):
        fits = Holder(shared, SMALL_TOTAL_BYTES - SMALL_BYTES)
        assert fits.has_it.wait(WAIT_S)
        exceeds = Holder(shared, 1)
        assert not exceeds.has_it.is_set()
        fits.stop()
        assert exceeds.has_it.wait(WAIT_S)
        exceeds.stop()
    assert shared.reserved_bytes == 0


def test_reserve_exception_gives_the_memory_back() -> None:
    shared = Budget()
    for size in (1, MAX_BYTES):
        with pytest.raises(KeyError), shared.reserve(size):
            raise KeyError
    with shared.reserve(MAX_BYTES), shared.reserve(SMALL_BYTES):
        assert shared.reserved_bytes == SMALL_BYTES


def test_reserve_large_picture_locks_out_other_processes(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    with Budget(file).reserve(MAX_BYTES), pytest.raises(filelock.Timeout), filelock.FileLock(file, timeout=0):
        pass


@pytest.mark.parametrize("where", ["missing/lock", "."])
def test_reserve_unusable_lock_file_does_not_matter(tmp_path: Path, where: str) -> None:
    with Budget(tmp_path / where).reserve(MAX_BYTES):
        pass


def test_reserve_lock_that_is_never_released_is_waited_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "LARGE_WAIT_S", 0.0)
    file = tmp_path / "lock"
    with filelock.FileLock(file), Budget(file).reserve(MAX_BYTES):
        pass


def test_check_fits_names_the_picture() -> None:
    check_fits(MAX_BYTES, "a")
    with pytest.raises(ImageError, match=r"^a takes too much memory"):
        check_fits(MAX_BYTES + 1, "a")
