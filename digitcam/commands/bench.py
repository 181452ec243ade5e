"""``python -m digitcam bench``: how fast it is."""

import json
import os
import sys
from typing import get_args

import click

from digitcam.bench.rows import Part
from digitcam.bench.table import data, text


@click.command()
@click.option("parts", "--only", multiple=True, type=click.Choice(get_args(Part)), help="These parts only.")
@click.option("as_json", "--json", is_flag=True, help="One JSON list instead of the table.")
def bench(parts: tuple[Part, ...], as_json: bool) -> None:
    """Measure how fast it is, beside what the video codec takes on this machine anyway. Takes a quarter of an hour.

    On a machine that has nothing else to do. A star says that the stretch goal is reached, a tick that the bar is.
    What cannot be measured here (no Chromium with playwright, no Tesseract) says so in its row.
    """
    # This process and those it starts: Streamlit warns of its absence where only its video is wanted.
    os.environ.setdefault("STREAMLIT_LOGGER_LEVEL", "error")
    # Only now: the other commands must run without a video's libraries.
    from digitcam.bench.run import outcomes

    measured = outcomes(parts or get_args(Part), lambda part: click.echo(f"measuring: {part}", file=sys.stderr))
    click.echo(json.dumps(data(measured), ensure_ascii=False, indent=2) if as_json else text(measured))
