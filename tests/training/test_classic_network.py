"""Tests of making the shipped files of the 28×28 network."""

from pathlib import Path

from digitcam.data.mnist import Mnist
from digitcam.networks.events import Done, Epoch, Event, from_json
from digitcam.networks.files import sha256
from digitcam.networks.metadata import Metadata
from digitcam.networks.shipped import CLASSIC, ShippedFiles, shipped_classic
from digitcam.training.classic_network import convert_classic, make_classic
from tests.quick_network import QUICK_RECIPES


def expect_consistent(files: ShippedFiles) -> Metadata:
    metadata = files.read_metadata()
    assert metadata is not None
    assert metadata.architecture == "cnn"
    assert metadata.litert_sha256 == sha256(files.litert)
    assert metadata.keras_sha256 == sha256(files.weights)
    return metadata


def test_make_classic_writes_files_that_fit_together(small: Mnist, tmp_path: Path) -> None:
    events: list[Event] = []
    make_classic(events.append, tmp_path / "made", images=small, recipes=QUICK_RECIPES)
    files = ShippedFiles("classic", tmp_path / "made")
    made = expect_consistent(files)
    assert made.test_accuracy > 0.8
    shipped_classic(files)
    log = [from_json(line) for line in files.log.read_text().splitlines()]
    assert log == [event for event in events if isinstance(event, Epoch)]
    assert [event.path for event in events if isinstance(event, Done)] == [str(files.folder)]
    assert len(list(files.folder.iterdir())) == 4


def test_convert_classic_makes_shipped_files_from_weights(small: Mnist, tmp_path: Path) -> None:
    events: list[Event] = []
    for path in (CLASSIC.weights, CLASSIC.metadata):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    convert_classic(events.append, tmp_path, images=small)
    made, known = expect_consistent(ShippedFiles("classic", tmp_path)), CLASSIC.read_metadata()
    assert known is not None
    assert (made.keras_sha256, made.seconds) == (known.keras_sha256, known.seconds)
    assert made.test_accuracy > 0.98
    assert [type(event) for event in events] == [Done]
