"""Which Digitcam this is: its version, and a hash of its code."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

import digitcam

PACKAGE: Final = Path(digitcam.__file__).parent


@cache
def code_hash() -> str:
    """Return a hash of the code and the fitted coefficients, which decide how pictures are read; hexadecimal.

    The networks are not part of it.
    """
    return hash_files(PACKAGE)


def hash_files(folder: Path) -> str:
    """Return a hash of the Python and JSON files in and below a folder; that of their line ends does not count."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".json"):
            content = path.read_bytes().replace(b"\r\n", b"\n")
            total.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return total.hexdigest()


def identify() -> tuple[str, str]:
    """Return the version and `code_hash` of this process."""
    return digitcam.__version__, code_hash()


def difference(other: tuple[str, str] | None) -> str:
    """Return in which way another process is not this Digitcam, and what to do; empty if it is.

    Args:
        other: What its `identify` has returned; None if it has none.
    """
    version, code = identify()
    install = f"Install the same Digitcam {version} on all computers, start the workers again and repeat the command."
    if other is None:
        return f"has no Digitcam that fits. {install}"
    if other[0] != version:
        return f"has Digitcam {other[0]}, this computer {version}. {install}"
    if other[1] != code:
        return f"has other code than this computer, though both are Digitcam {version}. {install}"
    return ""
