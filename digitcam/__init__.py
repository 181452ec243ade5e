"""Digitcam reads handwritten digits.

>>> import numpy as np
>>> from digitcam import Settings, load_recogniser
>>> recogniser = load_recogniser("models/model.keras")  # doctest: +SKIP
>>> recogniser.read(np.full((480, 640, 3), 255, np.uint8), Settings(box="whole")).text  # doctest: +SKIP
''
"""

from digitcam.config import Settings
from digitcam.loading import load_recogniser
from digitcam.readings import Digit, Reading
from digitcam.recogniser import Recogniser

__version__ = "0.1.0"

__all__ = ["Digit", "Reading", "Recogniser", "Settings", "load_recogniser"]
