"""What one worker of pytest-xdist makes is there for all of them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that is filled once in a run of the tests; the other workers wait for it.

    Args:
        factory: Of the temporary folders of this worker.
        name: Name of the folder, unique among all fixtures.
        make: Fills the folder, which is empty. If it fails, the next worker tries again with an empty one.
    """
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder = base / name
    with FileLock(base / f"{name}.lock"):
        if not folder.exists():
            unfinished = factory.mktemp(name)
            make(unfinished)
            unfinished.rename(folder)
    return folder
