import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from digitcam.data.mnist import Mnist
from digitcam.networks import shipped
from digitcam.networks.events import Done, Epoch, Event, Step, from_json
from digitcam.networks.shipped import ShippedFiles
from digitcam.training import description, from_scratch
from digitcam.training.from_scratch import convert_all, make_all
from digitcam.training.rendered import PAPER, SEPARATORS, VERIFIER
from tests.training.recipes import TINY


@pytest.fixture(autouse=True)
def few_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decide about rounding on fewer pictures."""
    few = tuple(replace(network, rounding_pictures=40) for network in (PAPER, VERIFIER, SEPARATORS))
    monkeypatch.setattr(from_scratch, "NETWORKS", few)
    monkeypatch.setattr(description, "_GAPS", 200)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_convert_all_makes_shipped_files_from_weights(few: Mnist, tmp_path: Path) -> None:
    events: list[Event] = []
    for files in (shipped.PAPER, shipped.VERIFIER, shipped.SEPARATORS):
        (tmp_path / files.weights.name).write_bytes(files.weights.read_bytes())
        (tmp_path / files.metadata.name).write_bytes(files.metadata.read_bytes())
    convert_all(events.append, tmp_path, images=few)
    for files in (shipped.PAPER, shipped.VERIFIER, shipped.SEPARATORS):
        made, known = replace(files, folder=tmp_path), files.read_metadata()
        metadata = made.read_metadata()
        assert known is not None
        assert metadata is not None
        assert (metadata.keras_sha256, metadata.seconds) == (known.keras_sha256, known.seconds)
        assert metadata.litert_sha256 == sha256(made.litert)
        # Few pictures were read; the shipped files were tested with more.
        assert metadata.test_accuracy > known.test_accuracy - 0.04
    assert [type(event) for event in events] == [Done]


@pytest.mark.usefixtures("eager")
def test_make_all_interrupted_continues_from_last_epoch(few: Mnist, tmp_path: Path) -> None:
    """Interrupt the second epoch of each network."""
    steps: list[int] = []

    def interrupt(event: Event) -> None:
        if isinstance(event, Step):
            steps.append(event.epoch)
            if len(steps) in (2, 6, 10):
                raise KeyboardInterrupt

    recipe = replace(TINY, steps=3)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            make_all(interrupt, tmp_path, images=few, photographs=(), recipes=(recipe,) * 3)
    make_all(interrupt, tmp_path, images=few, photographs=(), recipes=(recipe,) * 3)
    assert steps == [1, 2, 2, 3] * 3
    for name in ("paper", "verifier", "separators"):
        files = ShippedFiles(name, tmp_path)
        log = [from_json(line) for line in files.log.read_text().splitlines()]
        assert [event.epoch for event in log if isinstance(event, Epoch)] == [1, 2, 3]
        metadata = files.read_metadata()
        assert metadata is not None
        assert metadata.architecture == name
        assert metadata.litert_sha256 == sha256(files.litert)
        assert metadata.keras_sha256 == sha256(files.weights)
    assert len(list(tmp_path.iterdir())) == 12
