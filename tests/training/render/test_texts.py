import re

import numpy as np
import pytest

from digitcam.recognition.contract import SEPARATORS
from digitcam.training.render import texts
from digitcam.training.render.marks import draw_marks

MARKS = draw_marks(1, np.random.default_rng(0))


@pytest.mark.parametrize("seed", range(200))
def test_random_text_every_character_can_be_written(seed: int) -> None:
    text = texts.random_text(np.random.default_rng(seed))
    assert set(text) <= {*"0123456789 ^", *SEPARATORS, *MARKS}
    assert re.search(r"\d", text)


@pytest.mark.parametrize(
    ("write", "form"),
    [
        (texts.integer, r"\d{1,5}"),
        (texts.decimal, r"\d{1,3}[.,]\d{1,3}"),
        (texts.negative, r"-\d{1,3}([.,]\d{1,3})?"),
        (texts.date, r"\d{1,2}([/.-])\d{1,2}(\1(\d{4}|\d{2}))?"),
        (texts.time_of_day, r"\d{1,2}:\d{2}"),
    ],
)
def test_text_of_each_kind_has_its_form(write: "texts.Write", form: str) -> None:
    rng = np.random.default_rng(0)
    assert all(re.fullmatch(form, write(rng)) for _ in range(50))
