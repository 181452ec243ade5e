import dataclasses
import errno
import os
import shutil
import threading
import time
from pathlib import Path

import pytest
from filelock import FileLock

from digitcam.errors import ModelBroken, ModelMissing, TrainingError
from digitcam.networks.metadata import Metadata
from digitcam.networks.patch import PatchNetwork
from digitcam.networks.store import OWN, ModelStore

FACTS = Metadata(
    architecture="cnn",
    parameters=3,
    test_accuracy=0.99,
    data_sha256="d",
    keras_sha256="",
    litert_sha256="",
    versions={"keras": "3"},
    date="2026-11-22T10:00:00+00:00",
    seconds=60.0,
)


class Crash(BaseException):
    """Stands for the end of the process."""


def put(store: ModelStore, word: str = "one", facts: Metadata = FACTS) -> Metadata:
    with store.lock():
        return store.publish(facts, word.encode(), lambda path: none(path.write_text(word)))


def none(_: object) -> None:
    """Turn an expression's value into None, for lambdas that must return nothing."""


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models" / "model.keras")


def names(store: ModelStore) -> list[str]:
    return sorted(path.name for path in store.path.parent.iterdir() if path.suffix != ".lock")


def test_state_no_files_is_missing(store: ModelStore) -> None:
    assert store.state() == "missing"
    assert store.metadata() is None
    with pytest.raises(ModelMissing, match="Run: python -m digitcam train --model"):
        store.network()


def test_publish_writes_all_files(store: ModelStore) -> None:
    facts = put(store)
    assert store.state() == "ready"
    assert store.metadata() == facts
    assert len(facts.keras_sha256) == len(facts.litert_sha256) == 64
    assert names(store) == ["model.json", "model.keras", "model.tflite"]


@pytest.mark.parametrize("name", ["model.keras", "model.tflite", "model.json"])
@pytest.mark.parametrize("content", [b"", b"other"])
def test_state_changed_file_is_changed(store: ModelStore, name: str, content: bytes) -> None:
    put(store)
    assert store.state() == "ready"
    (store.path.parent / name).write_bytes(content)
    assert store.state() == "changed"
    (store.path.parent / name).unlink()
    assert store.state() == ("missing" if name == "model.keras" else "changed")


@pytest.mark.parametrize("text", ["[]", "{}", '{"architecture": 1}', "null", "\x00"])
def test_metadata_invalid_file_is_none(store: ModelStore, text: str) -> None:
    put(store)
    store.metadata_path.write_text(text)
    assert store.metadata() is None
    assert store.state() == "changed"


@pytest.mark.parametrize("accuracy", ["NaN", "1e999", '"0.99"', "null"])
def test_metadata_number_that_is_not_finite_is_none(store: ModelStore, accuracy: str) -> None:
    put(store)
    store.metadata_path.write_text(store.metadata_path.read_text().replace("0.99", accuracy))
    assert store.metadata() is None


def test_state_unchanged_file_is_hashed_once(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store)
    store.state()
    monkeypatch.setattr("digitcam.networks.files.sha256", lambda path: pytest.fail(f"{path} was read again"))
    assert store.state() == "ready"


def test_network_foreign_conversion_raises(store: ModelStore) -> None:
    put(store)
    store.litert_path.write_text("other")
    with pytest.raises(
        ModelBroken, match=r"model\.tflite is not that of model\.keras. Run: python -m digitcam convert"
    ):
        store.network()
    store.litert_path.unlink()
    with pytest.raises(ModelBroken, match="cannot be read"):
        store.network()


def test_network_opens_the_converted_file(trained: ModelStore) -> None:
    assert isinstance(trained.network(), PatchNetwork)


