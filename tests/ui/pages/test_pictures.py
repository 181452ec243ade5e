"""Tests of the pictures page: no picture, one, many, and unreadable ones."""

import io
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import pytest
import streamlit as st
from PIL import Image
from streamlit.testing.v1 import AppTest

from digitcam.networks.progress import Progress
from digitcam.networks.service import Status
from digitcam.pictures.crop import RelativeRegion
from digitcam.recognition.recogniser import Recogniser
from digitcam.ui import texts
from digitcam.ui.components import page_result, picture_reading, region
from digitcam.ui.pages import pictures as pictures_page
from tests.paper import mnist_digit
from tests.paper import page as paper
from tests.pictures.files import heic
from tests.ui.conftest import FakeNetwork, SureOf


def png(*digits: int) -> bytes:
    return bytes(cv2.imencode(".png", paper(*(mnist_digit(digit) for digit in digits)))[1])


@pytest.fixture
def page(open_page: Callable[..., AppTest], network: FakeNetwork) -> AppTest:
    """Return the pictures page with a network that reads 4, 0, 7."""
    network.status = Status(recogniser=Recogniser(SureOf(4, 0, 7)))
    return open_page("pictures")


def upload(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    kinds = [(name, content, "image/png") for name, content in files]
    return page.file_uploader[0].set_value(kinds).run()


def headings(page: AppTest) -> list[str]:
    return [heading.value for heading in page.header]


def images(page: AppTest) -> int:
    """Return the number of pictures shown; one of them is the component on which the part is dragged."""
    return len(page.get("image")) + len(page.get("imgs")) + (region.PICKER in page.session_state)


def htmls(page: AppTest) -> list[str]:
    return [element.proto.body for element in page.get("html")]


def names(page: AppTest) -> list[str]:
    return [line.value for line in page.main.markdown if line.value != texts.pictures.PICTURES_INTRO]


def drag(page: AppTest, *sides: object) -> AppTest:
    """Send what the browser sends after the part was dragged: left, top, right and bottom in percent."""
    page.session_state[region.REGION] = region.parse_region(sides)
    return page.run()


def test_pictures_without_pictures_says_what_to_do(page: AppTest) -> None:
    assert "Choose a picture" in page.info[0].value
    assert not page.get("download_button")
    assert not page.exception


def test_pictures_one_picture_has_text_and_confidences(page: AppTest) -> None:
    upload(page, ("scores.png", png(4, 0, 7)))
    assert sorted(headings(page)[0]) == ["0", "4", "7"]
    assert images(page) == 1
    assert names(page) == ["scores.png"]
    captions = [caption.value for caption in page.caption]
    assert any(caption.count("98%") == 3 for caption in captions)
    assert not page.dataframe
    assert not page.info


def test_pictures_have_a_legend_and_can_be_enlarged(page: AppTest) -> None:
    upload(page, ("<i>.png", png(4)))
    (legend,) = [text for text in htmls(page) if 'class="digitcam-legend"' in text]
    assert all(text.format(percent=90) in legend for text in texts.pictures.LEGEND_OF.values())
    assert not any('class="digitcam-enlarged"' in text for text in htmls(page))
    page.button(key="enlarge_0").click().run()
    assert not page.exception
    (enlarged,) = [text for text in htmls(page) if 'class="digitcam-enlarged"' in text]
    assert 'alt="&lt;i&gt;.png, its digits framed: 4"' in enlarged


def test_pictures_several_are_in_a_table(page: AppTest) -> None:
    upload(page, ("b.png", png(4)), ("a.png", png()), ("c.png", png(7)))
    table = page.dataframe[0].value
    assert list(table["file"]) == ["b.png", "a.png", "c.png"]
    assert list(table["text"]) == ["4", "", "4"]
    assert list(table["digits"]) == [1, 0, 1]
    assert images(page) == 3
    assert "No digits found" in " ".join(caption.value for caption in page.caption)


def test_pictures_unreadable_one_is_named_and_others_are_read(page: AppTest) -> None:
    upload(page, ("broken.png", png(4)[:200]), ("text.png", b"hello"), ("good.png", png(4)))
    assert names(page) == ["broken.png", "text.png", "good.png"]
    errors = [error.value for error in page.error]
    assert len(errors) == 2
    assert errors[0].startswith("This file cannot be read")
    assert errors[1].startswith("This file is not a picture")
    assert headings(page) == ["4"]
    in_table = [
        error.replace("This file", name) for error, name in zip(errors, ("broken.png", "text.png"), strict=True)
    ]
    assert list(page.dataframe[0].value["problem"].fillna("")) == [*in_table, ""]


def test_pictures_too_many_pixels_is_reported(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digitcam.pictures.loading.MAX_PIXELS", 640 * 480 - 1)
    upload(page, ("huge.png", png(4)))
    assert names(page) == ["huge.png"]
    assert "This file is larger than" in page.error[0].value


@pytest.mark.parametrize(("limit", "most"), [("MAX_PICTURES", 2), ("MAX_TOTAL_MB", 2.5 * len(png(4)) / 1e6)])
def test_pictures_beyond_the_limit_are_not_read(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, limit: str, most: float
) -> None:
    monkeypatch.setattr(pictures_page, limit, most)
    upload(page, *((f"{number}.png", png(4)) for number in range(3)))
    assert "first 2 pictures" in page.warning[0].value
    assert headings(page) == ["4", "4"]


def test_pictures_are_read_once(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    once = picture_reading._read

    def note(source: picture_reading.Source, *how: Any) -> list[page_result.Result]:
        read.append(source.name)
        return once(source, *how)

    monkeypatch.setattr(picture_reading, "_read", note)
    upload(page, ("a.png", png(4)), ("b.png", png(7)))
    page.run()
    assert read == ["a.png", "b.png"]
    page.sidebar.slider[0].set_value(100).run()
    assert read == ["a.png", "b.png"] * 2


def test_pictures_region_is_read_alone_and_stands_in_the_address(page: AppTest) -> None:
    upload(page, ("a.png", png(4, 0, 7)))
    assert not page.query_params
    drag(page, 0, 10, 45, 90)
    assert headings(page) == ["4"]
    assert page.query_params == {"read": "A box", "across": ["0", "45"], "down": ["10", "90"]}
    drag(page, 0, 0, 100, 100)
    assert len(headings(page)[0]) == 3
    assert not page.query_params


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"read": "A box", "across": ["0", "45"]}, RelativeRegion((0, 45), (10, 90))),
        ({"read": "A box"}, RelativeRegion((10, 90), (10, 90))),
        ({"read": "A box", "across": ["45", "0"]}, RelativeRegion()),
        ({"read": "A box", "down": ["x", "9"]}, RelativeRegion()),
        ({"read": "A box", "down": ["-5", "nan"]}, RelativeRegion()),
        ({"read": "Whole picture", "across": ["0", "45"]}, RelativeRegion()),
        ({}, RelativeRegion()),
    ],
)
def test_pictures_address_states_the_region(
    open_page: Callable[..., AppTest], address: dict[str, Any], expected: RelativeRegion
) -> None:
    page = open_page("pictures", **address)
    assert page.session_state[region.REGION] == expected
    assert not page.exception


