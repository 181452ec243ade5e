"""The exceptions that Digitcam raises on purpose.

DigitcamError
├── ClusterError       pictures cannot be read on a cluster of computers
├── DatasetError       the training images are damaged or cannot be downloaded
├── EvaluationError    the pictures to evaluate on are missing or badly described, or the report cannot be written
├── ImageError         a file or an upload is not a picture that can be read
├── ModelError         a network cannot be used
│   ├── ModelMissing   there is no file
│   └── ModelBroken    the file is truncated, not a network, or a network with other inputs or outputs
├── NamesError         a pasted list has too many names, or one that is too long
├── NotebookError      kept readings cannot be read or written
└── TrainingError      a network cannot be trained, converted or saved

Each message is written for the person who sees it: what happened, where, and what to do. An argument of a wrong type,
shape or range raises ``ValueError`` instead.
"""


class DigitcamError(Exception):
    """Base class of all exceptions here; its message can be shown to a user."""


class ClusterError(DigitcamError):
    """Pictures cannot be read on a cluster of computers."""


class DatasetError(DigitcamError):
    """The training images are damaged or cannot be downloaded."""


class EvaluationError(DigitcamError):
    """The pictures to evaluate on are missing or badly described, or the report cannot be written."""


class ImageError(DigitcamError):
    """A file or an upload is not a picture that can be read."""


class ModelError(DigitcamError):
    """A network cannot be used."""


class ModelMissing(ModelError):
    """There is no network file."""


class ModelBroken(ModelError):
    """A file is truncated, not a network, or a network with other inputs or outputs."""


class NamesError(DigitcamError):
    """A pasted list has too many names, or a name that is too long."""


class NotebookError(DigitcamError):
    """Kept readings cannot be read or written."""


class TrainingError(DigitcamError):
    """A network cannot be trained, converted or saved."""
