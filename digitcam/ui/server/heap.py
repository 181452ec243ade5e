"""How the C library keeps memory, where it is glibc's; elsewhere nothing happens."""

import asyncio
import ctypes
import sys
from contextlib import suppress
from typing import Final

M_ARENA_MAX: Final = -8
"""Of ``malloc.h``."""


GIVE_BACK_EVERY_S: Final = 5.0
"""Often enough that what waited while a session began is not held beside the next one's."""


def share_one() -> None:
    """Have all threads that start from now on take their memory from one heap.

    Left to itself, glibc makes up to eight heaps for each processor, and each keeps what it once held of a video's
    frames of half a megabyte.
    """
    _call("mallopt", M_ARENA_MAX, 1)


def give_back() -> None:
    """Have freed memory given back to the system: after pictures, glibc sits on much of it."""
    _call("malloc_trim", 0)


async def keep_giving_back() -> None:
    """Do so until cancelled. It takes a millisecond, or six when there is much; cameras' frames come every 33."""
    while True:
        await asyncio.sleep(GIVE_BACK_EVERY_S)
        await asyncio.to_thread(give_back)


def _call(function: str, *numbers: int) -> None:
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            getattr(ctypes.CDLL(None), function)(*numbers)
