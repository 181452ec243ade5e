"""Draw the pictures of former faults beside `labels.csv`: ``python -m tests.golden.draw``."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitcam.evaluate.rooms import draw_room, place_before_room
from tests.golden.pen import Sheet, arc, column, draw, eye, fill, letters, paper, photograph, rule, shade, write
from tests.pictures.files import LETTER, encoded, exif_fields, heic_turned, pdf_file, with_exif

FOLDER: Final = Path(__file__).parent
EXIF_ORIENTATION: Final = 0x112
LETTER_TEXT: Final = (b"Dear Ada,", b"the scores follow by post,", b"as soon as they are typed.", b"Yours, Charles")

Sheets = dict[str, Sheet]


def main() -> None:
    """Write all pictures."""
    for sheets in (paper_and_light(), pens(), ways_of_writing(), places_and_sizes(), rows_and_lines(), no_digits()):
        for name, sheet in sheets.items():
            save(name, photograph(sheet))
    for name, sheet in faint().items():
        save(name, photograph(sheet, noise=6))
    save_formats()


def save(name: str, picture: NDArray[np.uint8]) -> None:
    """Write a JPEG file."""
    cv2.imwrite(str(FOLDER / f"{name}.jpg"), picture, [cv2.IMWRITE_JPEG_QUALITY, 80])


def faint() -> Sheets:
    """A pencil that hardly differs from the noise of the camera."""
    return {
        "pencil-7": draw(paper(), [[(150, 80), (245, 80), (190, 225)]], 2, 186),
        "pencil-2": draw(paper(), [[*arc((200, 115), 42, 42, 180, 400), (155, 225), (250, 225)]], 2, 186),
    }


def paper_and_light() -> Sheets:
    """Ruled and squared paper, light, shadow."""
    grain = np.random.default_rng(24).standard_normal((300, 400)).astype(np.float32)
    stains = cv2.GaussianBlur(grain, (0, 0), 3)
    return {
        "squared": write(rule(paper(), 22, squared=True, ink=120, width=2), "2", (203, 148), 150, 60, nth=4),
        "squared-pencil": write(rule(paper(), 20, squared=True), "7", (203, 148), 140, 145, nth=5),
        "squared-dark": write(rule(paper(grey=50), 24, squared=True, ink=120, width=2), "3", (200, 150), 160, 200, 1),
        "rule-through": rule(write(paper(), "3", (200, 150), 180, nth=5), 40, ink=70, width=2),
        "margin": draw(write(paper(), "5", (230, 150), 130, nth=6), [[(90, 20), (90, 280)]], 4, 60),
        "line-beside": draw(write(paper(), "8", (150, 150), 130, nth=6), [[(280, 130), (277, 240)]], 3, 80),
        "shadow": shade(write(paper(), "4", (205, 155), 170, nth=3), 0.7),
        "show-through": write(write(paper(), "8", (230, 150), 180, 150, nth=3)[:, ::-1], "2", (225, 150), 170, nth=7),
        "stains": np.asarray(paper() + 24 * stains / stains.std(), np.float32),
    }


def pens() -> Sheets:
    """Markers: strokes broader than loops."""
    return {
        "marker-9": write(paper(), "9", (200, 150), 220, nth=9, broader=13),
        "marker-7": write(paper(), "7", (200, 150), 220, nth=9, broader=13),
        "bold-9": write(paper(), "9", (200, 150), 190, nth=7, broader=9),
        "bold-8": write(paper(), "8", (200, 150), 180, nth=0, broader=8),
    }


def ways_of_writing() -> Sheets:
    """Shapes that MNIST hardly has."""
    tall_box_9 = [[(240, 135), (160, 135), (160, 75), (240, 75), (240, 235)]]
    return {
        "flag-1": draw(paper(), [[(130, 125), (205, 75), (205, 225)]]),
        "blot-1": draw(draw(paper(), [[(200, 110), (196, 235)]], 9), [[(214, 61), (215, 64)]], 24),
        "large-loop-9": draw(paper(), [arc((195, 120), 40, 40), [(235, 110), (231, 170)]], 10),
        "square-6": draw(paper(), [[(165, 60), (160, 220), (240, 220), (240, 160), (160, 160)]], 9),
        "square-9": draw(paper(), tall_box_9, 5),
    }


def places_and_sizes() -> Sheets:
    """Small, large, cut off, on a card, on a sheet before a room."""
    beside = write(paper(), "9", (230, 150), 120, nth=1)
    oval = fill(paper(480, 360, 70), arc((240, 180), 115, 140), 210)
    return {
        "small": write(paper(640, 480), "5", (430, 130), 34, nth=4),
        "large": write(paper(), "1", (200, 150), 430, nth=5),
        "part-beside": write(beside, "6", (-10, 150), 220, nth=2),
        "part-alone": write(paper(), "0", (410, 150), 600, nth=2),
        "card-5": write(oval, "5", (245, 180), 40, nth=3),
        "card-7": write(fill(paper(480, 360, 70), arc((240, 180), 125, 140), 210), "7", (245, 180), 40, nth=3),
        "held-0": before_room("0", 0.4, nth=7, seed=20),
        "held-7": before_room("7", 0.4, nth=6, seed=17),
        "held-small-0": before_room("0", 0.45, nth=5, seed=70, size=230),
        "held-small-9": before_room("9", 0.45, nth=6, seed=89, size=230),
    }


def before_room(label: str, width: float, nth: int, seed: int, size: float = 330) -> Sheet:
    """Hold up a sheet, reduced to a share of the picture's width, before a room."""
    sheet = write(paper(640, 480), label, (320, 240), size, nth=nth)
    return place_before_room(sheet, width, np.random.default_rng(seed))


