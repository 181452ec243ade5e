"""``python -m digitcam read``: read pictures."""

import contextlib
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, get_args

import click
import numpy as np

from digitcam.commands.answers import Answer, Format, answer
from digitcam.commands.batch import read_in_order
from digitcam.commands.counting import Counting, counting
from digitcam.commands.folders import find_pictures, is_folder
from digitcam.commands.native import quiet_stderr
from digitcam.commands.output import show
from digitcam.commands.parent import INTERRUPTED
from digitcam.commands.results import JSON_LINES, check_target, is_json, open_results
from digitcam.commands.resuming import Finished, finished
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
@click.option(
    "target",
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    callback=check_target,
    metavar="FILE",
    help="Write to a file instead: .jsonl has JSON, .csv and .xlsx the rows of --table.",
)
@click.option("--resume", is_flag=True, help="Keep what the .jsonl file has, and read the other pictures only.")
@click.option(
    "--jobs", type=click.IntRange(min=1), help="Pictures that are read at once.  [default: one per processor]"
)
@click.option("--model", type=click.Path(path_type=Path), help="File of the network.  [default: models/model.keras]")
@click.argument("sources", nargs=-1, required=True, type=SourceType(), callback=check_sources, metavar="FILE|FOLDER...")
def read(
    as_json: bool,
    box: BoxName,
    threshold: int | None,
    as_table: bool,
    target: Path | None,
    resume: bool,
    jobs: int | None,
    model: Path | None,
    sources: tuple[Source, ...],
) -> None:
    """Read the digits in pictures; print one line per picture: its name, a tab, and what it says.

    FILE may be - for one picture from standard input. Of a FOLDER, the pictures in and below it are read, sorted by
    name. Lines of writing in a picture are separated by " / ", and numbers that stand apart on one line by two spaces.
    Points, commas, dashes, slashes and colons between the digits of a number are printed as they were written; --box
    digit reads digits only. A digit whose confidence is too low is printed as "?". The further pages of a PDF or TIFF
    file, pictures of a HEIC file and frames of an animation follow as name[2], name[3] and so on, up to 50. A file that
    cannot be read is reported on standard error; the other files are still read, and the exit status is 1. What a file
    lacks is remarked on standard error too.

    With --table the rows and columns of a sheet are found: numbers that stand apart are separate cells, and empty cells
    stay empty. If several files are given, the first cell of each row is the file's name. With --json, "rows" has the
    texts and "cells" the row, column, text, confidence and box of each cell that is not empty.

    With -o the results are written to a file, and standard error shows the progress if it is a terminal. An Excel file
    has a sheet per picture, in which numbers are numbers unless that would lose a digit, as of 007. Ctrl-C finishes the
    pictures that are being read and writes them; --resume then goes on with a .jsonl file.

    Control characters in names, and what the output's encoding lacks, are printed as backslash escapes. The names in
    JSON are exact.
    """
    _check_options(target, as_json, as_table, resume)
    settings = ReadSettings(threshold=threshold, box=box)
    found = find_pictures(sources)
    names = len(found.files) > 1 or any(map(is_folder, sources))
    form = Format(as_json or is_json(target), as_table, names)
    recogniser = _recogniser(model, settings)
    before = finished(target) if target is not None and resume else Finished()
    files = [file for file in found.files if str(file) not in before.names]

    def work(file: Source) -> list[Answer]:
        return list(_answers(file, recogniser, settings, form))

    shown = target is not None or not sys.stdout.isatty()
    with open_results(target, names, before.size) as write, counting(len(files), shown=shown) as counted:
        outcome = _Outcome(write, counted)
        outcome.take([Answer(None, problem) for problem in found.problems])
        complete = read_in_order(files, work, outcome.take_file, jobs or os.cpu_count() or 1)
    if not complete:
        show(_interrupted(target, counted.done, len(files)), err=True)
    sys.exit(INTERRUPTED if not complete else int(outcome.failed))


class _Outcome:
    """Passes answers on.

    Attributes:
        failed: Whether something could not be read.
    """

    def __init__(self, write: Callable[[Answer], None], counted: Counting) -> None:
        self.failed = False
        self._write, self._counted = write, counted

    def take(self, answers: Sequence[Answer]) -> None:
        """Write answers, and show their problems."""
        for each in answers:
            if each.problem:
                self._counted.clear()
                show(f"digitcam: {printable(each.problem)}", err=True)
            if each.text is None:
                self.failed = True
            else:
                self._write(each)

    def take_file(self, answers: Sequence[Answer]) -> None:
        """Take the answers for all pages of a file, and count the file as done."""
        self.take(answers)
        self._counted.count()


def _check_options(target: Path | None, as_json: bool, as_table: bool, resume: bool) -> None:
    """Refuse options that contradict each other.

    Raises:
        click.UsageError: If there are any.
    """
    if resume and not is_json(target):
        raise click.UsageError(f"--resume goes on with the results in a {JSON_LINES} file: add -o results{JSON_LINES}")
    if target is not None and not is_json(target):
        if as_json:
            raise click.UsageError(f"JSON is written to a {JSON_LINES} file: name one, or leave out --json")
        if not as_table:
            raise click.UsageError(f"{target} gets rows and columns: add --table, or name a {JSON_LINES} file")


def _interrupted(target: Path | None, done: int, total: int) -> str:
    """Return what to say after Ctrl-C."""
    place = "" if target is None else f" The results are in {printable(str(target))}."
    more = " Repeat the command with --resume to read the others." if is_json(target) else ""
    return f"Interrupted: {done} of {total} files were read.{place}{more}"


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