def test_pictures_threshold_is_used(page: AppTest) -> None:
    upload(page, ("a.png", png(4)))
    page.sidebar.slider[0].set_value(0).run()
    assert headings(page) == ["—"]


@pytest.mark.parametrize(("sample", "text"), [("one-digit", 1), ("a-number", 3), ("scores", 7), ("blackboard", 8)])
def test_pictures_every_sample_is_read(page: AppTest, network: FakeNetwork, sample: str, text: int) -> None:
    network.status = Status(recogniser=Recogniser(SureOf(*[1] * 10)))
    page.button_group[0].set_value("Samples").run()
    page.button_group[1].set_value(sample).run()
    assert headings(page)[0].count("1") == text


def test_pictures_link_opens_a_sample(open_page: Callable[..., AppTest], network: FakeNetwork) -> None:
    network.status = Status(recogniser=Recogniser(SureOf(4, 0, 7)))
    page = open_page("pictures", **{"from": "Samples", "sample": "A number"})
    assert sorted(headings(page)[0]) == ["0", "4", "7"]


def test_pictures_snapshot_is_read(page: AppTest) -> None:
    page.button_group[0].set_value("Snapshot").run()
    assert not headings(page)
    page.camera_input[0].set_value(("photo.jpg", png(4), "image/jpeg")).run()
    assert headings(page) == ["4"]


def test_pictures_without_network_shows_progress(open_page: Callable[..., AppTest], network: FakeNetwork) -> None:
    network.status = Status(progress=Progress(phase="training", epoch=1, epochs=5))
    page = upload(open_page("pictures"), ("a.png", png(4)))
    assert len(page.get("progress")) == 1
    assert not headings(page)
    network.status = Status(recogniser=Recogniser(SureOf(4)))
    page.run()
    assert headings(page) == ["4"]


def test_pictures_downloads_hold_every_picture(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, Any] = {}
    monkeypatch.setattr(st, "download_button", lambda label, data, name, kind, **_: files.update({name: data}))
    upload(page, ("ä.png", png(4)), ("b.png", b"no"))
    lines = files["digitcam.csv"].decode("utf-8-sig").splitlines()
    assert lines[0] == "file,text,confidence,digits,problem"
    assert lines[1].startswith("ä.png,4,0.98,1,")
    assert lines[2].startswith('b.png,,,0,"b.png is not a picture')
    first, second = json.load(io.StringIO(files["digitcam.json"]))
    assert (first["file"], first["text"], first["digits"][0]["digit"]) == ("ä.png", "4", 4)
    assert "not a picture" in second["problem"]


