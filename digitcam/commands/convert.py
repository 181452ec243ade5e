"""``python -m digitcam convert``: a network from elsewhere, made ready for the page."""

import time
from pathlib import Path

import click

from digitcam.commands.job import Report, run
from digitcam.commands.native import held_back
from digitcam.config import default_model_path
from digitcam.networks.store import ModelStore


@click.command()
@click.option("--model", type=click.Path(path_type=Path), help="The network.  [default: models/model.keras]")
@click.option("--shipped", is_flag=True, help="The networks that come with the project, from their weights.")
@click.option("as_json", "--json", is_flag=True, help="One JSON object a line.")
def convert(model: Path | None, shipped: bool, as_json: bool) -> None:
    """Make a .keras file of yours ready for the page and `read`, which do so by themselves too.

    Any network from 28x28 pixels in [0, 1], white ink on black, to ten probabilities will do. One that will not is
    moved aside.
    """
    started = time.monotonic()
    if shipped and model is not None:
        raise click.UsageError("--shipped converts the project's own networks; it takes no --model.")

    def work(report: Report) -> None:
        # Only now: TensorFlow takes seconds to load, and the other commands must run without it.
        with held_back():
            from digitcam.training import from_scratch, jobs
        if shipped:
            from_scratch.convert_all(report, started=started)
        else:
            jobs.convert(ModelStore(model or default_model_path()), report, started=started)

    run(work, as_json)
