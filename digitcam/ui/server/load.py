"""How busy the server's computer is."""

import os
from typing import Final

BUSY: Final = 2.0
"""Mean number of processes per core that run or wait for it (Unix's load average), from which it is the likely reason
for a video that broke off. Eight tabs and their browser on two cores: 6.4 to 7.7, and five of the videos ended after 60
to 85 s. Above 1 processes wait, but video still plays."""


def is_busy() -> bool:
    """Return whether the computer has had far too much to do for the last minute; False if the system cannot tell."""
    if not hasattr(os, "getloadavg"):
        return False
    return os.getloadavg()[0] >= BUSY * (os.cpu_count() or 1)
