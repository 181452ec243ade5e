import shutil
import subprocess
from pathlib import Path

import pytest

from digitcam.errors import DatasetError
from digitcam.training.archives import read_files

CONTROL = "Package: p\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@localhost>\nDescription: none\n"


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg-deb is not installed")
def test_read_files_deb_gives_the_contents(tmp_path: Path) -> None:
    (tmp_path / "p/DEBIAN").mkdir(parents=True)
    (tmp_path / "p/DEBIAN/control").write_text(CONTROL)
    (tmp_path / "p/share").mkdir()
    (tmp_path / "p/share/a.txt").write_text("a")
    subprocess.run(["dpkg-deb", "--build", "p", "p.deb"], cwd=tmp_path, capture_output=True, check=True)
    assert read_files(tmp_path / "p.deb", ["share/a.txt"]) == {"share/a.txt": b"a"}
    for name in ("share/b.txt", "share"):
        with pytest.raises(DatasetError, match="lacks a file"):
            read_files(tmp_path / "p.deb", [name])


@pytest.mark.parametrize("suffix", [".whl", ".deb"])
def test_read_files_damaged_raises(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"p{suffix}"
    path.write_text("damaged")
    if suffix == ".deb" and shutil.which("dpkg-deb") is None:
        pytest.skip("dpkg-deb is not installed")
    with pytest.raises(DatasetError, match="is damaged"):
        read_files(path, ["a"])


def test_read_files_without_dpkg_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DatasetError, match="dpkg-deb is not installed"):
        read_files(tmp_path / "p.deb", ["a"])
