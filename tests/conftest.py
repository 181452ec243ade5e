"""What every test shares."""

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
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that training the dense network leaves; copied, never served or changed."""
    folder = tmp_path_factory.mktemp("trained")
    command = [sys.executable, "-m", "digitcam", "train", "--architecture", "dense"]
    subprocess.run([*command, "--model", str(folder / "model.keras")], cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Of a server that this session's tests share."""
    if find_postgres() is None:
        pytest.skip("no PostgreSQL on this machine")
    # Not pytest's own folder: a socket's path may have 107 characters.
    with tempfile.TemporaryDirectory(prefix="digitcam-") as folder, postgres(Path(folder)) as url:
        yield url
