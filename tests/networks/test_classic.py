"""Tests of the 28×28 network: the user's own, else the shipped one."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from digitcam.config import MODEL_ENV, ReadSettings
from digitcam.errors import ModelBroken
from digitcam.networks import loading
from digitcam.networks.classic import ClassicNetwork
from digitcam.networks.patch import PatchNetwork
from digitcam.networks.store import State
from tests.networks.test_service import PATCH_NETWORK, AcceptingPool, FakeStore, damaged

SHIPPED = PatchNetwork(AcceptingPool())  # type: ignore[arg-type]


def classic(state: State, loads: Any = PATCH_NETWORK) -> tuple[ClassicNetwork, FakeStore]:
    store = FakeStore(state, loads)
    return ClassicNetwork(store, lambda: SHIPPED), store  # type: ignore[arg-type]


@pytest.mark.parametrize("state", ["missing", "changed"])
def test_classic_without_a_usable_own_network_is_the_shipped_one(state: State) -> None:
    network, _ = classic(state)
    assert network.network() is SHIPPED
    assert network.network() is SHIPPED


def test_classic_own_network_wins_as_soon_as_it_is_ready() -> None:
    network, store = classic("missing")
    assert network.network() is SHIPPED
    store.now = "ready"
    assert network.network() is PATCH_NETWORK


def test_classic_broken_own_network_is_tried_once() -> None:
    network, store = classic("ready")
    store.broken = True
    assert network.network() is SHIPPED
    store.broken = False
    assert network.network() is SHIPPED
    store.version += 1
    assert network.network() is PATCH_NETWORK


def test_classic_own_network_of_another_kind_is_not_used() -> None:
    assert classic("ready", loads=object())[0].network() is SHIPPED


def test_classic_damaged_shipped_network_raises(tmp_path: Path) -> None:
    with pytest.raises(ModelBroken):
        ClassicNetwork(FakeStore("missing"), damaged).network()  # type: ignore[arg-type]


def test_load_recogniser_without_any_own_network_trains_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MODEL_ENV, str(tmp_path / "models" / "model.keras"))
    monkeypatch.setattr(loading, "run_child", lambda *_, **__: pytest.fail("a child was started"))
    recogniser = loading.load_recogniser()
    stroke = np.full((96, 96), 255, np.uint8)
    stroke[16:80, 44:52] = 0
    assert recogniser.read(stroke, ReadSettings(box="whole", threshold=110)).text == "1"
    assert not (tmp_path / "models").exists()
