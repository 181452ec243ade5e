"""Tests of the navigation between pages and of the parameters in the address."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from digitcam.config import MODEL_ENV, LiveSettings
from digitcam.networks.job import TrainingJob
from digitcam.networks.shipped import PAPER, shipped_paper
from digitcam.networks.store import ModelStore
from digitcam.notebook.entries import is_notebook_id, new_notebook_id
from digitcam.ui.components.network import network_service
from tests.ui.conftest import APP, FakeCamera

Open = Callable[..., AppTest]


def test_navigation_has_four_pages(page: AppTest) -> None:
    assert [known["page_name"] for known in page._registered_pages.values()] == [
        "Live",
        "Pictures",
        "Readings",
        "About",
    ]


@pytest.mark.parametrize(
    ("name", "title"), [("live", "Digitcam"), ("pictures", "Pictures"), ("readings", "Readings"), ("about", "About")]
)
def test_navigation_each_page_has_an_address(open_page: Open, name: str, title: str) -> None:
    page = open_page(name)
    assert [heading.value for heading in page.title] == [title]
    assert not page.exception


def test_navigation_link_carries_the_settings(open_page: Open, camera: FakeCamera) -> None:
    open_page(
        recognise="true", automatic="false", threshold="42", box="Number", view="What the computer sees", mirror="true"
    )
    assert camera.processor.settings == LiveSettings(
        recognise=True, threshold=42, box="number", view="computer", mirror=True
    )


@pytest.mark.parametrize(
    "address", [{"threshold": "300"}, {"threshold": "x"}, {"box": "Letter"}, {"view": ""}, {"mirror": "perhaps"}]
)
def test_navigation_invalid_settings_in_a_link_are_ignored(
    open_page: Open, camera: FakeCamera, address: dict[str, str]
) -> None:
    page = open_page(**address)
    assert not page.exception
    assert camera.processor.settings == LiveSettings(recognise=True)


def test_notebook_keeping_off_creates_none(page: AppTest) -> None:
    assert "notebook" not in page.query_params


def test_notebook_keeping_creates_one(open_page: Open) -> None:
    names = [open_page(keep="true").query_params["notebook"] for _ in range(2)]
    assert all(is_notebook_id(name) for name in names)
    assert names[0] != names[1]


def test_notebook_in_the_address_is_used(open_page: Open) -> None:
    name = new_notebook_id()
    assert open_page(keep="true", notebook=name).query_params["notebook"] == name


def test_notebook_guessable_name_is_not_used(open_page: Open) -> None:
    assert is_notebook_id(open_page(keep="true", notebook="mine").query_params["notebook"])


@pytest.mark.parametrize("name", ["live", "pictures"])
def test_navigation_address_with_a_threshold_starts_no_job(
    camera: FakeCamera, readings_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Open a page of a server whose paper network is ready: only the 28×28 network could be trained."""
    monkeypatch.setenv(MODEL_ENV, str(tmp_path / "model.keras"))
    monkeypatch.setattr(ModelStore, "state", lambda store: "ready" if store.path.stem == "model" else "missing")
    monkeypatch.setattr(ModelStore, "metadata", lambda _: PAPER.read_metadata())
    monkeypatch.setattr(ModelStore, "network", lambda _: shipped_paper())
    started: list[TrainingJob] = []
    monkeypatch.setattr(TrainingJob, "start", lambda job, _: started.append(job))
    page = AppTest.from_file(str(APP), default_timeout=30)
    page.query_params.update({"automatic": "false", "threshold": "42", "recognise": "true"})
    page.run()
    (page._page_hash,) = [
        key for key, known in page._registered_pages.items() if known["url_pathname"] == name.removeprefix("live")
    ]
    page.run()
    assert not page.exception
    assert not page.error
    assert not page.get("progress")
    assert started == []
    status = network_service().poll(by_hand=True)
    assert status.reader == "classic (28×28)"
