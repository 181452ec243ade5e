"""Fixtures for all tests."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.postgres import find_postgres, postgres

ROOT: Final = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `tests.publishing` fills; tests must not change it."""
    folder = tmp_path_factory.mktemp("published")
    subprocess.run([sys.executable, "-m", "tests.publishing", str(folder)], cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def trained(published: Path) -> Path:
    """The folder of a trained dense network; tests must not change it."""
    return published / "trained"


@pytest.fixture(scope="session")
def taught(published: Path) -> Path:
    """The folder of a paper network, with the dense network as its 28×28 network; tests must not change it."""
    for path in (published / "trained").glob("model.*"):
        if path.suffix != ".lock":
            shutil.copy(path, published / "taught" / f"classic{path.suffix}")
    return published / "taught"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """URL of a PostgreSQL server that all tests share."""
    if find_postgres() is None:
        pytest.skip("no PostgreSQL on this machine")
    # Not in pytest's folder, whose path is too long: a socket's path may have 107 characters.
    with tempfile.TemporaryDirectory(prefix="digitcam-") as folder, postgres(Path(folder)) as url:
        yield url
