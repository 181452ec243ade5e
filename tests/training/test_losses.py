import numpy as np
import pytest
from keras import ops
from numpy.typing import NDArray

from digitcam.recognition.contract import DIGIT_CLASSES, LABEL_SMOOTHING
from digitcam.recognition.selection import unsmoothed
from digitcam.training.losses import classification_loss

LABELS = [3] * 7 + [5] * 3
"""Labels of ten pictures that look alike."""

SHARES = np.bincount(LABELS, minlength=DIGIT_CLASSES).astype(np.float32) / len(LABELS)


def loss(answer: NDArray[np.float32]) -> float:
    """Return the loss if a network gives this answer (11,) to all these pictures."""
    target = np.column_stack([np.eye(DIGIT_CLASSES)[LABELS], np.ones(len(LABELS))]).astype(np.float32)
    return float(classification_loss(ops.convert_to_tensor(target), ops.convert_to_tensor(np.tile(answer, (10, 1)))))


@pytest.mark.parametrize("label", range(DIGIT_CLASSES))
@pytest.mark.parametrize("change", [0.7, 1.4])
def test_classification_loss_is_least_where_the_reader_sees_the_shares_of_the_labels(label: int, change: float) -> None:
    best = np.asarray(SHARES * (1 - LABEL_SMOOTHING) + LABEL_SMOOTHING / DIGIT_CLASSES, np.float32)
    assert unsmoothed(best[None])[0] == pytest.approx(SHARES, abs=1e-6)
    other = best.copy()
    other[label] *= change
    assert loss(best) < loss(other / other.sum())