def rows_and_lines() -> Sheets:
    """Several digits."""
    sloping = paper(420, 330)
    for place, label in enumerate("4075"):
        sloping = write(sloping, label, (70 + 90 * place, 230 - 30 * place), 95, nth=place)
    small = paper(640, 300)
    for row, text in enumerate(("1234567", "2469134", "3703701")):
        small = write(small, text, (80, 70 + 80 * row), 30, nth=2 + row)
    scores = paper(560, 800)
    for row, label in enumerate("74926380572"):
        scores = write(scores, label, (280, 60 + 62 * (row + 0.5)), 40, nth=2 * row)
    point = write(write(paper(), "1", (110, 150), 130, nth=2), "5", (270, 150), 130, nth=2)
    pair = write(write(paper(), "5", (155, 150), 150, nth=4), "5", (235, 150), 150, nth=7)
    three = write(write(paper(), "8", (100, 150), 120, nth=4), "0", (168, 150), 120, nth=7)
    return {
        "touching": pair,
        "touching-three": write(three, "8", (236, 150), 120, nth=9),
        "sloping": sloping,
        "point": draw(point, [[(192, 190), (193, 192)]], 16),
        "small-lines": small,
        "ten": write(paper(640, 300), "9876543210", (60, 150), 30, nth=1),
        "column": column("69258147", 62, 66),
        "scores": scores,
        "list": column(["12", "305", "48", "7", "96", "210", "33", "84", "59"], 44, 50),
    }


def no_digits() -> Sheets:
    """What is no digit, alone or beside one."""
    frame = [(120.0, 60.0), (280.0, 60.0), (280.0, 240.0), (120.0, 240.0), (120.0, 60.0)]
    return {
        "frame": draw(write(paper(), "7", (200, 150), 130, nth=6), [frame], 5, 70),
        "word": letters(paper(), "llama", (30, 170), 1.8),
        "plus-minus": letters(paper(), "+ - +", (30, 170), 2.4, 4),
        "greater-less": letters(paper(), "> = <", (30, 170), 1.6),
        "eye": eye(lid=105, iris=42, skin=150),
        "eye-light": eye(lid=105, iris=30, skin=190),
        "room": draw_room(300, 400, np.random.default_rng(10)),
        "blank-sheet": fill(paper(grey=60), [(100, 40), (300, 50), (310, 260), (90, 250)], 210),
    }


def save_formats() -> None:
    """Write files whose pixels are not what people see."""
    turned = Image.Exif()
    turned[EXIF_ORIENTATION] = 6
    four = photograph(write(paper(), "4", (200, 150), 180, nth=4))
    Image.fromarray(np.rot90(four).copy()).save(FOLDER / "exif-turned.jpg", exif=turned, quality=80)
    seven = photograph(write(paper(200, 150), "7", (100, 75), 90, nth=4)).astype(np.uint16)
    Image.fromarray(seven * 257).save(FOLDER / "sixteen-bit.png")
    ink = (write(np.zeros((300, 400), np.float32), "2", (200, 150), 180, 255, nth=3)).astype(np.uint8)
    Image.fromarray(np.dstack([np.zeros_like(ink)] * 3 + [ink]), "RGBA").save(FOLDER / "transparent.png")
    light = np.dstack([np.full_like(ink, 255)] * 3 + [ink])
    Image.fromarray(light).save(FOLDER / "transparent-light.png")
    Image.fromarray(seven).save(FOLDER / "sixteen-bit-dim.png")
    Image.fromarray(np.full((1, 5000), 200, np.uint8)).save(FOLDER / "one-pixel-high.png")
    save_damaged()
    save_documents()


def save_documents() -> None:
    """Write PDF files, one with a scan and one with text, and a picture as a phone stores it."""
    scan = Image.fromarray(photograph(column(["407", "36", "1925"], 60, 80)))
    scan.save(FOLDER / "scan.pdf", quality=80)
    text = [b"BT /F 40 Tf 60 %d Td (%s) Tj ET" % (700 - 60 * row, line) for row, line in enumerate(LETTER_TEXT)]
    fonts = b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    (FOLDER / "letter.pdf").write_bytes(pdf_file([b"\n".join(text)], LETTER, fonts))
    two = photograph(write(write(paper(), "2", (120, 150), 150, nth=4), "6", (270, 150), 150, nth=4))
    stored = np.ascontiguousarray(np.rot90(np.repeat(two[:, :, None], 3, 2)))
    (FOLDER / "phone.heic").write_bytes(heic_turned(stored, 6))


def save_damaged() -> None:
    """Write files with odd metadata, and without their end."""
    five = photograph(write(paper(), "5", (200, 150), 180, nth=4))
    resolution_is_text = exif_fields((0x0112, 3, 1, b"\6"), (0x011A, 2, 3, b"72"))
    sideways = encoded(np.rot90(five), "JPEG", quality=80)
    (FOLDER / "exif-odd.jpg").write_bytes(with_exif(sideways, resolution_is_text))
    (FOLDER / "tail-missing.jpg").write_bytes(encoded(five, "JPEG", quality=80)[:-60])
    black = 255 - photograph(write(paper(), "3", (200, 150), 180, nth=4))
    (FOLDER / "tail-missing.png").write_bytes(encoded(black)[:-2000])


if __name__ == "__main__":
    main()
