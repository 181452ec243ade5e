"""Fixtures for all tests."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.postgres import find_postgres, postgres
from tests.sharing import made_once

ROOT: Final = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `tests.publishing` fills; tests must not change it."""

    def publish(folder: Path) -> None:
        subprocess.run(
            [sys.executable, "-m", "tests.publishing", str(folder)], cwd=ROOT, check=True, capture_output=True
        )

    return made_once(tmp_path_factory, "published", publish)


@pytest.fixture(scope="session")
def trained(published: Path) -> Path:
    """The folder of a trained dense network; tests must not change it."""
    return published / "trained"


@pytest.fixture(scope="session")
def taught(published: Path) -> Path:
    """The folder of a paper network, with the dense network as its 28×28 network; tests must not change it."""
    return published / "taught"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """URL of a PostgreSQL server that all tests share."""
    if find_postgres() is None:
        pytest.skip("no PostgreSQL on this machine")
    # Not in pytest's folder, whose path is too long: a socket's path may have 107 characters.
    with tempfile.TemporaryDirectory(prefix="digitcam-") as folder, postgres(Path(folder)) as url:
        yield url
