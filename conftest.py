"""Set-up for all tests, including the doctests in `digitcam`."""

# TensorFlow exports its own BoringSSL symbols: a process that loads it before aiortc's pylibsrtp crashes (SIGSEGV).
# Tests load both in one process, so the order is fixed here. The app never does.
import aiortc  # noqa: F401
import pytest
from hypothesis import settings

# No test asserts a duration: on a busy machine any example may take longer than Hypothesis's deadline.
settings.register_profile("digitcam", deadline=None)
settings.load_profile("digitcam")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker has to wait for another at the end.

    That is the browser tests, among them the one that waits for a whole training. No other test comes between two of
    them, so that each worker starts its server and its Chromium once.
    """
    items.sort(key=lambda item: (item.get_closest_marker("browser") is None, item.path.stem != "test_first_use"))
