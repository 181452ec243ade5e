from digitcam.bench import keeping
from digitcam.bench.codec import FPS
from digitcam.networks.loading import load_recogniser


def test_measure_quiet_session_keeps_every_number() -> None:
    (outcome,) = keeping.measure(sessions=1, numbers=2, rounds=1)
    assert outcome.figure == 0
    assert outcome.ours.startswith("2 of 2 kept")
    assert outcome.floor == "0 others kept"


def test_material_shows_each_number_for_two_seconds() -> None:
    shown, pictures = keeping.material(load_recogniser(), 2)
    assert len(set(shown)) == 2
    assert all(len(text) == keeping.DIGITS for text in shown)
    assert len(pictures) == 2 * FPS * (keeping.HELD_S + keeping.BETWEEN_S)
