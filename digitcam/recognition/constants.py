"""The grey reader's constants, in the order of its steps.

The first values were chosen by hand on held-out training digits and on photographs that are not in the repository;
``docs/experiments`` has the counts. Those of `scoring` were fitted and are kept as data in ``scoring.json``.
"""

from typing import Final

from digitcam.config import BoxName

# Detection.

PAGE_SIDE_PX: Final = 768
"""Shorter side of the copy on which the digits of a page of 20 to 45 rows are found, pixels. Without it, 24 % of the
cells of the first eight such sheets were right, with it 95 % (``evaluate --sheets --limit 8``, 2026-11-28)."""

SEARCH_SIDES_PX: Final[dict[BoxName, tuple[int, ...]]] = {
    "digit": (96,),
    "number": (96,),
    "whole": (96, 192, 384, PAGE_SIDE_PX),
}
"""Shorter sides of the copies of the box that are searched, coarsest first, pixels. A digit held into a small box fills
it; in a whole frame a digit may be an eightieth as high, which needs finer copies."""

ELONGATED_ASPECT: Final = 1.15
"""A picture whose longer side exceeds the shorter one by more than this factor is also searched as a whole square: a
digit that fills it would be too large on a copy made by the shorter side."""

DETECTION_THRESHOLD: Final = 0.25
"""Peaks of lower objectness are dropped. Raising it loses faint digits and saves crops."""

MIN_DIGIT_PX: Final = 9.0
"""Smallest longer side of a candidate, pixels of the copy it was found on."""

MAX_DIGIT_PX: Final = 88.0
"""Largest one; candidates on the coarsest copy may be larger."""

MAX_PAGE_DIGIT_PX: Final = 24.0
"""Largest one on the copy of `PAGE_SIDE_PX`: the next coarser copy shows larger digits well, and words as such, whose
letters look like digits on a finer one."""

CERTAIN_OBJECTNESS: Final = 0.6
"""Peaks this high count as digits when it is decided whether a finer copy has to be searched."""

SINGLE_PROBABILITY: Final = 0.5
"""Scene probability of one digit from which the picture is taken to hold exactly one."""

RESOLVED_PX: Final = 18.3
"""No finer copy is searched if the largest certain digit is at least this long on the last one, pixels, and no peak is
doubtful: people write in nearly one size, and digits of 11 pixels are detected as well as on a finer copy."""

RESOLVED_AMONG_DOUBTS_PX: Final = 40.0
"""The same if a peak is doubtful: the peaks of narrow and of touching digits are low, or merge."""

DUPLICATE_IOU: Final = 0.55
"""Candidates that overlap by more than this are the same digit; the one of lower objectness is dropped."""

MAX_CANDIDATES: Final = 400
"""Number of candidates that are classified, highest objectness first. It bounds the time for one picture: each takes
one to two milliseconds. Raising it reads more digits of a crowded sheet."""

# Classification.

CROP_FILL: Final = 0.62
"""Longer side of a candidate's box as a share of its crop's side."""

CENTRE_MARGIN_CELLS: Final = 6
"""Cells at the sides of a crop's detection map that do not count as its centre."""

REFINE_OBJECTNESS: Final = 0.2
"""Peaks in a crop of lower objectness do not move its box."""

REFINE_DISTANCE_PX: Final = 22.0
"""Peaks further than this from the crop's centre, in x or y, belong to another digit; pixels of the crop."""

REFINE_DISTANCE_COST: Final = 4.0
"""Objectness that a peak loses for each crop side between it and the crop's centre, when the best one is chosen."""

SETTLED_PROBABILITY: Final = 0.9
"""A crop whose likeliest class has this probability is not classified again,"""

SETTLED_SHIFT: Final = 0.2
"""unless an edge of its box moved by more than this share of the box's longer side."""

MIN_DIGIT_PROBABILITY: Final = 0.2
"""Candidates whose likeliest digit is less probable than this are dropped."""

# Scoring.

DOUBTFUL_PROBABILITY: Final = 0.9
"""Below this probability of the likeliest digit the verifier is asked, and its answer has half the weight."""

EVIDENT_CONFIDENCE: Final = 0.98
"""Below this confidence the verifier is asked too."""

# Selection.

MIN_CONFIDENCE: Final = 0.4
"""Marks of lower confidence are dropped; a digit of lower confidence is shown as "?"."""

SAME_IOU: Final = 0.35
"""Marks that overlap by more than this are the same digit."""

SAME_CONTAINMENT: Final = 0.5
"""Likewise if more than this share of the smaller one lies in the other."""

SINGLE_AGREEMENT: Final = 0.2
"""Probability that a crop must give the scene's digit to be taken for the place of the single digit,"""

UNDECIDED_PROBABILITY: Final = 0.5
"""unless it is the only candidate and no class has this probability."""

SCENE_WEIGHT: Final = 3.0
"""Weight of the scene output against the crop's in the class of a single digit: it has seen all there is."""

SCENE_MIN_DIGIT_PX: Final = 12.0
"""Smallest digit that the scene output is trusted with, pixels of its 96-pixel window."""

# Separators; lengths are shares of the size of the digits beside them.

MIN_SEPARATOR_PROBABILITY: Final = 0.5
"""Gaps in which any separator is less probable than this have none. Raising it loses faint points and turns fewer
specks into points."""

GAP_CROP_SIDE: Final = 1.8
"""Side of the crop around a gap: it shows a slash and a comma whole."""

MAX_GAP: Final = 1.5
"""Digits further apart are not one number, and only the place directly before the second one is looked at."""

MIN_SLASH_PROBABILITY: Final = 0.8
"""A 1 between two digits is a slash from this probability on. In numbers there are several times as many 1s as slashes,
in the network's training about as many. Raising it loses slashes and turns fewer 1s into slashes."""

MAX_SLASH_GAP: Final = 0.75
"""A 1 that is further from the digits on either side is not taken for a slash."""

LEADING_GAP: Final = 0.6
"""Distance of the crop's centre from the first digit of a number: a minus sign stands there."""

LEADING_SEPARATORS: Final = "-."
"""Separators that may stand before the first digit of a number."""

# Columns.

COLUMN_ASPECT: Final = 2.0
"""A single digit whose box is at least this many times as long as wide may be a column of small digits, which look like
a 1 on a coarse copy. Raising it overlooks short columns; lowering it costs time with other digits."""

CERTAIN_CONFIDENCE: Final = 0.87
"""Confidence from which a digit counts as part of a column."""

MIN_COLUMN_DIGITS: Final = 3
"""Number of certain digits that make it a column, and share of its length that each may have at most, inverted. Two may
be the loops of an 8. Without the rule, 79.1 % of the cells of columns were right, with it 89.2 %
(``evaluate --sheets``, 2026-11-28)."""
