import dataclasses
import hashlib
import sys
import zipfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from digitcam.errors import DatasetError
from digitcam.training import photographs
from digitcam.training.photographs import Package, load, read_manifest

COPY = "import shutil, sys; shutil.copy(sys.argv[1], '.')"
"""A client that copies an archive into the working folder instead of downloading it."""

FILES = tuple(f"sub/{number}.png" for number in range(20))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with one wide, one transparent and many plain pictures."""
    pictures = [np.full((20, 30, 3), 10 * number, np.uint8) for number in range(20)]
    pictures[1] = np.full((100, 2000, 3), 10, np.uint8)
    pictures[2] = np.zeros((20, 30, 4), np.uint8)
    path = tmp_path / "pictures.zip"
    with zipfile.ZipFile(path, "w") as files:
        for name, picture in zip(FILES, pictures, strict=True):
            files.writestr(f"data/{name}", bytes(cv2.imencode(".png", picture)[1]))
        files.writestr("data/notes.txt", "no picture")
    return path


@pytest.fixture
def package(archive: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    use_client(monkeypatch, [sys.executable, "-c", COPY, str(archive)])
    sha256 = hashlib.sha256(archive.read_bytes()).hexdigest()
    return Package("pypi", "pictures", "1.0", "CC0-1.0", sha256, "data", FILES)


def use_client(monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    monkeypatch.setattr(photographs, "_client", lambda _: command)


def test_read_manifest_describes_each_package() -> None:
    packages = read_manifest()
    files = [f"{package.name}/{file}" for package in packages for file in package.files]
    assert len(set(files)) == len(files) >= 60
    for package in packages:
        assert package.registry in ("debian", "pypi")
        assert package.version
        assert package.licence
        assert len(package.sha256) == 64
        assert not set(package.files) & set(package.excluded)
    held_out = [package.is_held_out(file) for package in packages for file in package.files]
    assert 0.15 < np.mean(held_out) < 0.25


def test_load_divides_the_photographs_into_two_parts(package: Package, tmp_path: Path) -> None:
    training, held_out = (load(held_out=part, packages=[package], cache=tmp_path / "cache") for part in (False, True))
    assert 0 < len(held_out) < len(training)
    assert len(training) + len(held_out) == 20
    shapes = {grey.shape for grey in training + held_out}
    assert shapes == {(20, 30), (51, 1024)}
    assert all(grey.dtype == np.uint8 for grey in training + held_out)


def test_load_transparent_picture_has_the_backdrop(package: Package, tmp_path: Path) -> None:
    one = dataclasses.replace(package, files=(FILES[2],))
    (grey,) = load(held_out=one.is_held_out(FILES[2]), packages=[one], cache=tmp_path / "cache")
    assert abs(int(grey.mean()) - photographs.BACKDROP) <= 1


def test_load_again_needs_no_client(package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load(held_out=False, packages=[package], cache=tmp_path / "cache")
    use_client(monkeypatch, ["no-such-client"])
    again = load(held_out=False, packages=[package], cache=tmp_path / "cache")
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sha256": "0" * 64}, "its SHA-256 differs"),
        ({"files": ("absent.png",)}, "lacks a file"),
        ({"files": ("notes.txt",)}, r"notes.txt of pictures is not a picture"),
    ],
)
def test_load_archive_unlike_manifest_raises(
    package: Package, changes: dict[str, Any], message: str, tmp_path: Path
) -> None:
    with pytest.raises(DatasetError, match=message):
        load(held_out=False, packages=[dataclasses.replace(package, **changes)], cache=tmp_path / "cache")


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["no-such-client"], "no-such-client is not installed"),
        ([sys.executable, "-c", "raise SystemExit('no route')"], "pictures 1.0 cannot be downloaded: no route"),
        ([sys.executable, "-c", ""], "pictures 1.0 cannot be downloaded"),
    ],
)
def test_load_client_fails_raises(
    package: Package, command: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_client(monkeypatch, command)
    with pytest.raises(DatasetError, match=message):
        load(held_out=False, packages=[package], cache=tmp_path / "cache")
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [f"pictures-{package.sha256[:12]}"]


def test_load_client_too_slow_raises(package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_client(monkeypatch, [sys.executable, "-c", "input()"])
    monkeypatch.setattr(photographs, "TIMEOUT_S", 0.0)
    with pytest.raises(DatasetError, match="took over 0 seconds"):
        load(held_out=False, packages=[package], cache=tmp_path / "cache")


def test_load_unknown_registry_raises(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="unknown registry"):
        load(held_out=False, packages=[Package("other", "p", "1", "", "", "", FILES)], cache=tmp_path)


def test_load_cache_is_a_file_raises(package: Package, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    with pytest.raises(DatasetError, match="cannot be written"):
        load(held_out=False, packages=[package], cache=tmp_path / "cache")


def test_load_damaged_copy_raises(package: Package, tmp_path: Path) -> None:
    load(held_out=False, packages=[package], cache=tmp_path)
    for copy in tmp_path.glob("pictures-*/*.jpg"):
        copy.write_text("damaged")
    with pytest.raises(DatasetError, match="damaged; delete it"):
        load(held_out=False, packages=[package], cache=tmp_path)


def test_client_names_the_exact_version() -> None:
    for package in read_manifest():
        assert photographs._client(package)[-1].startswith(package.name)
        assert photographs._client(package)[-1].endswith(f"={package.version}")
