"""What libraries written in C++ print."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator

_STDERR = 2


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """Keep everything off standard error, and show it after all if an exception passes.

    TensorFlow prints about processors and graphics cards before it reads the setting that silences it, LiteRT about
    how it speeds up the first network.
    For a process with one thread: the descriptor itself is turned aside.
    """
    sys.stderr.flush()
    shown = os.dup(_STDERR)
    with tempfile.TemporaryFile() as aside:
        os.dup2(aside.fileno(), _STDERR)
        try:
            yield
        except BaseException:
            aside.seek(0)
            os.write(shown, aside.read())
            raise
        finally:
            os.dup2(shown, _STDERR)
            os.close(shown)
