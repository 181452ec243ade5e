"""Tests that each page shows texts from outside as they are, and never as Markdown."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from digitcam.config import ICE_SERVERS_ENV
from digitcam.errors import NotebookError
from digitcam.networks.service import Status
from digitcam.notebook.entries import new_notebook_id
from digitcam.notebook.store import Notebooks
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui.components.notebook import notebooks
from tests.notebook.conftest import entry
from tests.ui.components.test_keeping import Session
from tests.ui.conftest import FakeCamera, FakeNetwork, SureOf
from tests.ui.hostile import HOSTILE, in_one_line, shown, shown_of
from tests.ui.pages.test_about import METADATA
from tests.ui.pages.test_pictures import png, upload

Open = Callable[..., AppTest]

MARK = "Mark"
"""A word that is shown for each hostile text, by which its elements are found."""

SENDABLE = [text for text in HOSTILE if "\udcff" not in text and "\x00" not in text]
"""Texts that Streamlit takes as file names."""


ALL = " ".join(HOSTILE)


def refuse(text: str) -> Callable[..., int]:
    """Return a function that fails with a message."""

    def fail(*_: object) -> int:
        raise NotebookError(text)

    return fail


def test_pictures_hostile_names_are_shown_as_they_are(open_page: Open, network: FakeNetwork) -> None:
    network.status = Status(recogniser=Recogniser(SureOf(4)))
    names = [f"{MARK} {text}.png" for text in SENDABLE]
    page = upload(open_page("pictures"), *((name, png(4)) for name in names))
    assert not page.exception
    assert shown_of(page, MARK) == [in_one_line(name) for name in names]


def test_pictures_hostile_names_of_unreadable_files_are_shown_as_they_are(
    open_page: Open, network: FakeNetwork
) -> None:
    network.status = Status(recogniser=Recogniser(SureOf(4)))
    names = [f"{MARK} {text}.png" for text in SENDABLE]
    page = upload(open_page("pictures"), *((name, b"hello") for name in names))
    assert shown_of(page, MARK) == [in_one_line(name) for name in names]
    assert len(shown_of(page, "This file is not a picture")) == len(names)


def test_live_hostile_problem_of_a_network_is_shown_as_it_is(open_page: Open, network: FakeNetwork) -> None:
    network.status = Status(problem=f"{MARK} {ALL}")
    (text_shown,) = shown_of(open_page(), MARK)
    assert in_one_line(f"{MARK} {ALL}") in text_shown


def test_live_hostile_ice_servers_are_shown_as_they_are(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ICE_SERVERS_ENV, "[![x](http://evil.test/x.png)")
    (text_shown,) = shown_of(open_page(), ICE_SERVERS_ENV)
    assert "[{" in text_shown


def test_live_hostile_error_of_the_database_is_shown_as_it_is(
    open_page: Open, camera: FakeCamera, network: FakeNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Notebooks, "add_all", refuse(f"{MARK} {ALL}"))
    network.status = Status(recogniser=Recogniser(reader := SureOf(4)))
    camera.playing = True
    session = Session(open_page(recognise="true", keep="true"), camera, reader)
    session.hold(4)
    (note,) = [element.value for element in session.page.markdown if MARK in element.value]
    # Its colour is ours.
    assert (note[:5], note[-1]) == (":red[", "]")
    assert shown(note[5:-1]) == in_one_line(f"{MARK} {ALL}")


def test_readings_hostile_error_of_the_database_is_shown_as_it_is(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Notebooks, "state", refuse(f"{MARK} {ALL}"))
    page = open_page("readings", notebook=new_notebook_id())
    assert shown_of(page, MARK) == [in_one_line(f"{MARK} {ALL}")]


def test_readings_hostile_correction_is_shown_as_it_is(open_page: Open, readings_file: object) -> None:
    notebook = new_notebook_id()
    notebooks().keep(notebook, entry("4"))
    page = open_page("readings", notebook=notebook)
    change = {"edited_rows": {"0": {"number": f"{MARK} ![x](http://evil.test)"}}, "deleted_rows": []}
    page.session_state["readings_table_0"] = change
    assert f"{MARK} ![x](http://evil.test)" in shown_of(page.run(), MARK)[0]


def test_about_hostile_network_is_shown_as_it_is(open_page: Open, network: FakeNetwork) -> None:
    network.status = Status(metadata=replace(METADATA, architecture=f"{MARK} ![x](http://evil.test)"))
    (versions,) = [element.value for element in open_page("about").markdown if MARK in element.value]
    (line,) = [line for line in versions.splitlines() if MARK in line]
    assert f"{MARK} ![x](http://evil.test)" in shown(line.removeprefix("- "))
