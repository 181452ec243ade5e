"""Loading a network that the user named: nothing beside it may change."""

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from digitcam.config import ReadSettings, conversions_path
from digitcam.data.mnist import Mnist
from digitcam.errors import ModelBroken
from digitcam.networks.loading import load_recogniser
from digitcam.networks.store import ModelStore
from digitcam.pictures.export import as_record
from digitcam.training.trials import ENCODINGS
from tests.conftest import ROOT
from tests.own_network import own_network
from tests.paper import mnist_digit, page


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's cache folder of its own."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setattr("digitcam.config.platformdirs.user_cache_path", lambda _: folder)
    return folder


def listed(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_load_recogniser_own_network_is_adapted_and_its_folder_is_unchanged(small: Mnist, tmp_path: Path) -> None:
    """The files beside it that derived ones would replace are the user's."""
    path = tmp_path / "mine.keras"
    own_network(small, ENCODINGS[3], None).save(path)
    (tmp_path / "mine.json").write_text("my notes")
    (tmp_path / "mine.tflite").write_bytes(b"my export")
    before = listed(tmp_path)
    first = load_recogniser(path)
    assert listed(tmp_path) == before
    metadata = ModelStore(path, conversions_path(path)).metadata()
    assert metadata is not None
    assert "dark ink on light" in metadata.adaptation
    assert first.read(page(mnist_digit(0)), ReadSettings(box="whole")).digits


def test_load_recogniser_converted_before_is_not_converted_again(
    trained: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.keras"
    path.write_bytes(trained.path.read_bytes())
    load_recogniser(path)
    monkeypatch.setattr("digitcam.networks.loading.run_child", lambda *_, **__: pytest.fail("converted again"))
    load_recogniser(path)


@pytest.mark.parametrize("settings", [ReadSettings(box="whole"), ReadSettings(box="whole", threshold=130)], ids=str)
def test_load_recogniser_pickled_reads_the_same(settings: ReadSettings) -> None:
    recogniser = load_recogniser()
    copy = pickle.loads(pickle.dumps(recogniser))
    picture = page(mnist_digit(4), mnist_digit(0))
    assert copy.read(picture, settings).text == "40"
    assert as_record("", copy.read(picture, settings)) == as_record("", recogniser.read(picture, settings))


@pytest.mark.slow
def test_load_recogniser_cache_that_cannot_be_written_is_done_without(
    trained: ModelStore, tmp_path: Path, cache: Path
) -> None:
    path = tmp_path / "mine.keras"
    path.write_bytes(trained.path.read_bytes())
    shutil.rmtree(cache)
    cache.write_text("a file, not a folder")
    assert load_recogniser(path).classic is not None
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("beside", ["nothing", "metadata of ours"])
def test_load_recogniser_unsuitable_file_raises_and_its_folder_is_unchanged(
    trained: ModelStore, tmp_path: Path, beside: str
) -> None:
    path = tmp_path / "model.keras"
    path.write_bytes(trained.path.read_bytes()[:5000])
    if beside != "nothing":
        shutil.copy(trained.metadata_path, tmp_path)
    before = listed(tmp_path)
    with pytest.raises(ModelBroken, match=r"model\.keras .* truncated.* The file was not changed"):
        load_recogniser(path)
    assert listed(tmp_path) == before


def test_read_unsuitable_network_in_any_encoding_is_named_in_one_line(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "网络\n.keras"
    path.write_bytes(b"not a network")
    command = [sys.executable, "-m", "digitcam", "read", "--model", str(path), "picture.png"]
    environment = os.environ | {"PYTHONIOENCODING": "cp1252", "XDG_CACHE_HOME": str(cache)}
    result = subprocess.run(command, capture_output=True, cwd=ROOT, env=environment)
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(b"Error: ")
    assert b"\\n.keras is not a network" in line
    assert listed(tmp_path) == {path.name: b"not a network"}


def test_publish_foreign_derived_files_are_moved_aside(copied: ModelStore) -> None:
    """Converting in place keeps them; only what was made here is overwritten."""
    metadata = copied.metadata()
    assert metadata is not None
    copied.litert_path.write_bytes(b"my export")
    copied.metadata_path.write_text("my notes")
    with copied.lock():
        copied.publish(metadata, b"converted")
        copied.publish(metadata, b"converted again")
    kept = {path.read_bytes() for path in copied.path.parent.glob("model.replaced-*")}
    assert kept == {b"my export", b"my notes"}