@pytest.mark.parametrize("renamed", [0, 1, 2])
@pytest.mark.parametrize("before", ["missing", "ready"])
def test_publish_crash_between_renames_is_changed(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch, renamed: int, before: str
) -> None:
    """The new network is never used with an old conversion, and never lost once it has been renamed."""
    if before == "ready":
        put(store, "old")
    calls: list[Path] = []

    def replace(source: Path, target: Path) -> None:
        if len(calls) == renamed:
            raise Crash
        calls.append(target)
        shutil.move(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(Crash):
        put(store, "new")
    assert store.state() == (before if renamed == 0 else "changed")
    assert len(calls) == renamed
    if renamed:
        assert store.path.read_text() == "new"


def test_lock_removes_files_of_a_killed_process(store: ModelStore) -> None:
    left = store.path.parent / ".model-unfinished-x1y2"
    left.mkdir(parents=True)
    (left / "model.keras").write_text("half")
    assert store.state() == "missing"
    put(store)
    assert names(store) == ["model.json", "model.keras", "model.tflite"]


def test_publish_foreign_network_is_moved_aside(store: ModelStore) -> None:
    put(store)
    store.path.write_text("mine")
    put(store, "two")
    (aside,) = store.path.parent.glob("model.replaced-*.keras")
    assert aside.read_text() == "mine"
    put(store, "three")
    assert len(list(store.path.parent.glob("model.replaced-*"))) == 1


def test_publish_converted_foreign_network_is_moved_aside(store: ModelStore) -> None:
    put(store, "mine", dataclasses.replace(FACTS, architecture=OWN))
    put(store, "two")
    assert [path.read_text() for path in store.path.parent.glob("model.replaced-*.keras")] == ["mine"]


def test_quarantine_does_not_overwrite(store: ModelStore) -> None:
    store.path.parent.mkdir()
    moved = []
    for word in ("a", "b", "c"):
        store.path.write_text(word)
        with store.lock():
            moved.append(store.quarantine())
    assert store.state() == "missing"
    assert [path.read_text() for path in moved] == ["a", "b", "c"]
    assert all(path.name.startswith("model.broken-") for path in moved)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disk is full; free some space"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "may not be written to"),
    ],
)
def test_publish_disk_error_raises_with_remedy(store: ModelStore, code: int, words: str) -> None:
    put(store)

    def save(path: Path) -> None:
        path.write_text("hal")
        raise OSError(code, os.strerror(code), str(path))

    with store.lock(), pytest.raises(TrainingError, match=words) as caught:
        store.publish(FACTS, b"new", save)
    assert isinstance(caught.value.__cause__, OSError)
    assert str(store.path.parent) in str(caught.value)
    assert store.state() == "ready"
    assert names(store) == ["model.json", "model.keras", "model.tflite"]


def test_lock_folder_cannot_be_created_raises(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(TrainingError, match="it is a file, not a folder"),
        ModelStore(tmp_path / "file" / "m.keras").lock(),
    ):
        pass


def test_lock_read_only_folder_raises(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(FileLock, "acquire", refuse)
    with pytest.raises(TrainingError, match="--model or DIGITCAM_MODEL"), store.lock():
        pass


def test_lock_full_disk_raises(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digitcam.networks.files.shutil.disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 0))
    with pytest.raises(TrainingError, match="disk is full"), store.lock():
        pytest.fail("the lock was given")


def test_lock_second_process_waits(store: ModelStore) -> None:
    waited, order = threading.Event(), list[str]()

    def second() -> None:
        with ModelStore(store.path).lock(waited.set):
            order.append("second")

    with store.lock():
        thread = threading.Thread(target=second)
        thread.start()
        assert waited.wait(60)
        order.append("first")
    thread.join(60)
    assert order == ["first", "second"]


def test_lock_exception_ends_the_waiting(store: ModelStore) -> None:
    def give_up() -> None:
        raise BrokenPipeError

    with store.lock(), pytest.raises(BrokenPipeError), ModelStore(store.path).lock(give_up):
        pass


def test_settled_sha256_waits_until_copying_ends(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.path.parent.mkdir()
    store.path.write_text("a")
    parts = ["b", "c"]
    monkeypatch.setattr(
        time, "sleep", lambda _: none(parts and store.path.write_text(store.path.read_text() + parts.pop(0)))
    )
    store.settled_sha256(0.5)
    assert store.path.read_text() == "abc"
