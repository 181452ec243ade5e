"""Pictures that must be read, whatever else changes: a row in tests/golden/labels.csv each."""

import csv
from pathlib import Path

import pytest

from digitcam.config import ReadSettings
from digitcam.networks.shipped import shipped_paper, shipped_verifier
from digitcam.pictures.loading import load_picture
from digitcam.recognition.recogniser import Recogniser

GOLDEN = Path(__file__).parent / "golden"
RECOGNISER = Recogniser(paper=shipped_paper(), verifier=shipped_verifier())


def rows() -> list[tuple[str, str]]:
    with (GOLDEN / "labels.csv").open(encoding="utf-8") as file:
        return [(row["file"], row["label"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("file", "label"), rows())
def test_read_golden_picture_is_right(file: str, label: str) -> None:
    assert RECOGNISER.read(load_picture(GOLDEN / file), ReadSettings(box="whole")).text == label
