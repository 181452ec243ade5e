"""Texts about the network and its training."""

from typing import Final

WAITING: Final = "Another process is improving the network; waiting for it"
IMPROVING: Final = "Reading already. Improving in the background: {now}"
TAKING_OVER: Final = "Reading already. Preparing the new network: {now}"
NOT_YET: Final = "Reading starts when the network is ready: {now}"
STAGES: Final = {
    "loading": "loading",
    "rendering": "rendering",
    "comparing": "comparing",
    "preparing": "preparing",
    "training": "training, round {epoch} of {epochs},",
    "converting": "converting",
    "testing": "testing",
}
"""Words for the stages of a job, followed by its percentage."""

PERCENT: Final = "{stage} {percent} %"
SECONDS_LEFT: Final = "about {count} s left"
MINUTES_LEFT: Final = "about {count} min left"
NOT_READY: Final = "No network can read. {problem}"
OLD_ONE_READS: Final = "{problem} Reading continues with the current network."
TRY_AGAIN: Final = "Try again"
