"""Facts about a trained network, kept in ``model.json`` beside it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import msgspec

PatchArchitecture: TypeAlias = Literal["cnn", "dense"]
"""Networks for 28×28 patches."""

Architecture: TypeAlias = Literal["paper", "cnn", "dense"]
"""Networks that ``python -m digitcam train`` makes."""

FORMAT: Final = 1
"""Version of the signature of ``.tflite`` files: names and shapes of inputs and outputs as in `recognition.contract`. A
file of another version is converted again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Facts about a trained network.

    Attributes:
        architecture: ``paper``, ``cnn`` or ``dense``; ``own`` for a network that was not trained here.
        parameters: Number of parameters.
        test_accuracy: On MNIST's 10,000 test images, 0 to 1.
        data_sha256: Hash of the images it was trained or tested on.
        keras_sha256: Hash of ``model.keras``.
        litert_sha256: Hash of ``model.tflite``.
        versions: Of python, keras and tensorflow.
        date: When it was made here, ISO 8601 with time zone.
        seconds: Time that training or conversion took.
        rounding: Increase of the loss on held-out rendered pictures when ``model.tflite`` was made with 8-bit weights,
            as a share; None if the weights were not rounded.
        adaptation: How a network from elsewhere was adapted to our pixels and to probabilities, as sentences; "" if it
            was not.
        format: `FORMAT` of ``model.tflite``; 0 if ``model.json`` does not state one.
    """

    architecture: str
    parameters: int
    test_accuracy: float
    data_sha256: str
    keras_sha256: str
    litert_sha256: str
    versions: dict[str, str]
    date: str
    seconds: float
    rounding: float | None = None
    adaptation: str = ""
    format: int = FORMAT

    def to_json(self) -> str:
        """Return the content of ``model.json``."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode() + "\n"


def read_metadata(path: Path) -> Metadata | None:
    """Read ``model.json``.

    Args:
        path: The file.

    Returns:
        Its content; None if it is absent or invalid: the network is then converted again.
    """
    try:
        fields = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
        return msgspec.convert({"format": 0} | fields, Metadata)
    except (OSError, msgspec.MsgspecError):
        return None
