import pytest

from digitcam.data import mnist
from digitcam.training.datasets import Labelled, make_ink
from digitcam.training.render.ink import Ink


@pytest.fixture(scope="package")
def ink() -> Ink:
    images = mnist.load()
    return make_ink(Labelled(images.x_train[:400], images.y_train[:400]), seed=0, variants_each=5)
