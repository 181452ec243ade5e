"""What a PDF or HEIC file cannot do: take the memory, the time or the files of the server or of other visitors."""

import io
import json
import re
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

import pytest
from PIL import Image

from digitcam.errors import ImageError
from digitcam.pictures import child, child_decoder
from digitcam.pictures.budget import BUDGET, SMALL_TOTAL_BYTES
from digitcam.pictures.child_process import Child
from digitcam.pictures.loading import load_pages
from digitcam.pictures.pages import Page
from tests.pictures.files import GREY, LETTER, encoded, heic, noisy, pdf_file, pdf_grey, pdf_objects, pdf_stream

on_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux limits a process's memory and shows its limits"
)

TILES: Final = pdf_file(
    [b"/Pattern cs /P scn 0 0 612 792 re f"],
    LETTER,
    b"/Resources<</Pattern<</P 5 0 R>>>>",
    pdf_stream(
        b"0 0 1 1 re f",
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.01/YStep 0.01/Resources<<>>",
    ),
)
"""A fill with a pattern that is repeated so densely that drawing it takes hours."""


def many_lines() -> bytes:
    """Contents of 20 million lines, in a file of 1.5 MB."""
    return pdf_objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>",
        pdf_stream(zlib.compress(b"0 0 m 1 1 l S\n" * 20_000_000, 1), b"/Filter/FlateDecode"),
    )


def nested_forms() -> bytes:
    """Eight levels of forms, each drawn thirty times by the one above."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</F %d 0 R>>>>"
    forms = [pdf_stream(b"/F Do " * 30, form % (level + 1)) for level in range(5, 13)]
    last = pdf_stream(b"0 0 9 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]")
    return pdf_file([b"/F Do " * 30], LETTER, b"/Resources<</XObject<</F 5 0 R>>>>", *forms, last)


def huge_image(width: int, height: int) -> bytes:
    """An image of black pixels that compress to a thousandth."""
    fields = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
    pixels = zlib.compress(bytes(min(width * height, 300_000_000)), 1)
    image = pdf_stream(pixels, fields % (width, height) + b"/Filter/FlateDecode")
    return pdf_file([b"612 0 0 792 0 0 cm /I Do"], LETTER, b"/Resources<</XObject<</I 5 0 R>>>>", image)


def nested_array() -> bytes:
    """A page with an array that contains itself 300,000 deep."""
    return pdf_file([b""], LETTER, b"/X " + b"[" * 300_000 + b"]" * 300_000)


def huge_heic() -> bytes:
    """A HEIC picture that says it has a billion pixels."""
    content = heic(noisy(64, 64))
    place = content.index(b"ispe") + 8
    return content[:place] + (32_000).to_bytes(4, "big") * 2 + content[place + 8 :]


def found(content: bytes) -> list[Page | ImageError]:
    """Return the pages of a file called a."""
    read = list(load_pages(io.BytesIO(content), "a"))
    assert BUDGET.reserved_bytes == 0
    return read


def error(content: bytes) -> str:
    (only,) = found(content)
    assert isinstance(only, ImageError)
    return str(only)


def noted_children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Return a list to which every process is added that is started."""
    started: list[subprocess.Popen[bytes]] = []

    class Noted(Child):
        def __init__(self, limit_bytes: int) -> None:
            super().__init__(limit_bytes)
            started.append(self.process)

    monkeypatch.setattr(child, "Child", Noted)
    return started


def test_load_pages_pdf_page_that_never_ends_is_refused_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "LIMIT_S", 1.0)
    parts = TILES.replace(b"[3 0 R]/Count 1", b"[3 0 R 6 0 R]/Count 2")
    body = parts[: parts.index(b"xref\n")] + b"6 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n"
    first, second = found(body + b"trailer<</Root 1 0 R>>\n%%EOF")
    assert isinstance(first, ImageError)
    assert "a cannot be read: it takes more than 1 seconds to decode. Save it anew as PNG or JPEG" in str(first)
    assert isinstance(second, Page)
    assert second.name == "a[2]"


