"""Imports inside a function, for what the page needs only after it has drawn something."""

import threading
from typing import Final

one_at_a_time: Final = threading.RLock()
"""Held while importing inside a function, ``with one_at_a_time: from … import …``.

Each visitor's run is a thread of its own. Two that import packages with circles in them from different ends are
let through by Python with half a module, so that they do not wait for each other for ever.
"""
