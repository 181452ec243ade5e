"""What can be set, and the constants that several modules share."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

BoxName = Literal["digit", "number", "whole"]
View = Literal["camera", "computer"]

PATCH_PX: Final = 28
"""Side of the picture that the network gets, in pixels: MNIST's."""

CLASSES: Final = 10
"""The digits 0 to 9."""

TRUST: Final = 0.8
"""Least confidence at which a digit is shown as itself rather than as "?"."""

CLASSIC_NAME: Final = "classic.keras"
"""The 28×28 network, beside ``model.keras``."""

MODEL_ENV: Final = "DIGITCAM_MODEL"
READINGS_ENV: Final = "DIGITCAM_READINGS"
ICE_SERVERS_ENV: Final = "DIGITCAM_ICE_SERVERS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to look at a picture; immutable, so that threads can share it.

    Attributes:
        recognise: Whether the live view reads at all. ``Recogniser.read`` always does.
        threshold: Grey value, 0 to 255, below which a pixel is ink; None chooses it from the picture.
        box: Which part of the picture is read: ``digit`` (150x150 pixels at 480 lines), ``number`` (450x150) or
            ``whole``.
        view: What the live video shows inside the box: the ``camera``, or what the ``computer`` sees, white ink on
            black.
        mirror: Whether the live video is shown as a mirror shows it. What is read is never mirrored.

    Raises:
        ValueError: If a value is out of range.
    """

    recognise: bool = False
    threshold: int | None = None
    box: BoxName = "digit"
    view: View = "camera"
    mirror: bool = False

    def __post_init__(self) -> None:
        if self.threshold is not None and not 0 <= self.threshold <= 255:
            raise ValueError(f"threshold must be None or 0 to 255, got {self.threshold}")
        if self.box not in get_args(BoxName):
            raise ValueError(f"box must be one of {get_args(BoxName)}, got {self.box!r}")
        if self.view not in get_args(View):
            raise ValueError(f"view must be one of {get_args(View)}, got {self.view!r}")


def default_model_path() -> Path:
    """Where the network lives: ``$DIGITCAM_MODEL``, else ``models/model.keras`` beside the package."""
    return _configured(MODEL_ENV, "models/model.keras")


def default_readings_path() -> Path:
    """Where kept readings are: ``$DIGITCAM_READINGS``, else ``readings/readings.sqlite`` beside the package."""
    return _configured(READINGS_ENV, "readings/readings.sqlite")


def _configured(variable: str, otherwise: str) -> Path:
    configured = os.environ.get(variable)
    return Path(configured) if configured else Path(__file__).parent.parent / otherwise
