"""Find or install Chromium and PostgreSQL; `make test` runs this first."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.postgres import find_postgres

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

MAC_APPS: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome that starts; None if there is none."""
    on_path = (shutil.which(name) for name in NAMES)
    candidates = [path for path in (*on_path, *MAC_APPS) if path and Path(path).exists()]
    return next((path for path in candidates if _starts(path)), None) or _playwrights_own()


def install_chromium() -> None:
    """Install Chromium: Debian's package if run as root, else Playwright's.

    Raises:
        OSError: If an installer cannot be started.
        subprocess.CalledProcessError: If an installer fails; its message is on stderr.
    """
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "--quiet=2"], check=True)
        subprocess.run(["apt-get", "install", "--yes", "--quiet=2", "chromium"], check=True)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def install_postgres() -> None:
    """Install Debian's PostgreSQL if run as root; else its tests may be skipped.

    Raises:
        subprocess.CalledProcessError: If the installer fails; its message is on stderr.
    """
    if find_postgres() is None and shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "--quiet=2"], check=True)
        subprocess.run(["apt-get", "install", "--yes", "--quiet=2", "postgresql"], check=True)


def main() -> int:
    """Install what is missing; return the exit status, 1 if there is no Chromium."""
    try:
        install_postgres()
    except (OSError, subprocess.CalledProcessError) as exc:
        sys.stderr.write(f"No PostgreSQL; its tests will be skipped. {exc}\n")
    if find_chromium():
        return 0
    sys.stderr.write("The browser tests need a Chromium; installing one.\n")
    try:
        install_chromium()
    except (OSError, subprocess.CalledProcessError) as exc:
        sys.stderr.write(f"{exc}\n")
    if find_chromium():
        return 0
    sys.stderr.write("There is no Chromium and none could be installed. Install Chromium or Chrome, then try again.\n")
    return 1


def _starts(path: str) -> bool:
    """Return whether a browser starts.

    Ubuntu's `chromium-browser` may refer to a snap that is not installed.
    """
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    sys.exit(main())
