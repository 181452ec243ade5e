"""``python -m digitcam read``: pictures to text."""

import json
import sys
import time
from pathlib import Path
from typing import get_args

import click

from digitcam.commands.native import held_back
from digitcam.config import BoxName, Settings, default_model_path
from digitcam.errors import DigitcamError, ImageError, ModelMissing
from digitcam.loading import load_recogniser, train_first
from digitcam.pictures import load_picture
from digitcam.recogniser import Recogniser
from digitcam.records import one_line, record


def parse_threshold(context: click.Context, parameter: click.Parameter, value: str) -> int | None:
    """Turn ``auto`` into None, and a grey value into a number."""
    if value == "auto":
        return None
    if value.isdecimal() and int(value) <= 255:
        return int(value)
    raise click.BadParameter(f"{value!r} is neither auto nor a number from 0 to 255", context, parameter)


@click.command()
@click.option("as_json", "--json", is_flag=True, help="One JSON object a line.")
@click.option("--box", type=click.Choice(get_args(BoxName)), default="whole", show_default=True, help="What to read.")
@click.option(
    "--threshold",
    metavar="auto|0-255",
    default="auto",
    show_default=True,
    callback=parse_threshold,
    help="Darker than this is ink.",
)
@click.option("--model", type=click.Path(path_type=Path), help="The network.  [default: models/model.keras]")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
def read(as_json: bool, box: BoxName, threshold: int | None, model: Path | None, files: tuple[Path, ...]) -> None:
    """Read the digits in pictures, a line for each.

    Lines of writing in one picture are parted by " / "; a mark that is not trusted reads "?". A file that cannot be
    read is named on standard error; the others are read all the same, and the exit status is 1.
    """
    recogniser = _recogniser(model or default_model_path(), may_train=model is None)
    settings = Settings(threshold=threshold, box=box)
    failures = 0
    for file in files:
        try:
            click.echo(_line(file, recogniser, settings, as_json))
        except ImageError as exc:
            failures += 1
            click.echo(f"digitcam: {exc}", err=True)
    sys.exit(1 if failures else 0)


def _recogniser(path: Path, *, may_train: bool) -> Recogniser:
    """Load the network; the default one is trained if it is not there yet, one that was named must be."""
    try:
        try:
            return _loaded(path)
        except ModelMissing:
            if not may_train:
                raise
            click.echo("digitcam: no network yet; training it first, once, in about a minute", err=True)
            train_first(path)
            return _loaded(path)
    except DigitcamError as exc:
        raise click.ClickException(str(exc)) from exc


def _loaded(path: Path) -> Recogniser:
    with held_back():
        return load_recogniser(path)


def _line(file: Path, recogniser: Recogniser, settings: Settings, as_json: bool) -> str:
    started = time.perf_counter()
    reading = recogniser.read(load_picture(file), settings)
    ms = 1000 * (time.perf_counter() - started)
    if as_json:
        return json.dumps(record(str(file), reading) | {"ms": round(ms, 3)})
    return f"{file}\t{one_line(reading.text)}"
