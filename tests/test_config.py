import re
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest

from digitcam.config import MODEL_ENV, LiveSettings, default_model_path


def test_settings_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        LiveSettings().recognise = True  # type: ignore[misc]


WRONG: dict[str, tuple[Any, ...]] = {
    "threshold": (-1, 256, float("nan"), "auto", "120", b"1", {}, 1j),
    "box": ("round", None, 7, ("digit",)),
    "view": ("x-ray", None, 7),
}


@pytest.mark.parametrize("wrong", [{name: value} for name, values in WRONG.items() for value in values], ids=str)
def test_settings_invalid_value_raises(wrong: dict[str, Any]) -> None:
    ((name, value),) = wrong.items()
    with pytest.raises(ValueError, match=rf"{name} must be .*{re.escape(repr(value))}"):
        LiveSettings(**wrong)


def test_default_model_path_environment_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(MODEL_ENV, str(tmp_path / "other.keras"))
    assert default_model_path() == tmp_path / "other.keras"
    monkeypatch.delenv(MODEL_ENV)
    assert default_model_path().parts[-2:] == ("models", "model.keras")
