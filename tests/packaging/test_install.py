import json
import os
import shutil
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WITHIN_S = 60


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the command of the project, installed in a virtual environment with this environment's dependencies."""
    folder = tmp_path_factory.mktemp("installed")
    source = folder / "source"
    ignored = shutil.ignore_patterns(".venv", ".git", "models", "tests", "docs", "__pycache__", "*.egg-info", "build")
    shutil.copytree(ROOT, source, ignore=ignored)
    venv.create(folder / "venv", with_pip=False)
    (library,) = (folder / "venv" / "lib").glob("python*/site-packages")
    (here,) = {path for path in sys.path if path.endswith("site-packages")}
    (library / "here.pth").write_text(here)
    binaries = folder / "venv" / "bin"
    pip = [sys.executable, "-m", "pip", "--python", str(binaries / "python")]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-build-isolation", str(source)], check=True)
    return binaries / "digitcam"


def run(command: list[str | Path], folder: Path) -> str:
    environment = os.environ | {"XDG_DATA_HOME": str(folder / "data")}
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_installed_command_lists_all_commands(installed: Path, tmp_path: Path) -> None:
    listed = run([installed, "--help"], tmp_path)
    assert all(f"\n  {name} " in listed for name in ("app", "bench", "convert", "evaluate", "read", "train"))


def test_installed_command_reads_a_picture(installed: Path, tmp_path: Path) -> None:
    line = run([installed, "read", "--json", ROOT / "tests" / "golden" / "clean-1.jpg"], tmp_path)
    assert json.loads(line)["text"] == "8"


def test_installed_package_contains_every_file(installed: Path) -> None:
    (package,) = installed.parents[1].glob("lib/python*/site-packages/digitcam")
    expected = {path.relative_to(ROOT / "digitcam") for path in (ROOT / "digitcam").rglob("*.*") if path.is_file()}
    expected = {path for path in expected if path.suffix != ".pyc" and path.name != ".DS_Store"}
    assert expected <= {path.relative_to(package) for path in package.rglob("*.*")}


def test_installed_networks_and_readings_are_in_the_users_data_folder(installed: Path, tmp_path: Path) -> None:
    code = (
        "from digitcam.config import default_model_path, default_readings_path as r; print(default_model_path(), r())"
    )
    model, readings = run([installed.with_name("python"), "-c", code], tmp_path).split()
    assert Path(model) == tmp_path / "data" / "digitcam" / "models" / "model.keras"
    assert Path(readings) == tmp_path / "data" / "digitcam" / "readings" / "readings.sqlite"


def test_installed_app_serves_the_page(installed: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--server.headless=true", f"--server.port={port}", "--server.address=127.0.0.1"]
    environment = os.environ | {"XDG_DATA_HOME": str(tmp_path)}
    with subprocess.Popen([installed, "app", *options], cwd=tmp_path, env=environment) as server:
        try:
            assert answer(f"http://127.0.0.1:{port}/_stcore/health") == b"ok"
        finally:
            server.terminate()
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=WITHIN_S)


def answer(url: str) -> bytes:
    deadline = time.monotonic() + WITHIN_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=WITHIN_S) as response:
                content: bytes = response.read()
                return content
        except OSError:
            assert time.monotonic() < deadline, f"{url} does not answer"
            time.sleep(0.1)


def test_configuration_of_checkout_and_package_is_the_same() -> None:
    checkout, package = ROOT / ".streamlit" / "config.toml", ROOT / "digitcam" / "ui" / "config.toml"
    assert tomllib.loads(checkout.read_text("utf-8")) == tomllib.loads(package.read_text("utf-8"))


@pytest.mark.parametrize(
    ("lock", "requirements"), [("requirements.lock", ("",)), ("requirements-cluster.lock", ("", "-cluster"))]
)
def test_lock_files_name_every_requirement_and_no_index(lock: str, requirements: tuple[str, ...]) -> None:
    runtime, development = ((ROOT / name).read_text("utf-8") for name in (lock, "requirements-dev.lock"))
    lines = [
        line for each in requirements for line in (ROOT / f"requirements{each}.txt").read_text("utf-8").splitlines()
    ]
    required = [line.split("#")[0].split(">=")[0].split("[")[0].strip() for line in lines]
    assert all(f"\n{name.lower()}" in f"\n{runtime.lower()}" for name in required if name)
    assert "://" not in runtime + development
    pinned = {line for line in runtime.splitlines() if "==" in line and ";" not in line}
    assert pinned <= set(development.splitlines())


def test_installed_extra_names_dask(installed: Path, tmp_path: Path) -> None:
    code = "from importlib.metadata import requires; print(*requires('digitcam'), sep='\\n')"
    required = run([installed.with_name("python"), "-c", code], tmp_path).splitlines()
    assert [name for name in required if "extra" in name] == ['distributed>=2026.7; extra == "cluster"']
