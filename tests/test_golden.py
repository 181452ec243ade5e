"""Pictures that must be read correctly whatever else changes; each has a row in tests/golden/labels.csv."""

import csv
from pathlib import Path

import pytest

from digitcam.config import ReadSettings
from digitcam.networks.shipped import shipped_paper, shipped_separators, shipped_verifier
from digitcam.pictures.loading import load_picture
from digitcam.recognition.recogniser import Recogniser

GOLDEN = Path(__file__).parent / "golden"
RECOGNISER = Recogniser(paper=shipped_paper(), verifier=shipped_verifier(), separators=shipped_separators())


def rows() -> list[dict[str, str]]:
    with (GOLDEN / "labels.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows(), ids=lambda row: str(row["file"]))
def test_read_golden_picture_returns_label(row: dict[str, str]) -> None:
    read = RECOGNISER.read_page(load_picture(GOLDEN / row["file"]), ReadSettings(box="whole"))
    assert read.turn == 0
    assert read.reading.text == (row["full"] or row["label"]).replace("|", "\n"), row["fault"]


def test_labels_list_every_picture_once() -> None:
    pictures = sorted(path.name for path in GOLDEN.iterdir() if path.suffix in (".jpg", ".png", ".pdf", ".heic"))
    assert sorted(row["file"] for row in rows()) == pictures


def test_rows_of_drawn_pictures_state_the_fault() -> None:
    assert all(row["fault"] for row in rows() if row["source"] == "drawn")
