"""The number of files and sockets that the server may have open."""

import sys
from typing import Final

if sys.platform != "win32":
    import resource

ENOUGH: Final = 8192
"""Wanted limit. A visit takes 3 file descriptors for two minutes after its end (Streamlit 1.67 keeps a session for that
long, with an event loop), and up to 9 while its video plays; Linux's usual limit is 1024."""


def allow_open_files() -> None:
    """Raise the process's own limit on open files, as far as the system allows."""
    if sys.platform == "win32":
        return  # Sockets are not limited there.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(ENOUGH, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
