"""Open a ``.tflite`` file as the network that it holds."""

from typing import TypeAlias

from digitcam.networks.interpreter import InterpreterPool
from digitcam.networks.paper import PaperNetwork
from digitcam.networks.patch import PatchNetwork
from digitcam.recognition.contract import DETECTION

Network: TypeAlias = PaperNetwork | PatchNetwork
"""Networks that can be in ``model.keras``."""


def open_network(content: bytes, name: str = "The network") -> Network:
    """Open a paper network or a patch network; the names of its outputs tell which it is.

    Args:
        content: Content of a ``.tflite`` file.
        name: How messages call the network; its path if it has one.

    Raises:
        ModelBroken: If it is neither.
    """
    pool = InterpreterPool(content, name)
    return PaperNetwork(pool) if DETECTION in pool.signature.outputs else PatchNetwork(pool)
