import base64
import re
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.errors import EvaluationError
from digitcam.evaluate.contact import PER_KIND, sheet
from digitcam.evaluate.figures import confusion_table, reliability_diagram, singles
from digitcam.evaluate.readers import Reader
from digitcam.evaluate.report import page, prepare, write
from digitcam.evaluate.run import Evidence
from digitcam.evaluate.samples import PATCH, Answer
from tests.evaluate.answers import always, answered, sample

READER = Reader("ours <new>", always("12"), view=lambda picture: picture)


def named(name: str, text: str, truth: str, kind: str = "single_photo") -> Answer:
    return Answer(sample(truth, kind, name), text, text, 0.9, 1.0)


def test_sheet_shows_only_misreads() -> None:
    answers = [
        named("right", "7", "7"),
        named("a <b>", "1", "7"),
        named("refused", "?", "7"),
        named("claimed", "7", "", "negative_object"),
        named("left alone", "?", "", "negative_object"),
    ]
    html = sheet(READER, answers)
    assert re.findall(r"<small>(.*?)</small>", html) == ["a &lt;b&gt;", "refused", "claimed"]
    assert "<b>1</b>, is <b>7</b>, 90 %" in html
    assert "<b>7</b>, is <b>nothing</b>" in html


def test_sheet_tile_has_picture_view_and_patches() -> None:
    html = sheet(READER, [named("x", "1", "7")])
    images = [decoded(code) for code in re.findall(r"base64,(.*?)\"", html)]
    assert [image.shape for image in images] == [(48, 64), (48, 64), (28, 28), (28, 28)]
    assert images[0].mean() == pytest.approx(200, abs=3)


def decoded(code: str) -> NDArray[np.uint8]:
    return np.asarray(cv2.imdecode(np.frombuffer(base64.b64decode(code), np.uint8), 0), np.uint8)


def test_sheet_long_kind_is_cut() -> None:
    html = sheet(READER, [named(str(i), "1", "7") for i in range(PER_KIND + 1)])
    assert html.count('class="tile"') == PER_KIND
    assert f"{PER_KIND + 1}, the first {PER_KIND} shown" in html


def test_sheet_without_misreads_says_none() -> None:
    assert "None" in sheet(READER, [named("right", "7", "7")])


def test_confusion_table_has_a_row_per_digit() -> None:
    html = confusion_table([answered("7", "7"), answered("1", "7"), answered("", "3"), answered("12", "12")])
    rows = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", html)]
    assert rows[0] == ["", *"0123456789", "?", "nothing", "several"]
    assert len(rows) == 11
    assert (rows[8][0], rows[8][2], rows[8][8]) == ("7", "1", "1")
    assert (rows[4][0], rows[4][12]) == ("3", "1")
    assert html.count("wrong") == 2
    assert html.count("right") == 1


def test_singles_mnist_counts_only_alone() -> None:
    photo, patch, number = answered("7", "7"), answered("7", "7", PATCH), answered("12", "12")
    assert singles([photo, patch, number]) == [photo]
    assert singles([patch]) == [patch]


def test_reliability_diagram_has_a_bar_per_bin() -> None:
    answers = [answered("7", "7", confidence=0.95), answered("1", "7", confidence=0.55), answered("", "7")]
    html = reliability_diagram(answers)
    # Twice as high as wide would be 480: right answers reach the top of the square, wrong ones stay at its foot.
    assert re.findall(r'<rect .*?height="(.*?)"', html) == ["0.0", "240.0"]
    assert "2 answers; expected calibration error 30.0 %" in html
    assert "0 answers" in reliability_diagram([])


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
