"""``digitcam app``: the page, from anywhere."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

import click


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[STREAMLIT OPTIONS]")
def app(options: tuple[str, ...]) -> None:
    """Start the page in the browser.

    Options are handed to Streamlit, for example --server.port 8600.
    """
    script = find_spec("streamlit_app")
    if script is None or script.origin is None:
        raise click.ClickException("streamlit_app.py is missing. Install Digitcam again.")
    command = [sys.executable, "-m", "streamlit", "run", script.origin, *_defaults(), *options]
    # As in the Makefile: glibc would use up to eight heaps per processor, and keep what was freed.
    environment = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072"} | os.environ
    if os.name == "nt":
        sys.exit(subprocess.run(command, env=environment).returncode)
    # The server replaces this process, so that signals reach it. On Windows this would return to the prompt.
    os.execve(sys.executable, command, environment)


def _defaults() -> Iterator[str]:
    """Return the project's Streamlit settings as options: outside a checkout Streamlit does not find ``.streamlit``."""
    settings = tomllib.loads(files("digitcam.ui").joinpath("config.toml").read_text("utf-8"))
    return (f"--{name}={_as_option(value)}" for name, value in _flattened(settings))


def _flattened(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flattened(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _as_option(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