def test_load_pages_pdf_with_many_endless_pages_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "LIMIT_S", 0.6)
    content = TILES.replace(b"[3 0 R]/Count 1", b"[3 0 R 3 0 R 3 0 R 3 0 R 3 0 R]/Count 5")
    first, second, third = found(content)
    assert "a cannot be read: it takes more than" in str(first)
    assert "a[2] cannot be read: it takes more than" in str(second)
    assert str(third).startswith("a[3] and the pages after it are not read")


OUTCOMES: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "many-lines": (many_lines, "takes too much memory|takes more than"),
    "nested-forms": (nested_forms, "takes too much memory|takes more than"),
    "nested-array": (nested_array, "^read$"),
    "brackets": (lambda: pdf_file([b"[" * 3_000_000]), "^read$"),
    "large-file": (lambda: pdf_file([b""]) + b"%" + bytes(200_000_000) + b"\n%%EOF", "^read$"),
    "large-pages": (lambda: pdf_file([pdf_grey(9)] * 9, (14_400, 14_400)), "^read$"),
    "huge-image": (lambda: huge_image(30_000, 10_000), "^read$"),
    "impossible-image": (lambda: huge_image(2_000_000_000, 2_000_000_000), "^read$"),
    "huge-heic": (huge_heic, "larger than 50 million pixels"),
    "heic": (lambda: heic(Image.linear_gradient("L").resize((3200, 2400)).convert("RGB")), "^read$"),
}
"""Files that could take much memory, and what becomes of them."""


def test_load_pages_pdf_page_is_given_up_by_the_clock_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "WAIT_S", 2.0)
    assert "a cannot be read: it takes more than 2 seconds to decode" in error(TILES)


@on_linux
@pytest.mark.parametrize("name", OUTCOMES)
def test_load_pages_memory_stays_bounded(name: str, tmp_path: Path) -> None:
    made, expected = OUTCOMES[name]
    file = tmp_path / "a"
    file.write_bytes(made())
    code = (
        "import json, resource, sys\n"
        "from pathlib import Path\n"
        "from digitcam.errors import ImageError\n"
        "from digitcam.pictures.loading import load_pages\n"
        "def peak_mb(who): return resource.getrusage(who).ru_maxrss / 1000\n"
        "before = peak_mb(resource.RUSAGE_SELF)\n"
        "for page in load_pages(Path(sys.argv[1]), colour_px=2400):\n"
        "    outcome = str(page) if isinstance(page, ImageError) else 'read'\n"
        "parent_mb, child_mb = peak_mb(resource.RUSAGE_SELF) - before, peak_mb(resource.RUSAGE_CHILDREN)\n"
        "print(json.dumps([outcome, parent_mb, child_mb]))"
    )
    run = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, check=True)
    outcome, parent_mb, child_mb = json.loads(run.stdout)
    assert re.search(expected, outcome)
    assert parent_mb < 120
    assert child_mb < 500


def test_load_pages_pdf_takes_little_memory_of_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    reserve = BUDGET.reserve

    def note(size: int) -> AbstractContextManager[None]:
        taken.append(size)
        return reserve(size)

    monkeypatch.setattr(BUDGET, "reserve", note)
    list(load_pages(io.BytesIO(pdf_file([b""], (14_400, 14_400))), "a", 2400))
    assert 0 < max(taken) <= SMALL_TOTAL_BYTES / 4


def test_load_pages_endless_files_hold_up_no_other_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "LIMIT_S", 4.0)
    started = noted_children(monkeypatch)
    threads = [threading.Thread(target=lambda: found(TILES)) for _ in range(2)]
    for thread in threads:
        thread.start()
    while len(started) < 2:
        time.sleep(0.01)
    time.sleep(1)
    assert BUDGET.reserved_bytes == 0
    (page,) = found(encoded(GREY))
    assert isinstance(page, Page)
    assert sum(process.poll() is None for process in started) == 2
    for process in started:
        process.kill()
    for thread in threads:
        thread.join()


