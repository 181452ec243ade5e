import numpy as np
import pytest

from digitcam.data import mnist
from digitcam.errors import EvaluationError
from digitcam.evaluate import ablation
from digitcam.evaluate.ablation import CROP, FULL, RULES, VERIFIER, by_part, crop_samples, sheet_samples, variants
from digitcam.evaluate.run import Evidence
from digitcam.evaluate.samples import Answer, Sample
from digitcam.evaluate.scenes import scenes
from digitcam.evaluate.sheets import SHEETS
from digitcam.networks.shipped import shipped_paper, shipped_verifier
from digitcam.recognition.recogniser import Recogniser
from digitcam.recognition.scoring import FEATURES

RECOGNISER = Recogniser(paper=shipped_paper(), verifier=shipped_verifier())


def answered(truth: str, text: str, kind: str = "scene_room", ms: float = 2.0) -> Answer:
    return Answer(Sample("", kind, truth, lambda: np.zeros((9, 9), np.uint8)), text, text, 0.9, ms)


def test_variants_lack_each_feature_each_rule_and_the_verifier() -> None:
    usual = ablation.usual_features(RECOGNISER, scenes("scene_room", mnist.load(), 3))
    readers = variants(RECOGNISER, usual)
    assert tuple(usual) == FEATURES
    assert [reader.name for reader in readers] == [FULL, *(f"without {x}" for x in (*FEATURES, *RULES, VERIFIER))]
    assert all(reader.read(np.full((60, 60), 200, np.uint8)).text == "" for reader in readers)


def test_variants_without_a_feature_read_otherwise() -> None:
    column = next(sample for sample in sheet_samples(mnist.load(), 3) if sample.kind == "sheet_column")
    picture = column.picture()
    readers = {reader.name: reader for reader in variants(RECOGNISER, dict.fromkeys(FEATURES, 0.0))}
    texts = {name: readers[name].read(picture).text for name in (FULL, "without detected")}
    assert texts[FULL] != texts["without detected"]


@pytest.mark.parametrize("recogniser", [Recogniser(), RECOGNISER], ids=["no network", "no pictures"])
def test_usual_features_without_digits_are_refused(recogniser: Recogniser) -> None:
    with pytest.raises(EvaluationError, match="--model"):
        ablation.usual_features(recogniser, [])


def test_by_part_counts_wrong_digits_and_claims_against_the_full_reader() -> None:
    full = [answered("12", "12"), answered("34", "3"), answered("", "7"), answered("", "?")]
    other = [answered("12", "1"), answered("34", "34", ms=4.0), answered("", ""), answered("", "")]
    parts = by_part({FULL: Evidence(full), "other": Evidence(other)})
    assert list(parts) == ["scene", "scene without digits"]
    digits, none = parts["scene"], parts["scene without digits"]
    assert [(row.wrong.value, row.more.value) for row in digits.values()] == [(25.0, 0.0), (25.0, 0.0)]
    assert digits["other"].more.interval == (-50.0, 50.0)
    assert [(row.wrong.value, row.more.value) for row in none.values()] == [(50.0, 0.0), (0.0, -50.0)]
    assert digits["other"].ms.value == pytest.approx(3.0)


def test_text_and_data_have_a_table_for_each_part() -> None:
    evidence = {
        FULL: Evidence([answered("1", "1"), answered("1", "?", "font_room")]),
        "without column": Evidence([answered("1", "?"), answered("1", "1", "font_room")]),
    }
    scene, font = ablation.text(evidence).split("\n\n")
    assert scene.splitlines()[0].startswith("scene (1 pictures)")
    assert "+100.00" in scene.splitlines()[2]
    assert "-100.00" in font.splitlines()[2]
    assert ablation.data(evidence)["font"]["without column"]["more"]["value"] == -100


def test_sheet_samples_have_the_digits_of_their_cells() -> None:
    samples = sheet_samples(mnist.load(), 1)
    assert len({sample.kind for sample in samples}) == len(samples) == len(SHEETS)
    assert all(sample.truth.replace("\n", "").isdigit() for sample in samples)
    assert np.array_equal(samples[0].picture(), samples[0].picture())


def test_crop_samples_have_no_digits() -> None:
    samples = crop_samples([np.zeros((50, 60), np.uint8)], 3)
    assert [(sample.kind, sample.truth) for sample in samples] == [(CROP, "")] * 3
    assert samples[0].picture().shape == (480, 480)
    assert crop_samples((), 3) == []
