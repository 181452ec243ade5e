"""``python -m digitcam train``: a new network."""

import time
from pathlib import Path
from typing import get_args

import click

from digitcam.commands.job import Report, run
from digitcam.commands.native import held_back
from digitcam.config import default_model_path
from digitcam.networks.metadata import Architecture
from digitcam.networks.store import ModelStore


@click.command()
@click.option("--architecture", type=click.Choice(get_args(Architecture)), default="paper", show_default=True)
@click.option("--model", type=click.Path(path_type=Path), help="Where to.  [default: models/model.keras]")
@click.option("--from-scratch", is_flag=True, help="Make the weights that come with the project, from nothing.")
@click.option("as_json", "--json", is_flag=True, help="One JSON object a line.")
def train(architecture: Architecture, model: Path | None, from_scratch: bool, as_json: bool) -> None:
    """Train a network on MNIST, and put it where the page and `read` look for it.

    The paper network, which finds and reads digits in grey pictures, is trained on from the weights that come with the
    project; cnn and dense read 28×28 patches. Each takes about a minute on two processors. A network that was put there
    by hand is moved aside, not overwritten.

    With --from-scratch the weights that come with the project are made anew, which takes hours; broken off, it goes on
    where it was.
    """
    started = time.monotonic()
    if from_scratch and (architecture != "paper" or model is not None):
        raise click.UsageError("--from-scratch makes the project's weights in their place; it takes no other option.")

    def work(report: Report) -> None:
        # Only now: TensorFlow takes seconds to load, and the other commands must run without it.
        with held_back():
            from digitcam.training import from_scratch as scratch
            from digitcam.training import jobs
        if from_scratch:
            scratch.make_all(report, started=started)
        else:
            jobs.train(ModelStore(model or default_model_path()), architecture, report, started=started)

    run(work, as_json)
