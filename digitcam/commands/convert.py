"""``python -m digitcam convert``: convert a network that was not trained here."""

import time
from pathlib import Path

import click

from digitcam.commands.job import Report, run
from digitcam.commands.native import quiet_stderr
from digitcam.config import default_model_path
from digitcam.networks.store import ModelStore


@click.command()
@click.option("--model", type=click.Path(path_type=Path), help="File to convert.  [default: models/model.keras]")
@click.option("--shipped", is_flag=True, help="Convert the networks that come with the project.")
@click.option("as_json", "--json", is_flag=True, help="Print one JSON object per line.")
def convert(model: Path | None, shipped: bool, as_json: bool) -> None:
    """Convert a .keras file of yours for the page and `read`, which also do it themselves.

    The network must map 28×28 pixels in [0, 1], white ink on black, to ten probabilities. A file that does not is
    renamed.
    """
    started = time.monotonic()
    if shipped and model is not None:
        raise click.UsageError("--shipped converts the project's own networks; --model cannot be used with it.")

    def work(report: Report) -> None:
        # This imports TensorFlow, which takes seconds; the other commands work without it.
        with quiet_stderr():
            from digitcam.training import from_scratch, jobs
        if shipped:
            from_scratch.convert_all(report, started=started)
        else:
            jobs.convert(ModelStore(model or default_model_path()), report, started=started)

    run(work, as_json)
