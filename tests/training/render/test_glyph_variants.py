import numpy as np

from digitcam.training.render.glyph_variants import glyph_variants
from digitcam.training.render.skeletons import indices_by_digit


def test_glyph_variants_cover_every_digit() -> None:
    variants = glyph_variants(3, np.random.default_rng(0))
    assert [len(index) for index in indices_by_digit(variants.labels)] == [3] * 10
    assert len(variants.labels) == 30
    assert (variants.lines.sum(axis=(1, 2)) > 30).all()
