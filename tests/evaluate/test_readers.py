from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.evaluate import readers as module
from digitcam.evaluate.classic import classic_view, read_classically
from digitcam.evaluate.readers import Reader, readers
from digitcam.evaluate.samples import PATCH
from digitcam.networks.shipped import CLASSIC
from tests.drawing import by_width, paper, stroke, unsure
from tests.evaluate.answers import always, sample


def test_read_classically_uses_threshold_and_centred_square() -> None:
    picture = np.full((100, 200), 128, np.uint8)
    picture[:, :50] = 0
    stroke(picture, (100, 50), 80, ink=127, width=10)
    reading = read_classically(picture, by_width)
    assert (reading.text, reading.region) == ("1", (50, 0, 150, 100))
    assert classic_view(picture).mean() == pytest.approx(255 * 10 * 85 / 10_000, rel=0.2)
    (digit,) = reading.digits
    assert (digit.patch.shape, str(digit.patch.dtype), digit.patch.max()) == ((28, 28), "float32", 1.0)


def test_read_classically_always_answers() -> None:
    assert read_classically(paper(48, 64), unsure).text == "0"


def test_reader_of_patch_is_the_network_alone() -> None:
    asked: list[NDArray[np.float32]] = []

    def network(patches: NDArray[np.float32]) -> NDArray[np.float32]:
        asked.append(patches)
        return np.eye(10, dtype=np.float32)[[6]]

    look = Reader("x", always("1"), classic_view, network).reader_of(sample("6", PATCH))
    assert look is not None
    assert look(np.full((28, 28), 51, np.uint8)).text == "6"
    assert np.allclose(asked[0], 0.2)
    assert asked[0].shape == (1, 28, 28)


def test_reader_of_picture_is_the_whole_reader() -> None:
    look = Reader("x", always("1"), classic_view, unsure).reader_of(sample("6"))
    assert look is not None
    assert look(paper(48, 64)).text == "1"


def test_reader_of_patch_without_network_is_none() -> None:
    assert Reader("x", always("1"), classic_view).reader_of(sample("6", PATCH)) is None


def test_readers_use_the_pages_network_of_that_architecture(trained: Path) -> None:
    classic_reader, patches, ours = readers(trained / "model.keras", "dense")
    assert (classic_reader.name, patches.name, ours.name) == ("classic", "28×28", "ours")
    assert patches.training_s == classic_reader.training_s
    assert patches.training_s is not None
    assert not list(trained.glob("*-dense*"))


def test_readers_only_ours_trains_nothing(trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in trained.glob("model.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(module, "train_network", lambda *_: pytest.fail("a network was trained"))
    assert [reader.name for reader in readers(tmp_path / "model.keras", "dense", only_ours=True)] == ["ours"]


def test_ensure_trained_trains_once_beside_it(trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Path, str]] = []

    def train(path: Path, architecture: str) -> None:
        asked.append((path, architecture))
        path.touch()

    monkeypatch.setattr(module, "train_network", train)
    beside = tmp_path / "model-cnn.keras"
    assert [module.ensure_trained(tmp_path / "model.keras", "cnn") for _ in range(2)] == [beside, beside]
    assert asked == [(beside, "cnn")]


def test_readers_shipped_28x28_network_needs_no_training(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in trained.glob("model.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(module, "train_network", lambda *_: pytest.fail("a network was trained"))
    _, patches, _ = readers(tmp_path / "model.keras", "cnn")
    shipped = CLASSIC.read_metadata()
    assert shipped is not None
    assert patches.training_s == shipped.seconds
    assert patches.network is not None
