from digitcam.bench import keeping
from digitcam.bench.codec import FPS


def test_material_shows_each_number_for_two_seconds() -> None:
    shown, video = keeping.material(2)
    assert len(set(shown)) == 2
    assert all(len(text) == keeping.DIGITS for text in shown)
    assert len(video) == 2 * FPS * (keeping.HELD_S + keeping.BETWEEN_S)
