"""Digitcam reads handwritten digits.

>>> import cv2
>>> import digitcam
>>> recogniser = digitcam.load_recogniser()
>>> image = cv2.imread("photo.jpg")  # doctest: +SKIP
>>> recogniser.read(image, digitcam.ReadSettings(box="whole")).text  # doctest: +SKIP
'42'
"""

from digitcam.config import LiveSettings, ReadSettings
from digitcam.networks.loading import load_recogniser
from digitcam.readings import Box, Digit, Reading
from digitcam.recognition.recogniser import Recogniser

__version__ = "0.1.0"

__all__ = ["Box", "Digit", "LiveSettings", "ReadSettings", "Reading", "Recogniser", "__version__", "load_recogniser"]
