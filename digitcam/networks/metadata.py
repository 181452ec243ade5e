"""What is known of a trained network, as kept in ``model.json``."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

PatchArchitecture: TypeAlias = Literal["cnn", "dense"]
"""Networks for 28×28 patches."""

Architecture: TypeAlias = Literal["paper", "cnn", "dense"]
"""Networks that ``python -m digitcam train`` makes."""

FORMAT: Final = 1
"""Version of the signature of ``.tflite`` files: names and shapes of inputs and outputs as in `recognition.contract`. A
file of another version is converted again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known of a trained network.

    Attributes:
        architecture: ``cnn`` or ``dense``; ``own`` for a network that was not trained here.
        parameters: How many numbers it consists of.
        test_accuracy: On MNIST's 10,000 test images, 0 to 1.
        data_sha256: Of the images that it was trained or measured on.
        keras_sha256: Of ``model.keras``.
        litert_sha256: Of ``model.tflite``.
        versions: Of python, keras and tensorflow.
        date: When it was made here, ISO 8601 with its time zone.
        seconds: That training or conversion took.
        rounding: By how much the loss on held-out rendered pictures grew when ``model.tflite`` was made with weights of
            8 bits, as a share; None if they were not rounded.
        format: `FORMAT` of ``model.tflite``; 0 if ``model.json`` is from before there was one.
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
    format: int = FORMAT

    def to_json(self) -> str:
        """The content of ``model.json``."""
        return json.dumps(asdict(self), indent=2) + "\n"


def read_metadata(path: Path) -> Metadata | None:
    """Read ``model.json``.

    Args:
        path: The file.

    Returns:
        What it says; None if it is absent or broken, since the network's own hash then decides what happens.
    """
    try:
        known = Metadata(**{"format": 0, **json.loads(path.read_text("utf-8"))})
    except (OSError, ValueError, TypeError):
        return None
    numbers = known.parameters, known.test_accuracy, known.seconds, known.rounding or 0.0
    texts = known.architecture, known.keras_sha256, known.litert_sha256, known.date
    sound = all(isinstance(n, int | float) for n in numbers) and all(isinstance(t, str) for t in texts)
    return known if sound and isinstance(known.versions, dict) else None
