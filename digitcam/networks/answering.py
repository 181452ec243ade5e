"""A LiteRT file to what answers with it."""

from typing import TypeAlias

from digitcam.networks.classifier import Classifier
from digitcam.networks.interpreter import Interpreters
from digitcam.networks.paper import Paper

Network: TypeAlias = Classifier | Paper


def answering(content: bytes, name: str = "The network") -> Network:
    """Take a network of either kind.

    Args:
        content: Of a ``.tflite`` file.
        name: For messages.

    Raises:
        ModelBroken: If it is neither.
    """
    interpreters = Interpreters(content, name)
    return Paper(interpreters) if len(interpreters.signature) > 2 else Classifier(interpreters)
