"""``python -m digitcam read``: read pictures."""

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import get_args

import click
import numpy as np

from digitcam.commands.native import quiet_stderr
from digitcam.commands.output import printable, show
from digitcam.commands.sources import Source, SourceType, check_sources, open_source
from digitcam.config import BoxName, ReadSettings, default_model_path
from digitcam.errors import DigitcamError, ImageError
from digitcam.networks.loading import classic_path, load_recogniser, train_network
from digitcam.pictures.export import as_record, one_line
from digitcam.pictures.loading import load_picture
from digitcam.recognition.recogniser import Recogniser


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
@click.option("--model", type=click.Path(path_type=Path), help="File of the network.  [default: models/model.keras]")
@click.argument("files", nargs=-1, required=True, type=SourceType(), callback=check_sources, metavar="FILE...")
def read(as_json: bool, box: BoxName, threshold: int | None, model: Path | None, files: tuple[Source, ...]) -> None:
    """Read the digits in pictures; print one line per picture: its name, a tab, and what it says.

    FILE may be - for one picture from standard input. Lines of writing in a picture are separated by " / ". A digit
    whose confidence is too low is printed as "?". A file that cannot be read is reported on standard error; the other
    files are still read, and the exit status is 1.

    Control characters in names, and what the output's encoding lacks, are printed as backslash escapes. The names in
    JSON are exact.
    """
    settings = ReadSettings(threshold=threshold, box=box)
    recogniser = _recogniser(model, settings)
    status = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for line in pool.map(lambda file: _line_or_error(file, recogniser, settings, as_json), files):
            if isinstance(line, ImageError):
                status = 1
                show(f"digitcam: {printable(str(line))}", err=True)
            else:
                show(line)
    sys.exit(status)


def _recogniser(path: Path | None, settings: ReadSettings) -> Recogniser:
    """Load the recogniser; train the 28×28 network first if a threshold needs it and the user named no network."""
    try:
        recogniser = _load(path, settings)
        if path is None and settings.threshold is not None and recogniser.classic is None:
            click.echo(
                "digitcam: training the 28×28 network first; this happens once and takes about a minute", err=True
            )
            train_network(classic_path(default_model_path()), "cnn")
            recogniser = _load(path, settings)
    except DigitcamError as exc:
        raise click.ClickException(str(exc)) from exc
    return recogniser


def _load(path: Path | None, settings: ReadSettings) -> Recogniser:
    """Load the recogniser and read a stroke with it: on its first picture LiteRT prints a message and is slow."""
    stroke = np.full((96, 96), 255, np.uint8)
    stroke[20:76, 44:52] = 0
    with quiet_stderr():
        recogniser = load_recogniser(path)
        recogniser.read(stroke, settings)
    return recogniser


def _line_or_error(file: Source, recogniser: Recogniser, settings: ReadSettings, as_json: bool) -> str | ImageError:
    try:
        return _line(file, recogniser, settings, as_json)
    except ImageError as exc:
        return exc


def _line(file: Source, recogniser: Recogniser, settings: ReadSettings, as_json: bool) -> str:
    opened = open_source(file)
    started = time.perf_counter()
    reading = recogniser.read(load_picture(opened.file, opened.name), settings)
    ms = 1000 * (time.perf_counter() - started)
    if as_json:
        return json.dumps(as_record(str(file), reading) | {"ms": round(ms, 3)})
    return f"{printable(str(file))}\t{one_line(reading.text)}"
