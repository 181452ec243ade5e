"""``python -m digitcam evaluate``: how well the readers read."""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar, get_args

import click
import numpy as np
from numpy.typing import NDArray

from digitcam.commands.output import show
from digitcam.config import ReadSettings
from digitcam.data import mnist
from digitcam.errors import DigitcamError
from digitcam.evaluate import ablation, cells, photo_crops, photos, report, run, table, turned
from digitcam.evaluate.font_scenes import font_scenes
from digitcam.evaluate.held import HeldDigit, held_digits
from digitcam.evaluate.readers import WHOLE, readers
from digitcam.evaluate.samples import PATCH, Sample
from digitcam.evaluate.scenes import scenes
from digitcam.evaluate.styles import FONT_STYLES, STYLES
from digitcam.networks.loading import load_recogniser
from digitcam.networks.metadata import PatchArchitecture
from digitcam.reporting.printable import printable
from digitcam.training import photographs

T = TypeVar("T")

SCENES = 500
"""Number of scenes of each kind. The standard error of a share of 99 % is then about half a percent."""

SHEETS = 100
"""Number of sheets of each kind: about a thousand cells and more."""

HELD = 20
"""Number of held digits: 2,100 frames for each reader."""

FOLDER = click.Path(path_type=Path)


@click.command()
@click.option("--scenes", "with_scenes", is_flag=True, help="Also read rendered pictures of MNIST's test digits.")
@click.option("--sheets", "with_sheets", is_flag=True, help="Also read rendered sheets of columns and tables.")
@click.option(
    "--turned", "with_turned", is_flag=True, help="Also read the sheets upside down and lying on either side."
)
@click.option(
    "--photos", "folder", type=FOLDER, metavar="DIR", help="Also read the pictures of a folder with labels.csv."
)
@click.option(
    "--photographs",
    "with_crops",
    is_flag=True,
    help="Also read crops of the held-out photographs without digits, fetched from Debian and PyPI.",
)
@click.option(
    "--architecture",
    type=click.Choice(get_args(PatchArchitecture)),
    default="cnn",
    show_default=True,
    help="Network of the 28×28 reader.",
)
@click.option(
    "--model",
    type=FOLDER,
    help="The page's network.  [default: models/model.keras, else the one that comes with the project]",
)
@click.option(
    "--only-ours",
    is_flag=True,
    help="Read with our reader only, and MNIST's test images only if nothing else is asked for.",
)
@click.option(
    "--ablate",
    is_flag=True,
    help="Read the rendered scenes, sheets and photographs asked for with our reader only, and without each of its "
    "features, rules and networks in turn.",
)
@click.option("--report", "target", type=FOLDER, metavar="DIR", help="Write a page with all figures and misreads.")
@click.option("--limit", type=click.IntRange(min=1), help="Read only the first pictures of each kind.")
@click.option("as_json", "--json", is_flag=True, help="Print one JSON object instead of the table.")
def evaluate(
    with_scenes: bool,
    with_sheets: bool,
    with_turned: bool,
    folder: Path | None,
    with_crops: bool,
    architecture: PatchArchitecture,
    model: Path | None,
    only_ours: bool,
    ablate: bool,
    target: Path | None,
    limit: int | None,
    as_json: bool,
) -> None:
    """Measure how well digits are read: by a classic reader and by ours, on the same pictures.

    MNIST's test images are read too, unless --only-ours is set. Networks that have not been trained yet are trained
    first.

    labels.csv has the columns file, label (digits in reading order, | between lines, empty for a picture with nothing
    to read), kind (pictures of one kind are counted together) and source. A column full is optional: the text as
    written, with separators and signs, | between lines and " ; " between the cells of a row.
    """
    if ablate and (target or with_turned or not (folder or with_scenes or with_sheets or with_crops)):
        raise click.UsageError(
            "--ablate needs --scenes, --sheets, --photos or --photographs, no --turned, and writes no --report."
        )
    try:
        if ablate:
            lines = _ablation(folder, with_scenes, with_sheets, with_crops, model, limit, as_json)
            show("\n".join(map(printable, lines.split("\n"))))
            return
        if target is not None:
            # Before measuring, so that an error shows at once.
            report.prepare(target)
        with_patches = not only_ours or not (folder or with_scenes or with_sheets or with_turned or with_crops)
        samples, held = _material(folder, with_scenes, with_patches, limit)
        unseen = photographs.load(held_out=True) if with_crops else ()
        compared = readers(model, architecture, only_ours)
        evidence = run.evaluate(compared, samples, held, _progress)
        measured = _sheets(model, min(limit or SHEETS, SHEETS)) if with_sheets else []
        turns = _turned(model, min(limit or SHEETS, SHEETS)) if with_turned else []
        claims = _false_claims(model, unseen, min(limit or photo_crops.CROPS, photo_crops.CROPS))
        if as_json:
            crops = {"photograph_crops": photo_crops.data(claims)} if claims else {}
            sheets = {"sheets": cells.data(measured), "gained": cells.gained_data(measured)} if with_sheets else {}
            sheets |= {"turned": turned.data(turns)} if turns else {}
            show(json.dumps(table.data(evidence) | sheets | crops))
        else:
            lines = table.text(evidence) + ("\n\n" + cells.text(measured) if with_sheets else "")
            lines += "\n\n" + turned.text(turns) if turns else ""
            lines += "\n\n" + photo_crops.text(claims) if claims else ""
            show("\n".join(map(printable, lines.split("\n"))))
        if target is not None:
            page = report.write(target, evidence, compared)
            show(f"The report is in {printable(str(page))}", err=True)
    except DigitcamError as exc:
        raise click.ClickException(str(exc)) from exc


