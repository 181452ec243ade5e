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
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that training the dense network leaves; copied, never served or changed."""
    folder = tmp_path_factory.mktemp("trained")
    command = [sys.executable, "-m", "digitcam", "train", "--architecture", "dense"]
    subprocess.run([*command, "--model", str(folder / "model.keras")], cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def taught(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as it is after the first uses: the paper network, and the dense one as the 28×28 network beside it."""
    folder = tmp_path_factory.mktemp("taught")
    command = [sys.executable, "-m", "tests.publishing", str(folder / "model.keras")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    for path in trained.glob("model.*"):
        if path.suffix != ".lock":
            shutil.copy(path, folder / f"classic{path.suffix}")
    return folder


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Of a server that this session's tests share."""
    if find_postgres() is None:
        pytest.skip("no PostgreSQL on this machine")
    # Not pytest's own folder: a socket's path may have 107 characters.
    with tempfile.TemporaryDirectory(prefix="digitcam-") as folder, postgres(Path(folder)) as url:
        yield url
