"""``read --table -o`` with what people send by mistake: plain results or clear words, and nothing lost."""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from click.testing import CliRunner, Result
from numpy.typing import NDArray
from openpyxl import load_workbook
from PIL import Image

from digitcam.commands.read import read
from digitcam.data import mnist
from tests.paper import mnist_digit, page
from tests.pictures.files import PASSWORD, encoded, heic, pdf_file

WORDS = ("Dear Ada", "thank you for the letter", "We shall come soon", "with best wishes")

KINDS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP", "bmp": "BMP", "tif": "TIFF", "pdf": "PDF"}


@pytest.fixture
def seven(tmp_path: Path) -> Path:
    path = tmp_path / "z.png"
    cv2.imwrite(str(path), page(mnist_digit(7)))
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(read, ["--table", *map(str, arguments)])


def records(*files: Path, exit_code: int = 0) -> tuple[list[dict[str, Any]], str]:
    """Read files into a .jsonl file; return its records, and what standard error says."""
    out = files[0].with_name("out.jsonl")
    result = run(*files, "-o", out)
    assert (result.exit_code, result.stdout) == (exit_code, "")
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()], result.stderr


def written(path: Path, picture: NDArray[np.uint8]) -> Path:
    cv2.imwrite(str(path), picture)
    return path


def text_page() -> NDArray[np.uint8]:
    sheet = np.full((480, 640), 235, np.uint8)
    for number, line in enumerate(WORDS):
        cv2.putText(sheet, line, (30, 100 + 90 * number), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 40, 3, cv2.LINE_AA)
    return sheet


def scattered(count: int) -> NDArray[np.uint8]:
    """Return a sheet with this many test digits, which do not touch, in no order."""
    data, rng = mnist.load(), np.random.default_rng(3)
    sheet = np.full((1600, 2000), 235, np.float32)
    columns = 20
    for number in range(count):
        top, left = np.array(divmod(number, columns)) * (1600 // (count // columns), 2000 // columns)
        y, x = np.array((top, left)) + rng.integers(0, (80, 20))
        ink = cv2.resize(data.x_test[number], (80, 80), interpolation=cv2.INTER_CUBIC).astype(np.float32)
        sheet[y : y + 80, x : x + 80] -= ink * 0.75
    return np.clip(sheet, 0, 255).astype(np.uint8)


def test_read_page_without_digits_is_an_empty_table(seven: Path) -> None:
    blank = written(seven.with_name("a.png"), np.full((480, 640), 235, np.uint8))
    read_, message = records(blank, seven)
    assert [(each["file"], each["rows"]) for each in read_] == [(str(blank), []), (str(seven), [["7"]])]
    assert message == ""
    assert run(blank, seven, "-o", seven.with_name("out.csv")).exit_code == 0
    assert run(blank, seven, "-o", seven.with_name("out.xlsx")).exit_code == 0
    with seven.with_name("out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [[str(seven), "7"]]
    assert load_workbook(seven.with_name("out.xlsx")).sheetnames == ["a.png", "z.png"]


def test_read_page_of_text_is_a_plain_result(seven: Path) -> None:
    (letter, after), message = records(written(seven.with_name("a.png"), text_page()), seven)
    letters = sum(len(line.replace(" ", "")) for line in WORDS)
    assert len(letter["digits"]) < letters / 5
    assert len(letter["cells"]) == sum(1 for row in letter["rows"] for cell in row if cell)
    assert (after["text"], message) == ("7", "")


def test_read_digits_in_disorder_are_all_in_the_table(seven: Path) -> None:
    count = 200
    ((found,), message) = records(written(seven.with_name("a.png"), scattered(count)))
    assert message == ""
    digits = Counter(str(each["digit"]) for each in found["digits"])
    cells = Counter(sign for row in found["rows"] for cell in row for sign in cell if sign.isdigit() or sign == "?")
    assert sum(cells.values()) == sum(digits.values())
    assert sum(digits.values()) >= 0.9 * count
    truth = Counter(map(str, mnist.load().y_test[:count]))
    assert sum((digits & truth).values()) >= 0.85 * count


def test_read_pdf_with_a_password_says_what_to_do_and_others_are_read(seven: Path) -> None:
    locked = seven.with_name("a.pdf")
    locked.write_bytes(PASSWORD)
    read_, message = records(locked, seven, exit_code=1)
    assert [each["text"] for each in read_] == ["7"]
    assert message.startswith(f"digitcam: {locked} is a PDF with a password. Open it, print it to a new PDF")


def test_read_pdf_of_five_hundred_pages_is_read_to_the_limit_in_words(seven: Path) -> None:
    book = seven.with_name("a.pdf")
    book.write_bytes(pdf_file([b""] * 500, (10, 10)))
    read_, message = records(book, seven)
    assert [each["file"] for each in read_] == [str(book), *(f"{book}[{page}]" for page in range(2, 51)), str(seven)]
    assert message == f"digitcam: {book}[50]: {read_[49]['note']}\n"
    assert "Only the first 50 pages are read." in message


def test_read_heic_burst_has_a_line_for_each_picture(seven: Path) -> None:
    burst = seven.with_name("a.heic")
    burst.write_bytes(heic(*(Image.fromarray(page(mnist_digit(digit))) for digit in (4, 7, 2, 6, 0))))
    read_, message = records(burst)
    assert [each["rows"] for each in read_] == [[["4"]], [["7"]], [["2"]], [["6"]], [["0"]]]
    assert [each["file"] for each in read_] == [str(burst), *(f"{burst}[{number}]" for number in range(2, 6))]
    assert message == ""


@pytest.mark.parametrize("kind", [*KINDS, "heic"])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 0.97])
def test_read_truncated_file_is_remarked_or_refused_and_others_are_read(seven: Path, kind: str, share: float) -> None:
    picture = Image.fromarray(page(mnist_digit(4)))
    content = heic(picture) if kind == "heic" else encoded(picture, KINDS[kind])
    cut = seven.with_name(f"a.{kind}")
    cut.write_bytes(content[: int(share * len(content))])
    out = seven.with_name("out.jsonl")
    result = run(cut, seven, "-o", out)
    *of_cut, after = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert after["text"] == "7"
    assert result.exit_code == (0 if of_cut else 1)
    assert all("note" in each for each in of_cut)
    assert result.stderr.startswith(f"digitcam: {cut}")
    assert "unforeseen" not in result.stderr
