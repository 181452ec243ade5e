"""Texts about the network and its training."""

from typing import Final

WAITING: Final = "Another process is training the network; waiting for it"
CONVERTING: Final = "Preparing the network in models/model.keras"
LEARNING: Final = "Learning to read from 60,000 handwritten digits"
ROUND: Final = ": round {epoch} of {epochs}"
RIGHT_SO_FAR: Final = "{percent:.1f} % right so far"
TIME_LEFT: Final = "about {seconds} s left"
NOT_READY: Final = "The network is not ready. {problem}"
OLD_ONE_READS: Final = "The network that was loaded before goes on reading."
TRAIN_AGAIN: Final = "Train again"
