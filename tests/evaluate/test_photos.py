from pathlib import Path

import cv2
import numpy as np
import pytest

from digitcam.errors import EvaluationError, ImageError
from digitcam.evaluate.photos import photos

HEAD = "file,label,kind,source\n"


def folder(path: Path, table: str | bytes, *files: str) -> Path:
    """Make a folder with this table and grey pictures of these names."""
    for number, file in enumerate(files):
        (path / file).parent.mkdir(exist_ok=True)
        cv2.imwrite(str(path / file), np.full((20, 30), 40 * number, np.uint8))
    (path / "labels.csv").write_bytes(table if isinstance(table, bytes) else table.encode())
    return path


def test_photos_are_listed_in_order(tmp_path: Path) -> None:
    table = HEAD + "a/7.png,7,single_photo,x\nb.png,12|345,multi_photo,y\nc.png,,negative_object,z\n"
    samples = photos(folder(tmp_path, table, "a/7.png", "b.png", "c.png"))
    assert [(s.name, s.truth, s.kind) for s in samples] == [
        ("a/7.png", "7", "single_photo"),
        ("b.png", "12\n345", "multi_photo"),
        ("c.png", "", "negative_object"),
    ]
    assert [s.picture()[0, 0] for s in samples] == [0, 40, 80]


@pytest.mark.parametrize(
    ("full", "cells"),
    [
        ("1.5 ; -3|4 ; ", (("1.5", "-3"), ("4", ""))),
        ("15 -3|4", (("15", "-3"), ("4",))),
        ("11/24/2019|$2.00", (("11/24/2019",), ("2.00",))),
        ("x=15|34", ()),
        ("1534", ()),
        ("", ()),
    ],
)
def test_photos_column_full_gives_the_cells(tmp_path: Path, full: str, cells: object) -> None:
    table = f'file,label,full,kind,source\nb.png,15|34,"{full}",multi_column,x\n'
    (sample,) = photos(folder(tmp_path, table, "b.png"))
    assert sample.cells == cells


@pytest.mark.parametrize(
    "table",
    [
        pytest.param("\ufeff" + HEAD + "b.png,1,k,s\n", id="as spreadsheets save it"),
        pytest.param("kind,source,note,label,file\r\nk,s,!,1,b.png\r\n", id="columns in another order, and more"),
    ],
)
def test_photos_other_csv_dialects_are_read(tmp_path: Path, table: str) -> None:
    assert [(s.name, s.truth) for s in photos(folder(tmp_path, table, "b.png"))] == [("b.png", "1")]


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        pytest.param("", "must have the columns file,label,kind,source; it has nothing", id="empty"),
        pytest.param("file,label\nb.png,1\n", "must have the columns .* it has file,label", id="columns missing"),
        pytest.param(HEAD, "lists no pictures", id="no rows"),
        pytest.param(HEAD + "gone.png,1,k,s\n", "lists 'gone.png', which is not there", id="a file that is not there"),
        pytest.param(HEAD + "b.png,1?,k,s\n", "must be digits.*it is '1\\?'", id="a label with a sign"),
        pytest.param(HEAD + "b.png,1||2,k,s\n", "must be digits", id="an empty line"),
        pytest.param(HEAD + "b.png,٣,k,s\n", "must be digits", id="digits of another script"),
        pytest.param(HEAD + "b.png\n", "must be digits", id="a short row"),
        pytest.param(b"\xff\xfe\x00f", "cannot be read", id="another encoding"),
    ],
)
def test_photos_invalid_table_raises(tmp_path: Path, table: str | bytes, problem: str) -> None:
    with pytest.raises(EvaluationError, match=problem):
        photos(folder(tmp_path, table, "b.png"))


def test_photos_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"labels\.csv is missing"):
        photos(tmp_path)
    with pytest.raises(EvaluationError, match=r"There is no folder .*nowhere"):
        photos(tmp_path / "nowhere")


def test_photos_not_a_picture_raises_when_loaded(tmp_path: Path) -> None:
    (sample,) = photos(folder(tmp_path, HEAD + "labels.csv,1,k,s\n"))
    with pytest.raises(ImageError, match="not a picture"):
        sample.picture()
