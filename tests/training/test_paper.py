"""The paper network: built, trained, shipped, asked."""

import dataclasses
import hashlib
from pathlib import Path

import keras
import numpy as np
import pytest
from numpy.typing import NDArray

from digitcam.data import mnist
from digitcam.data.mnist import Mnist
from digitcam.errors import ModelBroken
from digitcam.networks import shipped
from digitcam.networks.events import Epoch, Event, Step, from_json
from digitcam.networks.interpreter import Interpreters
from digitcam.networks.metadata import read_metadata
from digitcam.networks.paper import Paper, alone
from digitcam.networks.store import ModelStore
from digitcam.training import architectures as paper_network
from digitcam.training import export as compact
from digitcam.training import fit as paper_training
from digitcam.training import from_scratch as scratch
from digitcam.training import jobs as training
from digitcam.training import patch_network as network
from digitcam.training.datasets import as_windows, held_out
from digitcam.training.recipes import PaperRecipe

TINY = PaperRecipe(steps=2, batch=8, rate=1e-4, images=400, store=20, report_every=1, held_out=8)


@pytest.fixture(scope="module")
def few() -> Mnist:
    whole = mnist.load()
    return Mnist(whole.x_train[:800], whole.y_train[:800], whole.x_test[:200], whole.y_test[:200], whole.sha256)


@pytest.fixture(autouse=True)
def compared_on_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether rounding costs accuracy is asked on a tenth of the pictures."""
    monkeypatch.setattr(compact, "PICTURES", 40)


@pytest.fixture
def step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Training steps that are not made into a graph first: that takes 20 seconds, and these tests take three steps."""
    compile_for = paper_network.compile_for

    def eagerly(net: keras.Model, recipe: PaperRecipe) -> None:
        compile_for(net, recipe)
        net.run_eagerly = True

    monkeypatch.setattr(paper_network, "compile_for", eagerly)


@pytest.fixture(scope="module")
def start() -> keras.Model:
    net = paper_network.build()
    paper_network.load_weights(net, shipped.WEIGHTS)
    return net


def test_the_shipped_files_are_those_of_their_metadata() -> None:
    facts = shipped.shipped_facts()
    assert facts is not None
    assert facts.architecture == "paper"
    assert facts.litert_sha256 == hashlib.sha256(shipped.LITERT.read_bytes()).hexdigest()
    assert facts.keras_sha256 == hashlib.sha256(shipped.WEIGHTS.read_bytes()).hexdigest()
    assert facts.data_sha256 == mnist.load().sha256


def test_both_runtimes_answer_the_same(start: keras.Model) -> None:
    pictures = as_windows(mnist.load().x_test[:1000])
    find, read, glance = paper_network.predict(start, pictures)
    answers = shipped.shipped_network()(pictures)
    for ours, theirs in zip((find, read, glance), answers, strict=True):
        # Weights of 8 bits: not the same numbers, but the same digits.
        assert np.abs(ours[..., :1] - theirs[..., :1]).mean() < 2e-3
    assert (read.argmax(axis=-1) == answers[1].argmax(axis=-1)).mean() >= 0.998
    whole = Paper(Interpreters(network.converted(start)))(pictures)
    assert np.abs(find[..., 0] - whole[0][..., 0]).max() < 1e-3
    assert np.abs(read - whole[1]).max() < 1e-4
    assert np.abs(glance - whole[2]).max() < 1e-4


