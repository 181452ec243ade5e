import numpy as np

from digitcam.recognition.contract import NONE
from digitcam.training.render.negatives import negatives, signs


def test_negatives_have_the_label_none() -> None:
    marks = negatives(6, np.random.default_rng(0))
    assert set(marks.labels.tolist()) == {NONE}
    assert (marks.lines.sum(axis=(1, 2)) > 8).all()


def test_signs_repeated_drawings_vary() -> None:
    lines = signs(2, np.random.default_rng(0))
    assert len(lines) % 2 == 0
    assert (lines.sum(axis=(1, 2)) > 15).all()
    assert all(not np.array_equal(one, other) for one, other in zip(lines[::2], lines[1::2], strict=True))
