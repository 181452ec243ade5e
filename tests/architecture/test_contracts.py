"""The contracts themselves are run by ``make check`` (`lint-imports`); these tests check that they cover everything."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "digitcam"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
ROOMS = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} | {
    path.stem for path in PACKAGE.glob("*.py") if path.stem not in ("__init__", "__main__")
}
LOOSE = {"__init__.py", "__main__.py", "config.py", "errors.py", "names.py", "readings.py"}


def test_package_has_no_loose_modules() -> None:
    assert {path.name for path in PACKAGE.glob("*.py")} == LOOSE


@pytest.mark.parametrize("room", sorted(path.parent for path in PACKAGE.rglob("__init__.py")), ids=str)
def test_room_has_a_docstring(room: Path) -> None:
    docstring = ast.get_docstring(ast.parse((room / "__init__.py").read_text("utf-8")))
    assert docstring is not None
    assert len(docstring) > 60


@pytest.mark.parametrize(
    "contract",
    [c for c in CONTRACTS if c["type"] == "forbidden" and len(c["source_modules"]) > 1],
    ids=lambda contract: str(contract["name"]),
)
def test_contract_of_a_library_names_every_room_but_its_own(contract: dict[str, list[str]]) -> None:
    sources = {name.removeprefix("digitcam.") for name in contract["source_modules"]}
    assert sources <= ROOMS
    # The room of the library, and one that drives it: bench, or commands for training.
    allowed = ROOMS - sources
    assert allowed <= {"bench", "commands", "notebook", "training", "ui", "video"}
    assert len(allowed) <= 2


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("vision/binarise.py", "digitcam.recognition.recogniser"),
        ("vision/binarise.py", "digitcam.vision.segment"),
        ("vision/geometry.py", "digitcam.vision.binarise"),
        ("networks/store.py", "keras"),
        ("training/fit.py", "digitcam.video.processor"),
        ("commands/read.py", "digitcam.commands.train"),
        ("commands/engines.py", "distributed"),
        ("pictures/loading.py", "playwright.sync_api"),
        ("ui/texts/common.py", "digitcam.training.recipes"),
        ("video/ice.py", "streamlit"),
        ("notebook/keeper.py", "av"),
        ("recognition/layout.py", "ai_edge_litert.interpreter"),
        ("networks/service.py", "ai_edge_litert.interpreter"),
        ("evaluate/table.py", "openpyxl"),
        ("ui/texts/common.py", "sqlalchemy"),
        ("newroom/__init__.py", "numpy"),
    ],
)
def test_violation_breaks_a_contract(module: str, imported: str, tmp_path: Path) -> None:
    path = copy_of_package(tmp_path) / module
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\nimport {imported}\n")
    result = lint_imports(tmp_path)
    assert result.returncode == 1, result.stdout
    assert "BROKEN" in result.stdout or "newroom" in result.stdout


def test_unchanged_copy_keeps_all_contracts(tmp_path: Path) -> None:
    copy_of_package(tmp_path)
    result = lint_imports(tmp_path)
    assert result.returncode == 0, result.stdout


def copy_of_package(folder: Path) -> Path:
    shutil.copytree(
        PACKAGE, folder / "digitcam", ignore=shutil.ignore_patterns("*.npz", "samples", "weights", "__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder / "digitcam"


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_streamlit_app_only_creates_the_app() -> None:
    text = (ROOT / "streamlit_app.py").read_text("utf-8")
    assert not any(isinstance(node, ast.ClassDef) for node in ast.walk(ast.parse(text)))
    assert len(text.splitlines()) <= 20


def test_serving_process_does_not_import_tensorflow() -> None:
    """TensorFlow before aiortc kills the process, and takes 800 MB and 3 s."""
    code = (
        "import sys, digitcam.video, digitcam.networks.service, digitcam.ui.pages.navigation\n"
        "import digitcam.ui.server.lifespan\n"
        "print(sorted({'keras', 'tensorflow'} & {name.split('.')[0] for name in sys.modules}))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
