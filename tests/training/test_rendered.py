import keras
import pytest

from digitcam.data.mnist import Mnist
from digitcam.networks.events import Epoch, Event
from digitcam.training.recipes import RenderedRecipe
from digitcam.training.rendered import PAPER, VERIFIER, RenderedNetwork, train_from_scratch
from digitcam.training.reporter import JobContext
from tests.training.recipes import SHORT

SHORT_VERIFIER = RenderedRecipe(
    steps=60, batch_size=16, learning_rate=3e-3, mnist_images=400, replay_size=200, steps_per_epoch=20, held_out=20
)


@pytest.mark.parametrize(("network", "recipe", "share"), [(PAPER, SHORT, 0.85), (VERIFIER, SHORT_VERIFIER, 0.9)])
def test_train_from_scratch_lowers_the_loss(
    few: Mnist, network: RenderedNetwork, recipe: RenderedRecipe, share: float
) -> None:
    keras.utils.set_random_seed(0)
    events: list[Event] = []
    train_from_scratch(network, recipe, JobContext(few, events.append, 0.0))
    losses = [event.loss for event in events if isinstance(event, Epoch)]
    assert losses[2] < share * losses[0]
