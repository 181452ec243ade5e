"""Puts the shipped paper network in place as if it had been trained here: ``python -m tests.publishing MODEL``.

In a process of its own, since it loads TensorFlow.
"""

import sys
from pathlib import Path

from digitcam.model import network, paper_network, shipped
from digitcam.model.store import ModelStore


def publish(path: Path) -> None:
    """Write ``model.keras`` and what belongs beside it."""
    facts = shipped.shipped_facts()
    assert facts is not None
    net = paper_network.build()
    paper_network.load_weights(net, shipped.WEIGHTS)
    store = ModelStore(path)
    with store.lock():
        store.publish(facts, shipped.LITERT.read_bytes(), lambda to: network.save(net, to))


if __name__ == "__main__":
    publish(Path(sys.argv[1]))