@pytest.mark.parametrize(
    ("count", "height", "width"), [(1, 96, 96), (3, 96, 96), (9, 96, 96), (1, 96, 288), (1, 192, 256)]
)
def test_any_number_and_size_of_pictures(count: int, height: int, width: int) -> None:
    find, read, glance = shipped.shipped_network()(np.zeros((count, height, width), np.float32))
    assert find.shape == (count, height // 4, width // 4, 5)
    assert read.shape == (count, height // 16 - 5, width // 16 - 5, 11)
    assert read.sum(axis=-1) == pytest.approx(1, abs=1e-4)
    assert glance.shape == (*read.shape[:3], 12)


def test_a_digit_alone_is_what_closer_look_and_glance_together_say() -> None:
    def divided(windows: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        read, glance = np.zeros((len(windows), 1, 1, 11), np.float32), np.zeros((len(windows), 1, 1, 12), np.float32)
        read[..., [4, 9, 10]], glance[..., [4, 9, 11]] = (0.4, 0.5, 0.1), (0.5, 0.2, 0.3)
        return np.zeros((len(windows), 24, 24, 5), np.float32), read, glance

    answer = alone(divided, np.zeros((2, 96, 96), np.float32))
    assert answer.argmax(axis=1).tolist() == [4, 4]
    assert answer[0, [4, 9]] == pytest.approx([0.45, 0.35])


@pytest.mark.parametrize("name", ["paper.tflite", "paper.json"])
def test_a_damaged_shipment_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for path in (shipped.LITERT, shipped.FACTS):
        (tmp_path / path.name).write_bytes(path.read_bytes() if path.name != name else b"half")
    monkeypatch.setattr(shipped, "LITERT", tmp_path / "paper.tflite")
    monkeypatch.setattr(shipped, "FACTS", tmp_path / "paper.json")
    with pytest.raises(ModelBroken):
        shipped.shipped_network()
    (tmp_path / "paper.tflite").unlink()
    with pytest.raises(ModelBroken, match="cannot be read"):
        shipped.shipped_network()


# Long enough for batch normalisation to know its means.
SHORT = dataclasses.replace(TINY, steps=75, batch=12, rate=3e-3, images=400, store=300, report_every=25, held_out=24)


def test_learning_lowers_the_loss(few: Mnist) -> None:
    keras.utils.set_random_seed(0)
    events: list[Event] = []
    paper_training.from_nothing(few, SHORT, events.append, 0.0, None)
    losses = [event.loss for event in events if isinstance(event, Epoch)]
    assert losses[2] < 0.85 * losses[0]


def test_what_is_better_than_its_start_is_taken_and_finds_as_it_did(few: Mnist, tmp_path: Path) -> None:
    untrained = paper_network.build()
    paper_network.save_weights(untrained, tmp_path / "start.weights.h5")
    net = paper_training.tuned(few, tmp_path / "start.weights.h5", SHORT, lambda event: None, 0.0)
    assert net is not None
    pictures = as_windows(few.x_test[:5])
    (find, *before), (still, *after) = paper_network.predict(untrained, pictures), paper_network.predict(net, pictures)
    assert np.array_equal(find, still)
    for was, now in zip(before, after, strict=True):
        assert np.abs(was - now).max() > 0.05


@pytest.mark.usefixtures("step_by_step")
def test_the_first_use_trains_on_and_puts_it_in_place(few: Mnist, tmp_path: Path) -> None:
    store = ModelStore(tmp_path / "model.keras")
    facts = training.train(store, "paper", data=lambda: few, recipe=TINY)
    assert (store.state(), facts.architecture) == ("ready", "paper")
    assert facts.test_accuracy > 0.9
    answering = store.network()
    assert isinstance(answering, Paper)
    loaded = network.load(store.path)
    assert network.is_paper(loaded)
    pictures = as_windows(few.x_test[:20])
    assert np.abs(paper_network.predict(loaded, pictures)[1] - answering(pictures)[1]).mean() < 5e-3


@pytest.mark.usefixtures("step_by_step")
def test_what_is_worse_than_its_start_is_not_taken(few: Mnist) -> None:
    spoiling = dataclasses.replace(TINY, rate=10.0)
    assert paper_training.tuned(few, shipped.WEIGHTS, spoiling, lambda event: None, 0.0) is None


@pytest.mark.parametrize("better", [True, False])
def test_the_mean_of_before_and_after_is_taken_where_it_is_better(
    few: Mnist, start: keras.Model, monkeypatch: pytest.MonkeyPatch, better: bool
) -> None:
    def far(net: keras.Model, *_: object) -> None:
        net.set_weights([weights + 1 for weights in net.get_weights()])

    losses = iter([1.0, 0.9, 0.8 if better else 0.95])
    monkeypatch.setattr(paper_network, "fit", far)
    monkeypatch.setattr(paper_network, "loss", lambda *_: next(losses))
    net = paper_training.tuned(few, shipped.WEIGHTS, TINY, lambda event: None, 0.0)
    assert net is not None
    moved = net.get_weights()[0] - start.get_weights()[0]
    assert moved == pytest.approx(0.5 if better else 1.0, abs=1e-5)


def test_a_network_without_a_loss_is_not_taken(few: Mnist, monkeypatch: pytest.MonkeyPatch) -> None:
    losses = iter([1.0, float("nan"), float("nan")])
    monkeypatch.setattr(paper_network, "fit", lambda *_: None)
    monkeypatch.setattr(paper_network, "loss", lambda *_: next(losses))
    assert paper_training.tuned(few, shipped.WEIGHTS, TINY, lambda event: None, 0.0) is None


def test_where_nothing_better_is_found_the_shipped_network_is_put_in_place_as_it_is(
    tmp_path: Path, start: keras.Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_training, "tuned", lambda *_: None)
    store, known = ModelStore(tmp_path / "model.keras"), shipped.shipped_facts()
    facts = training.train(store, "paper")
    assert store.state() == "ready"
    assert known is not None
    assert (facts.test_accuracy, facts.rounding) == (known.test_accuracy, known.rounding)
    assert store.litert_path.read_bytes() == shipped.LITERT.read_bytes()
    for kept, first in zip(network.load(store.path).get_weights(), start.get_weights(), strict=True):
        assert np.array_equal(kept, first)


def test_weights_are_rounded_where_that_costs_nothing(
    few: Mnist, start: keras.Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    unseen = held_out(few, 60)
    small = compact.compacted(start, few, unseen)
    assert small.rounding is not None
    assert small.rounding <= compact.ALLOWED
    monkeypatch.setattr(compact, "ALLOWED", -1.0)
    whole = compact.compacted(start, few, unseen)
    assert whole.rounding is None
    assert len(small.content) < 0.3 * len(whole.content)


def test_the_shipped_files_can_be_made_anew_from_the_weights(few: Mnist, tmp_path: Path) -> None:
    for path in (shipped.WEIGHTS, shipped.FACTS):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    facts = scratch.converted(scratch.PAPER, tmp_path, images=few)
    known = shipped.shipped_facts()
    assert known is not None
    assert (facts.keras_sha256, facts.seconds) == (known.keras_sha256, known.seconds)
    assert facts.litert_sha256 == hashlib.sha256((tmp_path / "paper.tflite").read_bytes()).hexdigest()


@pytest.mark.usefixtures("step_by_step")
def test_from_scratch_goes_on_where_it_was_broken_off_and_leaves_weights_that_belong_together(
    few: Mnist, tmp_path: Path
) -> None:
    """Broken off in the second step of the paper network, and again in the second of the referee."""
    steps: list[int] = []

    def break_off(event: Event) -> None:
        if isinstance(event, Step):
            steps.append(event.epoch)
            if len(steps) in (2, 6):
                raise KeyboardInterrupt

    recipe = dataclasses.replace(TINY, steps=3)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            scratch.make_all(break_off, tmp_path, images=few, recipes=(recipe, recipe))
    scratch.make_all(break_off, tmp_path, images=few, recipes=(recipe, recipe))
    assert steps == [1, 2, 2, 3, 1, 2, 2, 3]
    for name in ("paper", "referee"):
        log = [from_json(line) for line in (tmp_path / f"{name}.log").read_text().splitlines()]
        assert [event.epoch for event in log if isinstance(event, Epoch)] == [1, 2, 3]
        facts = read_metadata(tmp_path / f"{name}.json")
        assert facts is not None
        assert facts.architecture == name
        assert facts.litert_sha256 == hashlib.sha256((tmp_path / f"{name}.tflite").read_bytes()).hexdigest()
        assert facts.keras_sha256 == hashlib.sha256((tmp_path / f"{name}.weights.h5").read_bytes()).hexdigest()
    assert len(list(tmp_path.iterdir())) == 8
