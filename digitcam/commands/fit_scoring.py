"""Fit the scoring's coefficients anew: ``python -m digitcam.commands.fit_scoring``.

It prints how the coefficients in use and new ones score pictures that the new ones were not fitted to, and writes
``digitcam/recognition/scoring.json``. Which candidates the verifier is asked about depends on the coefficients in use,
so that a second fit differs a little. The first run downloads 460 MB of packages with photographs; a run takes about
seven minutes.
"""

import json
from pathlib import Path
from typing import Final

import click

from digitcam import recognition
from digitcam.data import mnist
from digitcam.data.font_words import font_words
from digitcam.evaluate import scoring_data
from digitcam.evaluate.scoring_fit import compare, fit_kinds, to_json
from digitcam.evaluate.unseen import unseen_digits
from digitcam.networks.shipped import shipped_paper, shipped_verifier
from digitcam.training import photographs

COUNTS: Final = {"scenes": 1800, "sheets": 150, "words": 120, "photographs": 2000}
"""Number of pictures of each kind."""

SHARES: Final = {"scenes": 0.35, "sheets": 0.35, "words": 0.1, "photographs": 0.2}
"""Weight of each kind in the fit."""

SCORING: Final = Path(recognition.__file__).with_name("scoring.json")


def main() -> None:
    """Fit, print and write the coefficients."""
    paper, verifier, unseen = shipped_paper(), shipped_verifier(), unseen_digits(mnist.load())
    pictures = {
        "scenes": scoring_data.scenes(unseen, COUNTS["scenes"]),
        "sheets": scoring_data.sheets(unseen, COUNTS["sheets"]),
        "words": scoring_data.pages_of_words(font_words(held_out=False), COUNTS["words"]),
        "photographs": scoring_data.without_digits(photographs.load(held_out=False), COUNTS["photographs"]),
    }
    examples = {}
    for kind, shown in pictures.items():
        with click.progressbar(shown, length=COUNTS[kind], label=kind) as bar:
            examples[kind] = scoring_data.examples(bar, paper, verifier)
    click.echo(compare(examples, SHARES))
    written = json.dumps(to_json(fit_kinds(examples, SHARES), examples), indent=2)
    SCORING.write_text(f"{written}\n", "utf-8")


if __name__ == "__main__":
    main()
