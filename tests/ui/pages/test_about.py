"""Tests of the about page."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from digitcam import __version__
from digitcam.networks.metadata import Metadata
from digitcam.networks.service import Status
from tests.ui.conftest import FakeNetwork

METADATA = Metadata(
    architecture="cnn",
    parameters=1,
    test_accuracy=0.9944,
    data_sha256="",
    keras_sha256="",
    litert_sha256="",
    versions={},
    date="2026-11-22T20:00:00+00:00",
    seconds=60,
)


def text(page: AppTest) -> str:
    return "\n".join(markdown.value for markdown in page.markdown)


def test_about_has_all_sections(open_page: Callable[..., AppTest]) -> None:
    page = open_page("about")
    assert [header.value for header in page.header] == ["How it works", "Privacy", "Versions"]
    assert f"Digitcam: {__version__}" in text(page)
    assert "streamlit: 1." in text(page)
    assert "Network: as it came with Digitcam" in text(page)


def test_about_names_the_networks_accuracy(open_page: Callable[..., AppTest], network: FakeNetwork) -> None:
    network.status = Status(metadata=METADATA)
    assert "cnn, 99.44% of MNIST's 10,000 test digits correct, trained 2026-11-22" in text(open_page("about"))
