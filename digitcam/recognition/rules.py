"""Rules: what the grey reader does beside its networks and non-maximum suppression, each of which can be left out."""

from dataclasses import dataclass
from typing import Final

from digitcam.recognition.scoring import SCORING, Scoring


@dataclass(frozen=True, slots=True)
class Rules:
    """Which regression and which rules the reader uses. ``evaluate --ablate`` leaves them out in turn.

    Attributes:
        scoring: The regression of the confidence.
        single: Whether a single digit that the scene output names is found and read with its help.
        column: Whether a long digit is searched for a column of small ones.
    """

    scoring: Scoring = SCORING
    single: bool = True
    column: bool = True


RULES: Final = Rules()
"""All rules, as the reader uses them."""
