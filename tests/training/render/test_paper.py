import numpy as np

from digitcam.training.render.paper import clutter


def test_clutter_repeated_calls_vary() -> None:
    rng = np.random.default_rng(0)
    rooms = [clutter(192, rng) for _ in range(20)]
    assert all(room.shape == (192, 192) and np.isfinite(room).all() for room in rooms)
    assert len({float(room.mean()) for room in rooms}) == 20
    assert np.median([room.std() for room in rooms]) > 10
