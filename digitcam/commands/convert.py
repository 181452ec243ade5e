"""``python -m digitcam convert``: convert a network that was not trained here."""

import time
from pathlib import Path

import click

from digitcam.commands.job import Report, run
from digitcam.commands.native import quiet_stderr
from digitcam.config import default_model_path
from digitcam.networks.loading import classic_path
from digitcam.networks.stages import CONVERSION, Stages
from digitcam.networks.store import ModelStore


@click.command()
@click.option("--model", type=click.Path(path_type=Path), help="File to convert.  [default: models/model.keras]")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for the converted network.  [default: that of the file]",
)
@click.option("--shipped", is_flag=True, help="Convert the networks that come with the project.")
@click.option("as_json", "--json", is_flag=True, help="Print one JSON object per line.")
def convert(model: Path | None, output: Path | None, shipped: bool, as_json: bool) -> None:
    """Convert a .keras file of yours for the page and `read`, which also do it themselves.

    The network must map 28×28 pixels to ten probabilities or logits. It is tried on test digits to find out which
    pixels it expects: from 0 to 1, 0 to 255 or -1 to 1, or normalised; light ink on dark, or dark on light. The file
    is not changed, nor renamed.
    """
    started = time.monotonic()
    if shipped and (model is not None or output is not None):
        raise click.UsageError(
            "--shipped converts the project's own networks; --model and --output cannot be used with it."
        )

    def work(report: Report) -> None:
        stages = Stages(() if shipped else CONVERSION, report, started)
        stages.begin("loading")
        # This imports TensorFlow, which takes seconds; the other commands work without it.
        with quiet_stderr():
            from digitcam.training import classic_network, from_scratch, jobs
        if shipped:
            from_scratch.convert_all(report, started=started)
            classic_network.convert_classic(report)
        else:
            store = ModelStore(model or default_model_path(), output)
            quarantine = output is None and is_ours(store.path)
            jobs.convert(store, report, started=started, stages=stages, quarantine=quarantine)

    run(work, as_json)


def is_ours(path: Path) -> bool:
    """Return whether a path is one of those where the page's networks are kept."""
    page = default_model_path().absolute()
    return path in (page, classic_path(page))
