"""Tests of what importing the page loads, each in a process of its own."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import digitcam.ui

ROOT = Path(__file__).parents[3]

MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in Path(digitcam.ui.__file__).parent.rglob("*.py")
    if path.name != "__init__.py"
)


@cache
def loaded(*modules: str) -> set[str]:
    """Import modules in a new process; return the top-level modules that are loaded."""
    code = f"import sys, {', '.join(modules)}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_imports_all_of_ui_without_tensorflow() -> None:
    """A process that loads TensorFlow before aiortc crashes."""
    assert len(MODULES) > 20
    assert not loaded(*MODULES) & {"tensorflow", "keras"}


@pytest.mark.parametrize("library", ["av", "cv2", "ai_edge_litert", "sqlalchemy", "openpyxl"])
def test_imports_of_the_server_preload_slow_libraries(library: str) -> None:
    assert library in loaded("streamlit_app")


def test_imports_of_the_server_leave_streamlit_webrtc_to_the_first_visitor() -> None:
    """Imported before, it does not register its component, and the page has no video."""
    assert "streamlit_webrtc" not in loaded("streamlit_app")
