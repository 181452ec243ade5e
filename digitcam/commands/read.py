"""``python -m digitcam read``: read pictures."""

import contextlib
import logging
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, get_args

import click
import numpy as np

from digitcam.commands.answers import Answer, Format, answer
from digitcam.commands.native import quiet_stderr
from digitcam.commands.output import show
from digitcam.commands.sources import Source, SourceType, check_sources, open_source
from digitcam.config import BoxName, ReadSettings
from digitcam.errors import DigitcamError, ImageError
from digitcam.networks.loading import load_recogniser
from digitcam.pictures.crop import restore_size
from digitcam.pictures.loading import load_pages
from digitcam.pictures.pages import page_name
from digitcam.recognition.recogniser import Recogniser
from digitcam.reporting.printable import printable

REPORT: Final = "Please report it, with the picture if you can."
"""What to do when a file cannot be read for a reason that nobody foresaw."""

log = logging.getLogger(__name__)


def parse_threshold(context: click.Context, parameter: click.Parameter, value: str) -> int | None:
    """Parse the option: None for ``auto``, else a grey value."""
    if value == "auto":
        return None
    if value.isdecimal() and int(value) <= 255:
        return int(value)
    raise click.BadParameter(f"{value!r} is neither auto nor a number from 0 to 255", context, parameter)


@click.command()
@click.option("as_json", "--json", is_flag=True, help="Print one JSON object per line.")
@click.option("--box", type=click.Choice(get_args(BoxName)), default="whole", show_default=True, help="Part to read.")
@click.option(
    "--threshold",
    metavar="auto|0-255",
    default="auto",
    show_default=True,
    callback=parse_threshold,
    help="auto reads the grey picture; with a number, darker pixels are ink, which the 28×28 network reads.",
)
@click.option(
    "as_table", "--table", is_flag=True, help="Print a line per row of the sheet, with tabs between its cells."
)
@click.option("--model", type=click.Path(path_type=Path), help="File of the network.  [default: models/model.keras]")
@click.argument("files", nargs=-1, required=True, type=SourceType(), callback=check_sources, metavar="FILE...")
def read(
    as_json: bool,
    box: BoxName,
    threshold: int | None,
    as_table: bool,
    model: Path | None,
    files: tuple[Source, ...],
) -> None:
    """Read the digits in pictures; print one line per picture: its name, a tab, and what it says.

    FILE may be - for one picture from standard input. Lines of writing in a picture are separated by " / ", and numbers
    that stand apart on one line by two spaces. A digit whose confidence is too low is printed as "?". The further pages
    of a PDF or TIFF file, pictures of a HEIC file and frames of an animation follow as name[2], name[3] and so on, up
    to 50. A file that cannot be read is reported on standard error; the other files are still read, and the exit status
    is 1. What a file lacks is remarked on standard error too.

    With --table the rows and columns of a sheet are found: numbers that stand apart are separate cells, and empty cells
    stay empty. If several files are given, the first cell of each row is the file's name. With --json, "rows" has the
    texts and "cells" the row, column, text, confidence and box of each cell that is not empty.

    Control characters in names, and what the output's encoding lacks, are printed as backslash escapes. The names in
    JSON are exact.
    """
    settings = ReadSettings(threshold=threshold, box=box)
    form = Format(as_json, as_table, names=len(files) > 1)
    recogniser = _recogniser(model, settings)
    status = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for answers in pool.map(lambda file: list(_answers(file, recogniser, settings, form)), files):
            for printed in answers:
                if printed.problem:
                    show(f"digitcam: {printable(printed.problem)}", err=True)
                if printed.text is None:
                    status = 1
                else:
                    show(printed.text)
    sys.exit(status)


def _recogniser(path: Path | None, settings: ReadSettings) -> Recogniser:
    try:
        return _load(path, settings)
    except DigitcamError as exc:
        raise click.ClickException(str(exc)) from exc


def _load(path: Path | None, settings: ReadSettings) -> Recogniser:
    """Load the recogniser and read a stroke with it: on its first picture LiteRT prints a message and is slow."""
    stroke = np.full((96, 96), 255, np.uint8)
    stroke[20:76, 44:52] = 0
    with quiet_stderr():
        recogniser = load_recogniser(path)
        recogniser.read(stroke, settings)
    return recogniser


def _answers(file: Source, recogniser: Recogniser, settings: ReadSettings, form: Format) -> Iterator[Answer]:
    """Read a file's pages. Nothing that goes wrong with one file may keep the others from being read."""
    try:
        opened = open_source(file)
        started = time.perf_counter()
        with contextlib.closing(load_pages(opened.file, opened.name)) as pages:
            for number, page in enumerate(pages, 1):
                if isinstance(page, ImageError):
                    yield Answer(None, str(page))
                    continue
                reading = restore_size(recogniser.read(page.grey, settings), page.grey.shape, page.size)
                ms = 1000 * (time.perf_counter() - started)
                yield answer(page_name(str(file), number), page, reading, ms, form)
                started = time.perf_counter()
    except ImageError as exc:
        yield Answer(None, str(exc))
    except Exception as exc:
        log.info("a file cannot be read", exc_info=exc)
        yield Answer(None, f"{file} cannot be read for an unforeseen reason. {REPORT}")
