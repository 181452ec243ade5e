"""The way between the pages, and what goes along in the address."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from digitcam.config import LiveSettings
from digitcam.notebook.entries import is_notebook_id, new_notebook_id
from tests.ui.conftest import FakeCamera

Open = Callable[..., AppTest]


def test_there_are_four_places(page: AppTest) -> None:
    assert [known["page_name"] for known in page._registered_pages.values()] == [
        "Live",
        "Pictures",
        "Readings",
        "About",
    ]


@pytest.mark.parametrize(
    ("name", "title"), [("live", "Digitcam"), ("pictures", "Pictures"), ("readings", "Readings"), ("about", "About")]
)
def test_each_opens_at_its_own_address(open_page: Open, name: str, title: str) -> None:
    page = open_page(name)
    assert [heading.value for heading in page.title] == [title]
    assert not page.exception


def test_a_link_carries_the_settings(open_page: Open, camera: FakeCamera) -> None:
    open_page(
        recognise="true", automatic="false", threshold="42", box="Number", view="What the computer sees", mirror="true"
    )
    assert camera.processor.settings == LiveSettings(
        recognise=True, threshold=42, box="number", view="computer", mirror=True
    )


@pytest.mark.parametrize(
    "address", [{"threshold": "300"}, {"threshold": "x"}, {"box": "Letter"}, {"view": ""}, {"mirror": "perhaps"}]
)
def test_nonsense_in_a_link_is_passed_over(open_page: Open, camera: FakeCamera, address: dict[str, str]) -> None:
    page = open_page(**address)
    assert not page.exception
    assert camera.processor.settings == LiveSettings()


def test_the_shortcut_s_button_switches_recognition(page: AppTest, camera: FakeCamera) -> None:
    for expected in (True, False):
        (button,) = [button for button in page.button if "recognition" in button.label]
        button.click().run()
        assert camera.processor.settings.recognise is expected
        assert page.sidebar.checkbox[0].value is expected


def test_a_second_press_undoes_the_first_though_the_browser_has_not_heard_of_it(
    page: AppTest, camera: FakeCamera
) -> None:
    for expected in (True, False, True):
        (button,) = [button for button in page.button if "recognition" in button.label]
        button.click()
        # As it was before the first press.
        page.sidebar.checkbox[0].set_value(False).run()
        assert camera.processor.settings.recognise is expected
        assert page.sidebar.checkbox[0].value is expected


def test_without_keeping_there_is_no_notebook(page: AppTest) -> None:
    assert "notebook" not in page.query_params


def test_keeping_opens_a_notebook_of_one_s_own(open_page: Open) -> None:
    names = [open_page(keep="true").query_params["notebook"] for _ in range(2)]
    assert all(is_notebook_id(name) for name in names)
    assert names[0] != names[1]


def test_a_notebook_in_the_address_is_the_one_that_is_used(open_page: Open) -> None:
    name = new_notebook_id()
    assert open_page(keep="true", notebook=name).query_params["notebook"] == name


def test_a_name_that_could_be_guessed_is_not_used(open_page: Open) -> None:
    assert is_notebook_id(open_page(keep="true", notebook="mine").query_params["notebook"])
