"""A real PostgreSQL server of the tests' own: started when first asked for, in a folder that goes with it."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

DEBIAN: Final = Path("/usr/lib/postgresql")

OPTIONS: Final = "-c listen_addresses='' -c fsync=off"
"""No network: its socket lies in its folder. The tests kill clients, not the machine."""


def find_postgres() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, None if there is no server on this machine."""
    newest = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True)
    found = newest or [Path(path) for path in [shutil.which("initdb")] if path]
    return found[0].parent if found else None


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run a server in an empty folder; give the URL of its database."""
    programs = find_postgres()
    assert programs, "no PostgreSQL: python tests/browser/install.py"
    user = _servant(folder)
    data = folder / "data"
    _run([programs / "initdb", "--auth=trust", "--username=digitcam", "--pgdata", data], user)
    server: list[str | Path] = [programs / "pg_ctl", "--wait", "--pgdata", data]
    _run([*server, "--log", folder / "log", "--options", f"{OPTIONS} -k {folder}", "start"], user)
    try:
        yield f"postgresql+psycopg://digitcam@/postgres?host={folder}"
    finally:
        _run([*server, "--mode=immediate", "stop"], user)


def _servant(folder: Path) -> dict[str, Any]:
    """The server refuses to run as root; Debian's package brings a user for it."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, "postgres")
    for parent in folder.parents[:2]:
        parent.chmod(0o755)
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _run(command: Sequence[str | Path], user: dict[str, Any]) -> None:
    # Its output to a file that is closed: the server would hold a pipe open for as long as it lives.
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **user)
