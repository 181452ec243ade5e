"""Settings, and the environment variables that configure a server."""

import hashlib
import os
from dataclasses import dataclass
from numbers import Real
from pathlib import Path
from typing import Final, Literal, get_args

import platformdirs

BoxName = Literal["digit", "number", "whole"]
View = Literal["camera", "computer"]

MODEL_ENV: Final = "DIGITCAM_MODEL"
READINGS_ENV: Final = "DIGITCAM_READINGS"
ICE_SERVERS_ENV: Final = "DIGITCAM_ICE_SERVERS"

_CHECKOUT: Final = Path(__file__).parent.parent
IS_CHECKOUT: Final = (_CHECKOUT / "pyproject.toml").exists()
"""Whether this is a checkout of the repository, not an installed copy."""

HOME: Final = _CHECKOUT if IS_CHECKOUT else platformdirs.user_data_path("digitcam")
"""Folder for networks and readings: the checkout, or the user's data folder for an installed copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSettings:
    """What the reader needs to know; immutable, so that threads can share it.

    Attributes:
        box: Part of the picture that is read: ``digit`` (150×150 pixels at 480 lines), ``number`` (450×150) or
            ``whole``.
        threshold: Grey value, 0 to 255. Pixels darker than this are ink, and the 28×28 network reads them. None reads
            the grey picture itself.

    Raises:
        ValueError: If a value is out of range.
    """

    box: BoxName = "digit"
    threshold: int | None = None

    def __post_init__(self) -> None:
        threshold: object = self.threshold
        if threshold is not None and not (isinstance(threshold, Real) and 0 <= float(threshold) <= 255):
            raise ValueError(f"threshold must be None or 0 to 255, got {threshold!r}")
        if self.box not in get_args(BoxName):
            raise ValueError(f"box must be one of {get_args(BoxName)}, got {self.box!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSettings:
    """What the live video needs to know; immutable, so that threads can share it.

    Attributes:
        recognise: Whether frames are read.
        box: As in `ReadSettings`.
        threshold: As in `ReadSettings`.
        view: What the video shows inside the box: the ``camera``, or what the ``computer`` sees, light ink on dark.
        mirror: Whether the video is shown mirrored. What is read is never mirrored.
        keep: Whether readings that hold still are kept.
        flash: Whether the box flashes when one is kept.

    Raises:
        ValueError: If a value is out of range.
    """

    recognise: bool = False
    box: BoxName = "digit"
    threshold: int | None = None
    view: View = "camera"
    mirror: bool = False
    keep: bool = False
    flash: bool = True

    def __post_init__(self) -> None:
        if self.view not in get_args(View):
            raise ValueError(f"view must be one of {get_args(View)}, got {self.view!r}")
        self.for_reading()

    def for_reading(self) -> ReadSettings:
        """Return the settings that the reader needs.

        Raises:
            ValueError: If a value is out of range.
        """
        return ReadSettings(box=self.box, threshold=self.threshold)


def default_model_path() -> Path:
    """Return ``$DIGITCAM_MODEL``, else ``models/model.keras`` in `HOME`."""
    return _configured(MODEL_ENV, "models/model.keras")


def conversions_path(model: Path) -> Path:
    """Return the folder where the conversion of a network is kept that the user named for reading only.

    It is in the user's cache folder: reading writes nothing beside the network.
    """
    name = hashlib.sha256(os.fsencode(model.absolute())).hexdigest()[:16]
    return platformdirs.user_cache_path("digitcam") / "converted" / name


def default_readings_path() -> Path:
    """Return ``$DIGITCAM_READINGS``, else ``readings/readings.sqlite`` in `HOME`."""
    return _configured(READINGS_ENV, "readings/readings.sqlite")


def _configured(variable: str, default: str) -> Path:
    value = os.environ.get(variable)
    return Path(value) if value else HOME / default
