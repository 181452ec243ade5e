import base64
import re
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.errors import EvaluationError
from digitcam.evaluate.contact import PER_KIND, misreads
from digitcam.evaluate.figures import COLUMNS, confusion_matrix, reliability_diagram, reliability_diagrams, singles
from digitcam.evaluate.readers import Reader
from digitcam.evaluate.report import page, prepare, write
from digitcam.evaluate.run import Evidence
from digitcam.evaluate.samples import PATCH, Answer
from tests.evaluate.answers import always, answered, sample

READER = Reader("ours <new>", always("12"), view=lambda picture: 255 - picture)


def named(name: str, text: str, truth: str, kind: str = "single_photo") -> Answer:
    return Answer(sample(truth, kind, name), text, text, 0.9, 1.0)


def test_misreads_are_wrong_answers_and_false_positives() -> None:
    answers = [
        named("right", "7", "7"),
        named("wrong", "1\n2", "7"),
        named("refused", "?", "7"),
        named("claimed", "7", "", "negative_object"),
        named("nothing claimed", "?", "", "negative_object"),
    ]
    tiles = [tile for group in misreads(READER, answers) for tile in group.shown]
    assert sorted((tile.name, tile.text, tile.truth) for tile in tiles) == [
        ("claimed", "7", ""),
        ("refused", "?", "7"),
        ("wrong", "1 / 2", "7"),
    ]


def test_misreads_tile_has_picture_view_and_patches() -> None:
    ((tile,),) = (group.shown for group in misreads(READER, [named("x", "1", "7")]))
    pictures = [decoded(url) for url in tile.pictures]
    assert [picture.shape for picture in pictures] == [(48, 64), (48, 64)]
    assert [decoded(url).shape for url in tile.patches] == [(28, 28), (28, 28)]
    assert [picture.mean() for picture in pictures] == pytest.approx([200, 55], abs=3)


def decoded(url: str) -> NDArray[np.uint8]:
    code = url.partition("base64,")[2]
    return np.asarray(cv2.imdecode(np.frombuffer(base64.b64decode(code), np.uint8), 0), np.uint8)


def test_misreads_kinds_are_in_the_order_of_the_answers() -> None:
    answers = [named("x", "1", "7", kind) for kind in ("b", "a", "b")]
    assert [(group.kind, group.count) for group in misreads(READER, answers)] == [("b", 2), ("a", 1)]


def test_misreads_beyond_the_limit_are_counted_only() -> None:
    answers = [named(str(i), "1", "7") for i in range(PER_KIND + 1)]
    (group,) = misreads(READER, answers)
    assert (group.count, len(group.shown)) == (PER_KIND + 1, PER_KIND)
    assert f"{PER_KIND + 1}, the first {PER_KIND} shown" in page({READER.name: Evidence(answers)}, [READER])


def test_page_misread_has_answer_truth_and_escaped_name() -> None:
    answers = [named("a <b>", "1", "7"), named("claimed", "7", "", "negative_object"), named("right", "7", "7")]
    content = page({READER.name: Evidence(answers)}, [READER])
    assert re.findall(r"<small>(.*?)</small>", content) == ["a &lt;b&gt;", "claimed"]
    assert re.findall(r"read as <b>(.*?)</b>, is <b>(.*?)</b>,\s+90 %", content) == [("1", "7"), ("7", "nothing")]


def test_page_without_answers_has_empty_diagrams() -> None:
    assert "0 answers; expected calibration error 0.0 %" in page({READER.name: Evidence()}, [READER])


def test_page_without_misreads_says_none() -> None:
    assert "None." in page({READER.name: Evidence([named("right", "7", "7")])}, [READER])


def test_confusion_matrix_counts_answers_to_each_digit() -> None:
    answers = [answered("7", "7"), answered("1", "7"), answered("", "3"), answered("12", "12")]
    rows = {
        truth: {said: (cell.count, cell.right) for said, cell in zip(COLUMNS, cells, strict=True) if cell.count}
        for truth, cells in confusion_matrix(answers).items()
    }
    assert list(rows) == list("0123456789")
    assert {truth: row for truth, row in rows.items() if row} == {
        "7": {"7": (1, True), "1": (1, False)},
        "3": {"": (1, False)},
    }


def test_page_confusion_table_has_a_row_per_digit() -> None:
    content = page({READER.name: Evidence([named("x", "1", "7"), named("y", "7", "7")])}, [READER])
    (table,) = re.findall(r'<table class="confusion">(.*?)</table>', content, re.DOTALL)
    rows = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)]
    assert rows[0] == ["", *"0123456789", "?", "nothing", "several"]
    assert len(rows) == 11
    assert (rows[8][0], rows[8][2], rows[8][8]) == ("7", "1", "1")


def test_singles_mnist_counts_only_alone() -> None:
    photo, patch, number = answered("7", "7"), answered("7", "7", PATCH), answered("12", "12")
    assert singles([photo, patch, number]) == [photo]
    assert singles([patch]) == [patch]


def test_reliability_diagram_counts_answers_with_a_digit() -> None:
    answers = [answered("7", "7", confidence=0.95), answered("1", "7", confidence=0.55), answered("", "7")]
    diagram = reliability_diagram("some", answers)
    assert (diagram.count, diagram.error) == (2, 0.3)
    assert [(b.low, b.accuracy) for b in diagram.bins] == [(0.5, 0.0), (0.9, 1.0)]
    assert reliability_diagram("none", []).count == 0


def test_reliability_diagrams_rendered_scenes_have_their_own() -> None:
    photo, scene = answered("7", "7"), answered("1", "7", "scene_hard")
    assert [(d.title, d.count) for d in reliability_diagrams([photo, scene])] == [
        ("all pictures of one digit", 2),
        ("rendered scenes", 1),
    ]
    assert [d.count for d in reliability_diagrams([photo])] == [1]
    assert [d.count for d in reliability_diagrams([scene])] == [1]


def test_page_reliability_diagram_has_a_bar_per_bin() -> None:
    answers = [answered("7", "7", confidence=0.95), answered("1", "7", confidence=0.55)]
    content = page({READER.name: Evidence(answers)}, [READER])
    # Right answers reach the top of the square of 240 units, wrong ones stay at the bottom.
    assert re.findall(r'<rect [^>]*?height="(.*?)"', content, re.DOTALL) == ["0.0", "240.0"]
    assert "2 answers; expected calibration error 30.0 %" in content


def test_page_needs_no_other_file(tmp_path: Path) -> None:
    evidence = {READER.name: Evidence([named("x", "1", "7"), named("y", "7", "7")])}
    content = page(evidence, [READER])
    assert "ours &lt;new&gt;" in content
    assert "<new>" not in content
    assert not re.search(r"(src|href)=\"(?!data:)|https?://|@import|<script", content)
    assert re.search(r'<td class="missed">50.0 %</td>', content)
    prepare(tmp_path / "a" / "b")
    path = write(tmp_path / "a" / "b", evidence, [READER])
    assert path.read_text("utf-8") == content


def test_write_unwritable_folder_raises(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(EvaluationError, match=r"cannot be written to .*file"):
        prepare(file)
    with pytest.raises(EvaluationError, match=r"cannot be written to .*file"):
        write(file, {}, [])
