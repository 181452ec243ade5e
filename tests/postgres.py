"""A PostgreSQL server for tests, in a temporary folder."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

DEBIAN: Final = Path("/usr/lib/postgresql")
"""Where Debian installs PostgreSQL, outside the search path."""

OPTIONS: Final = "-c listen_addresses='' -c fsync=off"
"""No network port: the socket is in the folder. No flushing: tests kill clients, not the machine."""


def find_postgres() -> Path | None:
    """Return the folder of `initdb` and `pg_ctl`; None if PostgreSQL is not installed."""
    newest = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True)
    found = newest or [Path(path) for path in [shutil.which("initdb")] if path]
    return found[0].parent if found else None


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run a server in an empty folder; yield the URL of its database."""
    programs = find_postgres()
    assert programs, "PostgreSQL is missing; run: python tests/browser/install.py"
    user = _server_user(folder)
    data = folder / "data"
    _run([programs / "initdb", "--auth=trust", "--username=digitcam", "--pgdata", data], user)
    server: list[str | Path] = [programs / "pg_ctl", "--wait", "--pgdata", data]
    _run([*server, "--log", folder / "log", "--options", f"{OPTIONS} -k {folder}", "start"], user)
    try:
        yield f"postgresql+psycopg://digitcam@/postgres?host={folder}"
    finally:
        _run([*server, "--mode=immediate", "stop"], user)


def restart(folder: Path) -> None:
    """Restart the server that `postgres` runs in a folder; its connections are lost."""
    programs = find_postgres()
    assert programs
    _run([programs / "pg_ctl", "--wait", "--pgdata", folder / "data", "--mode=immediate", "restart"], _owner())


def _owner() -> dict[str, Any]:
    return {} if os.geteuid() != 0 else {"user": "postgres", "group": "postgres", "extra_groups": []}


def _server_user(folder: Path) -> dict[str, Any]:
    """Return subprocess options for another user: the server refuses to run as root."""
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        for parent in folder.parents[:2]:
            parent.chmod(0o755)
    return _owner()


def _run(command: Sequence[str | Path], user: dict[str, Any]) -> None:
    # Not captured: the server would inherit the pipe and keep it open.
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **user)
