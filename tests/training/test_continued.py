import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from digitcam.data.mnist import Mnist
from digitcam.networks import shipped
from digitcam.training import continued, rendered
from digitcam.training.architectures import build_paper
from digitcam.training.rendered import PAPER
from tests.training.recipes import TINY


@pytest.mark.usefixtures("eager")
def test_main_writes_the_mean_of_the_weights_before_and_after(
    few: Mnist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(continued, "load_mnist", lambda: few)
    monkeypatch.setattr(continued, "load_photographs", lambda held_out: ())
    trained = []
    fit = rendered.fit_rendered

    def fit_and_remember(net, *arguments, **options) -> None:  # type: ignore[no-untyped-def]
        fit(net, *arguments, **options)
        trained.extend(net.get_weights())

    monkeypatch.setattr(continued, "fit_rendered", fit_and_remember)
    for path in (shipped.PAPER.weights, shipped.PAPER.metadata):
        shutil.copy(path, tmp_path)
    paper = replace(PAPER, rounding_pictures=40)
    continued.main(continued.Continuation(paper, TINY, old_share=0.5, with_photographs=True), tmp_path)
    before, after = build_paper(), build_paper()
    before.load_weights(shipped.PAPER.weights)
    after.load_weights(tmp_path / shipped.PAPER.weights.name)
    for old, new, mean in zip(before.get_weights(), trained, after.get_weights(), strict=True):
        assert np.allclose(mean, (old + new) / 2, atol=1e-6)
    assert any(not np.allclose(old, new) for old, new in zip(before.get_weights(), trained, strict=True))
    made = shipped.ShippedFiles("paper", tmp_path)
    assert made.read_metadata() is not None
    assert made.litert.exists()
    assert made.log.read_text("utf-8").count("epoch") > 0
