"""Tests that the server keeps previews and copies of pictures, never the uploads."""

import io
import pickle
import threading
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import DeletedFile, UploadedFile
from streamlit.testing.v1 import AppTest

from digitcam.networks.service import Status
from digitcam.pictures.crop import RelativeRegion
from digitcam.pictures.stored import MAX_BYTES
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui import texts
from digitcam.ui.components.region import REGION
from digitcam.ui.components.uploads import STORED
from digitcam.ui.pages import pictures as pictures_page
from tests.paper import mnist_digit
from tests.paper import page as paper
from tests.ui.conftest import FakeNetwork, SureOf

NOISE = np.random.default_rng(0).integers(0, 40, (2400, 3200, 3), np.uint8)


def photo() -> bytes:
    """Return a large photograph: a 4 on noisy paper, about 10 MB."""
    sheet = cv2.resize(paper(mnist_digit(4)), (NOISE.shape[1], NOISE.shape[0]))
    return bytes(cv2.imencode(".png", cv2.subtract(sheet, NOISE))[1])


PHOTO = photo()


class Managers:
    """Streamlit's stores of uploads; AppTest creates one for each run."""

    def __init__(self) -> None:
        self.made: list[MemoryUploadedFileManager] = []
        self.files_taken = 0

    @property
    def bytes_left(self) -> int:
        return sum(
            len(file.data) for made in self.made for kept in made.file_storage.values() for file in kept.values()
        )


@pytest.fixture
def managers(monkeypatch: pytest.MonkeyPatch) -> Managers:
    managers = Managers()
    add = MemoryUploadedFileManager.add_file

    def note(self: MemoryUploadedFileManager, *arguments: Any, **named: Any) -> None:
        managers.made.append(self)
        managers.files_taken += 1
        add(self, *arguments, **named)

    monkeypatch.setattr(MemoryUploadedFileManager, "add_file", note)
    return managers


@pytest.fixture
def page(managers: Managers, open_page: Callable[..., AppTest], network: FakeNetwork) -> AppTest:
    network.status = Status(recogniser=Recogniser(SureOf(4, 0, 7)))
    return open_page("pictures")


def upload(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    return page.file_uploader[0].set_value([(name, content, "image/png") for name, content in files]).run()


def bytes_in_session(page: AppTest) -> int:
    """Return the size of the session state, with the content of uploaded files."""
    size = 0
    for value in page.session_state._state.filtered_state.values():
        for part in value if isinstance(value, list) else [value]:
            # What a component has sent is a dictionary of a class that cannot be pickled.
            part = dict(part) if isinstance(part, dict) else part
            size += len(part.getvalue()) if isinstance(part, UploadedFile) else len(_pickled(part))
    return size


def _pickled(value: Any) -> bytes:
    file = io.BytesIO()

    class Pickler(pickle.Pickler):
        def persistent_id(self, obj: Any) -> str | None:
            # Shared by all visitors; and a lock cannot be pickled.
            return type(obj).__name__ if isinstance(obj, Recogniser | type(threading.Lock())) else None

    Pickler(file).dump(value)
    return file.getvalue()


def test_uploads_read_picture_keeps_copy_and_preview_only(page: AppTest, managers: Managers) -> None:
    assert len(PHOTO) > 5_000_000
    upload(page, ("a.png", PHOTO), ("b.png", PHOTO), ("broken.png", PHOTO[:3_000_000]))
    assert [heading.value for heading in page.header] == ["4", "4"]
    assert managers.files_taken == 3
    assert managers.bytes_left == 0
    assert bytes_in_session(page) < 2 * (MAX_BYTES + 1_500_000)


def test_uploads_copy_is_read_again_with_boxes_of_the_picture(page: AppTest) -> None:
    upload(page, ("a.png", PHOTO), ("broken.png", PHOTO[:3_000_000]))
    page.session_state[REGION] = RelativeRegion((10, 90), (10, 90))
    page.run()
    assert [heading.value for heading in page.header] == ["4"]
    assert "This file cannot be read" in page.error[0].value
    ((_, result), _) = page.session_state["picture_results"].items()
    x0, _, x1, _ = result.record["digits"][0]["box"]
    # The box is in coordinates of the picture, 3200 pixels wide, not of the copy, 2400 pixels wide.
    assert 1400 < (x0 + x1) / 2 < 1800


def test_uploads_beyond_the_limit_are_released_unread(
    page: AppTest, managers: Managers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures_page, "MAX_PICTURES", 1)
    upload(page, ("a.png", PHOTO), ("b.png", PHOTO))
    assert "first 1 pictures" in page.warning[0].value
    assert managers.bytes_left == 0


def test_uploads_lost_pictures_are_reported(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures_page, "chosen", lambda key: [DeletedFile("gone")])
    page.run()
    assert [warning.value for warning in page.warning] == [texts.pictures.LOST]


@pytest.mark.parametrize("leave", ["take away", "samples", "another page"])
def test_uploads_removed_pictures_are_dropped(page: AppTest, managers: Managers, leave: str) -> None:
    upload(page, ("a.png", PHOTO))
    assert page.session_state[STORED]
    if leave == "take away":
        page.file_uploader[0].set_value([]).run()
    elif leave == "samples":
        page.button_group[0].set_value("Samples").run()
    else:
        (page._page_hash,) = [key for key, known in page._registered_pages.items() if known["url_pathname"] == "about"]
        page.run()
    assert managers.bytes_left == 0
    assert bytes_in_session(page) < 10_000
