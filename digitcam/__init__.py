"""Digitcam reads handwritten digits.

>>> import numpy as np
>>> from digitcam import Settings, load_recogniser
>>> recogniser = load_recogniser("models/model.keras")  # doctest: +SKIP
>>> recogniser.read(np.full((480, 640, 3), 255, np.uint8), Settings(box="whole")).text  # doctest: +SKIP
''
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from digitcam.config import Settings
    from digitcam.networks.loading import load_recogniser
    from digitcam.readings import Digit, Reading
    from digitcam.recognition.recogniser import Recogniser

__version__ = "0.1.0"

__all__ = ["Digit", "Reading", "Recogniser", "Settings", "load_recogniser"]

HOMES: Final = {
    "Digit": "readings",
    "Reading": "readings",
    "Recogniser": "recognition.recogniser",
    "Settings": "config",
    "load_recogniser": "networks.loading",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for, and no more (PEP 562): the page draws its sidebar before it needs OpenCV or LiteRT."""
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