def test_load_pages_page_that_is_not_fetched_spoils_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    started = noted_children(monkeypatch)
    decoder = child.ChildDecoder(io.BytesIO(pdf_file([pdf_grey(40), pdf_grey(200)])), "pdf", "a", 9)
    for page, size in enumerate(decoder.sizes()):
        assert size is not None
        decoder.decode(page, "a", size, "L")
    assert decoder.take("a").getpixel((5, 5)) == pytest.approx(200, abs=1)
    assert len(started) == 2
    decoder.close()


def test_load_pages_closing_ends_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    started = noted_children(monkeypatch)
    read = load_pages(io.BytesIO(pdf_file([b""] * 3)), "a")
    next(read)
    assert started[0].poll() is None
    read.close()
    assert started[0].poll() is not None
    assert len(started) == 1


def test_load_pages_file_larger_than_the_limit_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "MAX_FILE_BYTES", 100)
    assert "split it into smaller files" in error(pdf_file([b""]))


def test_load_pages_child_that_cannot_start_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/missing/python")
    assert error(pdf_file([b""])) == "a cannot be read: no process can be started for it. Try again later."


@pytest.mark.parametrize("sizes", ["[[5, 5]]", "[[0, 5]]", "[[-1, -1]]", "[]", "[[1e9, 5]]"])
@pytest.mark.parametrize(
    "answer",
    [
        '{"size": [100000, 100000], "mode": "RGB"}',
        '{"size": [-1, 5], "mode": "L"}',
        '{"size": [5, 5], "mode": "F"}',
        '{"size": "x"}',
        "[]" * 50_000,
        "",
    ],
)
def test_load_pages_child_that_was_taken_over_cannot_send_what_it_likes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sizes: str, answer: str
) -> None:
    (tmp_path / "child_decoder.py").write_text(
        f"import sys\nsys.stdin.buffer.readline()\nprint('{{\"sizes\": {sizes}}}', flush=True)\nprint({answer!r})"
    )
    monkeypatch.setattr("digitcam.pictures.child_process.__file__", str(tmp_path / "child_process.py"))
    assert "cannot be read" in error(b"%PDF-")


@on_linux
def test_load_pages_child_gets_limits_and_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITCAM_TEST_PASSWORD", "secret")
    started = noted_children(monkeypatch)
    read = load_pages(io.BytesIO(pdf_file([b""])), "a")
    next(read)
    process = Path("/proc") / str(started[0].pid)
    limits = process.joinpath("limits").read_text("ascii")
    assert b"secret" not in process.joinpath("environ").read_bytes()
    read.close()
    for name in ("open files", "processes", "file size", "core file size"):
        assert re.search(rf"Max {name} +0 +0 ", limits), limits
    for name in ("address space", "cpu time"):
        assert re.search(rf"Max {name} +\d+ +\d+ ", limits), limits


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
@pytest.mark.parametrize("attempt", [f"open({__file__!r})", "socket.socket()", "os.pipe()"])
def test_confine_nothing_can_be_opened(attempt: str) -> None:
    code = (
        "import importlib.util, os, socket, sys\n"
        f"spec = importlib.util.spec_from_file_location('decoder', {child_decoder.__file__!r})\n"
        "decoder = importlib.util.module_from_spec(spec)\n"
        "spec.loader.exec_module(decoder)\n"
        f"{attempt}\n"
        "decoder.confine()\n"
        f"try:\n    {attempt}\nexcept OSError:\n    sys.exit(7)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 7


def test_server_does_not_load_the_decoders() -> None:
    code = "import sys, digitcam.pictures.loading; sys.exit(bool({'pypdfium2', 'pillow_heif'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