def _ablation(
    folder: Path | None,
    with_scenes: bool,
    with_sheets: bool,
    with_crops: bool,
    model: Path | None,
    limit: int | None,
    as_json: bool,
) -> str:
    """Read with our reader, and without each of its parts in turn."""
    images, recogniser = mnist.load(), load_recogniser(model)
    usual = ablation.usual_features(recogniser, scenes("scene_room", images, ablation.USUAL_SCENES))
    samples, _ = _material(folder, with_scenes, False, limit)
    if with_sheets:
        samples["sheets"] = ablation.sheet_samples(images, min(limit or SHEETS, SHEETS))
    unseen = photographs.load(held_out=True) if with_crops else ()
    samples[ablation.CROP] = ablation.crop_samples(unseen, min(limit or photo_crops.CROPS, photo_crops.CROPS))
    evidence = run.evaluate(ablation.variants(recogniser, usual), samples, (), _progress)
    return json.dumps(ablation.data(evidence)) if as_json else ablation.text(evidence)


def _material(
    folder: Path | None, with_scenes: bool, with_patches: bool, limit: int | None
) -> tuple[dict[str, Sequence[Sample]], list[HeldDigit]]:
    """Return the samples by the label of their part, and the digits to hold up."""
    # Photographs first, so that an error in a user's folder shows before the long run.
    parts: dict[str, Sequence[Sample]] = {"photographs": _first(photos.photos(folder), limit)} if folder else {}
    images = mnist.load()
    if with_patches:
        parts[PATCH] = list(run.mnist_samples(images, min(limit or len(images.x_test), len(images.x_test))))
    if not with_scenes:
        return parts, []
    for kind in STYLES:
        parts[kind] = list(scenes(kind, images, min(limit or SCENES, SCENES)))
    for kind in FONT_STYLES:
        parts[kind] = list(font_scenes(kind, min(limit or SCENES, SCENES)))
    return parts, list(held_digits(images, min(limit or HELD, HELD)))


def _sheets(model: Path | None, count: int) -> list[cells.CellRow]:
    """Read sheets with the page's reader."""
    recogniser, settings = load_recogniser(model), ReadSettings(box="whole")
    return cells.measure(
        lambda picture: recogniser.read_page(picture, settings).reading.rows, mnist.load(), count, _progress
    )


def _turned(model: Path | None, count: int) -> list[turned.TurnRow]:
    """Read sheets in four turns with the page's reader."""
    return turned.measure(load_recogniser(model), mnist.load(), count, _progress)


def _false_claims(
    model: Path | None, unseen: Sequence[NDArray[np.uint8]], count: int
) -> photo_crops.FalseClaims | None:
    """Read crops of photographs with the page's reader; None without photographs."""
    if not unseen:
        return None
    recogniser = load_recogniser(model)
    return photo_crops.measure(lambda crop: recogniser.read(crop, WHOLE).text, unseen, count, _progress)


def _first(samples: Sequence[Sample], limit: int | None) -> list[Sample]:
    """Return the first samples of each kind."""
    left = dict.fromkeys({sample.kind for sample in samples}, limit or len(samples))
    taken = []
    for sample in samples:
        left[sample.kind] -= 1
        if left[sample.kind] >= 0:
            taken.append(sample)
    return taken


def _progress(items: Sequence[T], label: str) -> Iterable[T]:
    # Without a terminal, click prints only the label.
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar
