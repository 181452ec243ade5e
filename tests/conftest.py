"""What every test shares."""

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
    """What `tests.publishing` leaves; copied, never served or changed."""
    folder = tmp_path_factory.mktemp("published")
    subprocess.run([sys.executable, "-m", "tests.publishing", str(folder)], cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def trained(published: Path) -> Path:
    """The folder of a trained dense network."""
    return published / "trained"


@pytest.fixture(scope="session")
def taught(published: Path) -> Path:
    """The folder as it is after the first uses: the paper network, and the dense one as the 28×28 network beside it."""
    for path in (published / "trained").glob("model.*"):
        if path.suffix != ".lock":
            shutil.copy(path, published / "taught" / f"classic{path.suffix}")
    return published / "taught"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Of a server that this session's tests share."""
    if find_postgres() is None:
        pytest.skip("no PostgreSQL on this machine")
    # Not pytest's own folder: a socket's path may have 107 characters.
    with tempfile.TemporaryDirectory(prefix="digitcam-") as folder, postgres(Path(folder)) as url:
        yield url
