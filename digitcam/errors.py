"""What can go wrong, as a tree.

DigitcamError
├── DatasetError       the training images are damaged or cannot be fetched
├── EvaluationError    what is to be measured is not there, or the report cannot be written
├── ImageError         a file or an upload is not a picture we can read
├── ModelError         the network cannot be used
│   ├── ModelMissing   it is not there yet
│   └── ModelBroken    it is there, but truncated, not a model, or of the wrong shape
├── NotebookError      kept readings cannot be reached, or not by this version
└── TrainingError      training could not finish

Each message is written for the person who sees it: what happened, where, and what to do.
Wrong types, shapes and ranges handed to a function are ``ValueError``, not one of these.
"""


class DigitcamError(Exception):
    """Any failure that Digitcam can explain."""


class DatasetError(DigitcamError):
    """The training images are damaged or cannot be fetched."""


class EvaluationError(DigitcamError):
    """Pictures to measure on are missing or described wrongly, or the report cannot be written."""


class ImageError(DigitcamError):
    """A file or an upload is not a picture that can be read."""


class ModelError(DigitcamError):
    """The network cannot be used."""


class ModelMissing(ModelError):
    """No network has been trained yet."""


class ModelBroken(ModelError):
    """The file is there, but it is not a network that reads digits."""


class TrainingError(DigitcamError):
    """Training could not finish."""


class NotebookError(DigitcamError):
    """Kept readings cannot be read or written."""
