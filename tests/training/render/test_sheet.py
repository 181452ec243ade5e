import numpy as np

from digitcam.training.render.ink import Ink
from digitcam.training.render.sheet import Sheet


def test_write_word_has_no_labels(ink: Ink) -> None:
    rng = np.random.default_rng(0)
    for _ in range(10):
        sheet = Sheet(ink, rng)
        end = sheet.write_word(20, 100, 40)
        assert end > 30
        assert sheet.opacity.max() > 0.9
        assert sheet.labels == []


def test_write_signs_has_no_labels(ink: Ink) -> None:
    sheet = Sheet(ink, np.random.default_rng(0))
    sheet.write_signs(-10, 100, 40)
    assert (sheet.opacity[60:140].max(axis=0) > 0.5).sum() > 40
    assert sheet.opacity[:40].max() == 0
    assert sheet.labels == []
