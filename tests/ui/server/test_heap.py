"""How the C library keeps memory."""

import os
import platform
import subprocess
import sys

import pytest

HEAPS = """
import asyncio, sys, threading
from pathlib import Path
from digitcam.ui.server.lifespan import lifespan
from digitcam.ui.server.heap import share_one

async def serve():
    async with lifespan(None):
        pass

def heaps():
    starts = [int(line.split("-")[0], 16) for line in Path("/proc/self/maps").read_text().splitlines()]
    return sum(start % 2**26 == 0 for start in starts)

def hold():
    kept = [bytearray(50_000) for _ in range(20)]
    meet.wait()
    meet.wait()

if sys.argv[1] == "shared":
    share_one()
elif sys.argv[1] == "served":
    asyncio.run(serve())
before, meet = heaps(), threading.Barrier(7)
threads = [threading.Thread(target=hold) for _ in range(6)]
for thread in threads:
    thread.start()
meet.wait()
print(heaps() - before)
meet.wait()
"""
"""Prints how many heaps six threads bring: each of glibc's begins at a multiple of 64 MB."""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
@pytest.mark.parametrize(("kept", "heaps"), [("shared", 0), ("served", 0), ("alone", 6)])
def test_threads_share_one_heap_if_they_are_told_to_as_the_server_s_are(kept: str, heaps: int) -> None:
    headless = os.environ | {"STREAMLIT_SERVER_HEADLESS": "true"}
    told = subprocess.run([sys.executable, "-c", HEAPS, kept], capture_output=True, text=True, check=True, env=headless)
    assert int(told.stdout) == heaps


WAITED = """
import asyncio, sys
from contextlib import nullcontext
from pathlib import Path
from digitcam.ui.server import heap
from digitcam.ui.server.lifespan import lifespan

def resident_mb():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20

async def serve():
    heap.GIVE_BACK_EVERY_S = 0.05
    async with lifespan(None) if sys.argv[1] == "served" else nullcontext():
        before = resident_mb()
        frames = [bytearray(b"x" * 100_000) for _ in range(400)]
        kept, frames[:] = bytearray(b"x" * 100_000), []
        await asyncio.sleep(1)
        print(resident_mb() - before)

asyncio.run(serve())
"""
"""Prints what is still held of 40 MB that were freed, one behind them not."""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
@pytest.mark.parametrize(("kept", "least_mb", "most_mb"), [("served", -10, 10), ("alone", 30, 45)])
def test_the_server_gives_back_what_was_freed(kept: str, least_mb: float, most_mb: float) -> None:
    headless = os.environ | {"STREAMLIT_SERVER_HEADLESS": "true"}
    told = subprocess.run(
        [sys.executable, "-c", WAITED, kept], capture_output=True, text=True, check=True, env=headless
    )
    assert least_mb <= float(told.stdout) <= most_mb
