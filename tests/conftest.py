"""What every test shares."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that training the dense network leaves; copied, never served or changed."""
    folder = tmp_path_factory.mktemp("trained")
    command = [sys.executable, "-m", "digitcam", "train", "--architecture", "dense"]
    subprocess.run([*command, "--model", str(folder / "model.keras")], cwd=ROOT, check=True, capture_output=True)
    return folder
