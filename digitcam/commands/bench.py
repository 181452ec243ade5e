"""``python -m digitcam bench``: measure speed and memory."""

import json
import os
from typing import get_args

import click

from digitcam.bench.rows import Part
from digitcam.bench.table import data, text
from digitcam.commands.output import show


@click.command()
@click.option(
    "parts", "--only", multiple=True, type=click.Choice(get_args(Part)), help="Measure only this part; may be repeated."
)
@click.option("as_json", "--json", is_flag=True, help="Print one JSON list instead of the table.")
def bench(parts: tuple[Part, ...], as_json: bool) -> None:
    """Measure speed and memory, compared with the cost of the video codec. Takes a quarter of an hour.

    Run it on a machine that does nothing else. A star means that the stretch goal is reached, a tick that the bar is.
    A row that cannot be measured (without Playwright and Chromium, Tesseract or Dask) states the reason.
    """
    # For this process and those it starts: streamlit-webrtc makes Streamlit warn that no page is running.
    os.environ.setdefault("STREAMLIT_LOGGER_LEVEL", "error")
    # Imported here: aiortc would make every other command start two thirds slower.
    from digitcam.bench.run import outcomes

    measured = outcomes(parts or get_args(Part), lambda part: show(f"measuring: {part}", err=True))
    show(json.dumps(data(measured), indent=2) if as_json else text(measured))
