"""Keep the messages of native libraries off the terminal."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from typing import Final

STDERR: Final = 2
"""File descriptor of standard error, to which C++ code writes directly."""


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """Discard what is written to standard error; print it if an exception is raised.

    TensorFlow reports on processors and graphics cards before it reads the setting that silences it, and LiteRT when it
    loads its first network. The descriptor is redirected for the whole process, so no other thread may print meanwhile.
    """
    # Python sets it to None if the process was started with standard error closed.
    if sys.stderr is None:
        yield
        return
    sys.stderr.flush()
    terminal = os.dup(STDERR)
    with tempfile.TemporaryFile() as captured:
        os.dup2(captured.fileno(), STDERR)
        try:
            yield
        except BaseException:
            captured.seek(0)
            os.write(terminal, captured.read())
            raise
        finally:
            os.dup2(terminal, STDERR)
            os.close(terminal)
