"""The house keeps its shape: who may import whom, and which file alone names a heavy library."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "digitcam"
MODULES = sorted(PACKAGE.rglob("*.py"))

HOMES = {
    "tensorflow": ["model/network.py"],
    "keras": ["model/network.py", "model/paper_network.py"],
    "ai_edge_litert": ["model/interpreters.py"],
    "av": ["live.py", "bench/"],
    "aiortc": ["bench/codec.py", "bench/peers.py"],
    "playwright": ["bench/browser.py"],
    "streamlit": ["ui/", "bench/pass_through.py"],
    "streamlit_webrtc": ["ui/camera.py", "bench/pass_through.py", "bench/peers.py"],
    "streamlit_drawable_canvas": ["ui/canvas.py"],
    "sqlalchemy": ["notebook/"],
    "openpyxl": ["spreadsheet.py"],
}

LOWER = {
    "errors": set[str](),
    "config": set[str](),
    "readings": set[str](),
    "vision": {"config", "readings"},
    "paper_search": {"vision"},
    "paper_looking": {"vision", "paper_search"},
    "paper_verdict": {"vision", "paper_search", "paper_looking"},
    "paper_reading": {"vision", "paper_search", "paper_looking", "paper_verdict"},
    "patch_reading": {"vision"},
    "render": {"vision"},
    "recogniser": {"config", "readings", "vision", "paper_search", "paper_reading", "patch_reading"},
    "smoothing": {"readings"},
    "parts": {"config", "readings", "recogniser"},
    "records": {"readings"},
    "tiles": {"readings"},
    "preview": {"readings"},
    "keeping": {"readings"},
    "notebook": {"errors"},
    "spreadsheet": set[str](),
    "pictures": {"errors"},
    "following": {"config", "readings", "vision", "paper_search", "paper_reading", "recogniser"},
    "aside": {"config", "readings", "vision", "recogniser", "following", "smoothing"},
    "live": {"config", "readings", "vision", "recogniser", "aside"},
    "model": {"errors", "config", "vision", "render"},
    "loading": {"errors", "config", "model", "recogniser"},
    "evaluate": {
        "errors",
        "config",
        "readings",
        "pictures",
        "vision",
        "patch_reading",
        "recogniser",
        "smoothing",
        "model",
        "loading",
    },
    "serving": {"errors", "model", "recogniser", "loading"},
}
"""What each part may import of the package; parts not named stand on top and may import anything below."""


def imports(path: Path) -> set[str]:
    """Every module that a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_have_one_home(path: Path) -> None:
    name = path.relative_to(PACKAGE).as_posix()
    for module in imports(path):
        homes = HOMES.get(module.split(".")[0])
        assert homes is None or any(name.startswith(home) for home in homes), f"{name} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_downwards(path: Path) -> None:
    allowed = LOWER.get(part(path))
    if allowed is None:
        return
    # The files of vision never import each other; other parts may import within themselves.
    own = set[str]() if part(path) == "vision" else {part(path)}
    used = {name.split(".")[1] for name in imports(path) if name.startswith("digitcam.")}
    assert used <= allowed | own


def test_streamlit_app_only_starts_the_page() -> None:
    text = (PACKAGE.parent / "streamlit_app.py").read_text()
    assert not any(isinstance(node, ast.ClassDef) for node in ast.walk(ast.parse(text)))
    assert len(text.splitlines()) <= 60


def test_the_serving_process_never_loads_tensorflow() -> None:
    """TensorFlow before aiortc kills the process, takes 800 MB and 3 s: it trains in a process of its own."""
    code = (
        "import sys, digitcam.live, digitcam.ui.camera, digitcam.ui.panel, digitcam.ui.pages\n"
        "import digitcam.ui.pictures_page, digitcam.ui.readings_page, digitcam.ui.about_page\n"
        "print(sorted({'keras', 'tensorflow'} & {name.split('.')[0] for name in sys.modules}))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


FIRST_VIEW_WITHOUT = {"aiortc", "ai_edge_litert", "av", "cv2", "pandas", "pyarrow", "streamlit_webrtc"}
ASKED_FOR_BY_FEW = {"keras", "openpyxl", "sqlalchemy", "tensorflow"}


@pytest.mark.parametrize(
    ("imported", "without"),
    [
        # The sidebar goes out to the browser before the video's libraries are imported, and those before the panel's.
        ("digitcam.ui.pages", FIRST_VIEW_WITHOUT | ASKED_FOR_BY_FEW),
        ("digitcam.ui.pages, digitcam.ui.camera, digitcam.ui.panel", ASKED_FOR_BY_FEW),
    ],
)
def test_the_page_begins_without_the_libraries_of_what_comes_later(imported: str, without: set[str]) -> None:
    code = f"import sys, {imported}\nprint(sorted({without!r} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
