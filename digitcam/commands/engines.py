"""What reads the files of ``read``: threads of this process, or the workers of a cluster."""

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import click

from digitcam.commands.answers import Answer
from digitcam.commands.reading import PageReader
from digitcam.commands.sources import Source
from digitcam.config import IS_CHECKOUT

ADDRESS: Final = re.compile(r"(tcp|tls)://(\[[^\]]+\]|[^:/\s]+):\d{1,5}")
"""Addresses of schedulers."""


class Engine(NamedTuple):
    """Reads files.

    Attributes:
        read: Reads one file; many threads may call. It raises ClusterError if the cluster cannot be used any more.
        jobs: Number of files that are read at once, if the user does not say.
        abandon: Makes the calls of `read` that wait for a cluster return.
    """

    read: Callable[[Source], list[Answer]]
    jobs: int
    abandon: Callable[[], None]


def check_address(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Refuse what cannot be the address of a scheduler."""
    if value is not None and not ADDRESS.fullmatch(value):
        raise click.BadParameter(f"{value!r} is not like tcp://host:8786", context, parameter)
    return value


@contextlib.contextmanager
def engine(scheduler: str | None, reader: PageReader, say: Callable[[str], None]) -> Iterator[Engine]:
    """Start what reads the files, as a context manager.

    Args:
        scheduler: Address of the scheduler of a Dask cluster; None for threads of this process.
        reader: Reads the files.
        say: Takes a message for the user. It may be called on another thread.

    Raises:
        ClusterError: If the cluster cannot be used.
        click.ClickException: If Dask is not installed.
    """
    if scheduler is None:
        yield Engine(reader.read, os.cpu_count() or 1, lambda: None)
        return
    try:
        # An optional dependency.
        from digitcam.commands import cluster
    except ModuleNotFoundError as exc:
        raise click.ClickException(f"--scheduler needs Dask, which is not installed. Install it: {_install()}") from exc
    with cluster.connected(scheduler, reader, say) as joined:
        yield Engine(joined.read, cluster.PER_THREAD * joined.threads, joined.abandon)


def _install() -> str:
    what = "-r requirements-cluster.lock" if IS_CHECKOUT else '"digitcam[cluster]"'
    return f"{sys.executable} -m pip install {what}"
