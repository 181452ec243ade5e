"""``python -m digitcam read``: read pictures."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

import click

from digitcam.commands.answers import Answer, Format
from digitcam.commands.batch import read_in_order
from digitcam.commands.counting import Counting, counting
from digitcam.commands.engines import Engine, check_address, engine
from digitcam.commands.folders import find_pictures, is_folder
from digitcam.commands.output import show
from digitcam.commands.parent import INTERRUPTED
from digitcam.commands.reading import PageReader, warm_recogniser
from digitcam.commands.results import JSON_LINES, check_target, is_json, open_results
from digitcam.commands.resuming import Finished, finished
from digitcam.commands.sources import Source, SourceType, check_sources
from digitcam.config import BoxName, ReadSettings
from digitcam.errors import ClusterError, DigitcamError
from digitcam.reporting.printable import printable


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
    "--jobs",
    type=click.IntRange(min=1),
    help="Pictures that are read at once.  [default: one per processor, or two per thread of a cluster's workers]",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    callback=check_address,
    help="Read on the Dask cluster of this scheduler, such as tcp://host:8786.",
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
    scheduler: str | None,
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

    With --scheduler the files are sent to the workers of a Dask cluster, with the same results. The pictures of a
    worker that is lost are sent to others.

    Control characters in names, and what the output's encoding lacks, are printed as backslash escapes. The names in
    JSON are exact.
    """
    _check_options(target, as_json, as_table, resume)
    settings = ReadSettings(threshold=threshold, box=box)
    found = find_pictures(sources)
    names = len(found.files) > 1 or any(map(is_folder, sources))
    form = Format(as_json or is_json(target), as_table, names)
    try:
        reader = PageReader(warm_recogniser(model, settings), settings, form)
        before = finished(target) if target is not None and resume else Finished()
        # A file of results is emptied only after the cluster has been reached.
        with engine(scheduler, reader, _remark) as reads, open_results(target, names, before.size) as write:
            files = [file for file in found.files if str(file) not in before.names]
            sys.exit(
                _read_all(files, found.problems, reads if jobs is None else reads._replace(jobs=jobs), target, write)
            )
    except DigitcamError as exc:
        raise click.ClickException(str(exc)) from exc


def _read_all(
    files: Sequence[Source],
    problems: Sequence[str],
    reads: Engine,
    target: Path | None,
    write: Callable[[Answer], None],
) -> int:
    """Read all files; return the exit status.

    Raises:
        ClusterError: If the cluster is lost on the way.
    """
    shown = target is not None or not sys.stdout.isatty()
    with counting(len(files), shown=shown) as counted:
        outcome = _Outcome(write, counted)
        outcome.take([Answer(None, problem) for problem in problems])
        try:
            complete = read_in_order(files, reads.read, outcome.take_file, reads.jobs, reads.abandon)
        except ClusterError as exc:
            counted.clear()
            raise ClusterError(f"{exc} {_so_far(target, counted.done, len(files))}") from exc
    if complete:
        return int(outcome.failed)
    show(f"Interrupted: {_so_far(target, counted.done, len(files))}", err=True)
    return INTERRUPTED


def _remark(text: str) -> None:
    """Show a message in place of the bar, if there is one; the next file draws it again. Any thread may call."""
    if sys.stderr is not None and sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
    show(f"digitcam: {printable(text)}", err=True)


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


def _so_far(target: Path | None, done: int, total: int) -> str:
    """Return what to say when it ends early."""
    place = "" if target is None else f" The results are in {printable(str(target))}."
    more = " Repeat the command with --resume to read the others." if is_json(target) else ""
    return f"{done} of {total} files were read.{place}{more}"