def test_pictures_other_page_releases_everything(page: AppTest, readings_file: Any) -> None:
    upload(page, ("a.png", png(4)))
    assert headings(page) == ["4"]
    assert not readings_file.parent.exists()


def tiff(*pages: int) -> bytes:
    first, *others = (Image.fromarray(paper(mnist_digit(digit))[:, :, ::-1].copy()) for digit in pages)
    file = io.BytesIO()
    first.save(file, "TIFF", save_all=True, append_images=others, compression="tiff_lzw")
    return file.getvalue()


def test_pictures_every_page_of_a_file_has_a_result(page: AppTest) -> None:
    upload(page, ("scan.tif", tiff(4, 7, 2)), ("a.png", png(4)))
    assert list(page.dataframe[0].value["file"]) == ["scan.tif", "scan.tif[2]", "scan.tif[3]", "a.png"]
    assert headings(page) == ["4"] * 4
    assert images(page) == 4


def pdf(*pages: int) -> bytes:
    first, *others = (Image.fromarray(paper(mnist_digit(digit))[:, :, ::-1].copy()) for digit in pages)
    file = io.BytesIO()
    first.save(file, "PDF", save_all=True, append_images=others)
    return file.getvalue()


def test_pictures_pdf_and_heic_are_read(page: AppTest) -> None:
    four = Image.fromarray(paper(mnist_digit(4))[:, :, ::-1].copy())
    upload(page, ("scan.pdf", pdf(4, 4)), ("IMG_1.HEIC", heic(four)), ("cut.pdf", pdf(4)[:200]))
    assert list(page.dataframe[0].value["file"]) == ["scan.pdf", "scan.pdf[2]", "IMG_1.HEIC", "cut.pdf"]
    assert headings(page) == ["4"] * 3
    assert "cannot be read" in page.error[0].value


@pytest.mark.parametrize("kept_as_file", [True, False])
def test_pictures_pages_are_read_again_with_other_settings(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, kept_as_file: bool
) -> None:
    if not kept_as_file:
        monkeypatch.setattr("digitcam.ui.components.picture_pages.MAX_BYTES", 1000)
        monkeypatch.setattr("digitcam.pictures.stored.MAX_BYTES", 1000)
    upload(page, ("scan.tif", tiff(4, 7)), ("broken.png", png(4)[:1200]))
    assert headings(page) == ["4", "4"]
    boxes = [result.record["digits"] for result in page.session_state["picture_results"].values()]
    drag(page, 10, 10, 90, 90)
    assert headings(page) == ["4", "4"]
    assert "This file cannot be read" in page.error[0].value
    again = [result.record["digits"] for result in page.session_state["picture_results"].values()]
    for before, after in zip(boxes[:2], again[:2], strict=True):
        assert before[0]["box"] == pytest.approx(after[0]["box"], abs=6)


def test_pictures_pages_beyond_the_limit_are_left_out_in_words(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures_page, "MAX_PICTURES", 3)
    upload(page, ("scan.tif", tiff(4, 7, 2, 1)), ("a.png", png(4)))
    assert list(page.dataframe[0].value["file"]) == ["scan.tif", "scan.tif[2]", "a.png"]
    assert "first 2 pages" in page.warning[0].value


def test_pictures_missing_tail_is_remarked_beside_the_result(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, Any] = {}
    monkeypatch.setattr(st, "download_button", lambda label, data, name, kind, **_: files.update({name: data}))
    upload(page, ("cut.jpg", bytes(cv2.imencode(".jpg", paper(mnist_digit(4)))[1])[:-40]))
    assert headings(page) == ["4"]
    assert "end is missing" in page.warning[0].value
    assert json.loads(files["digitcam.json"])[0]["note"] == page.warning[0].value


@pytest.mark.parametrize("where", ["read_page", "annotate", "jpeg"])
@pytest.mark.parametrize("error", [RuntimeError("/srv/secret"), MemoryError("/srv/secret"), cv2.error("/srv/secret")])
def test_pictures_unforeseen_error_is_a_message_and_others_are_read(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, where: str, error: Exception
) -> None:
    work, calls = getattr(page_result, where), []

    def fail_once(*arguments: Any) -> Any:
        calls.append(where)
        if len(calls) == 1:
            raise error
        return work(*arguments)

    monkeypatch.setattr(page_result, where, fail_once)
    upload(page, ("a.png", png(4)), ("b.png", png(7)))
    assert headings(page) == ["4"]
    assert not page.exception
    assert names(page)[0] == "a.png"
    assert page.error[0].value.startswith("This file could not be read")
    assert "secret" not in page.error[0].value
    assert type(error).__name__ not in page.error[0].value


def test_config_hides_tracebacks_from_visitors() -> None:
    config = tomllib.loads((Path(pictures_page.__file__).parents[1] / "config.toml").read_text("utf-8"))
    assert config["client"]["showErrorDetails"] == "none"
