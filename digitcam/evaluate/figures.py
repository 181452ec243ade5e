"""Drawings for the report: a confusion matrix as HTML, a reliability diagram as SVG."""

from collections.abc import Sequence
from typing import Final

from digitcam.evaluate.metrics import Bin, calibration_error, confusion, joined, reliability
from digitcam.evaluate.samples import PATCH, Answer

SAID: Final = (*"0123456789", "?", "", "several")
"""Columns of the confusion matrix."""

HEADS: Final = {"": "nothing"}

SIDE: Final = 240
"""Of the reliability diagram's square, in SVG units."""

PAD: Final = 40
"""Around it, for the scales."""


def singles(answers: Sequence[Answer]) -> list[Answer]:
    """The answers to pictures of one digit; to MNIST's own images only if there are no others, which they outnumber."""
    found = [a for a in answers if len(joined(a.sample.truth)) == 1]
    return [a for a in found if a.sample.kind != PATCH] or found


def confusion_table(answers: Sequence[Answer]) -> str:
    """What was said to pictures of each digit, as an HTML table; right answers are on the diagonal."""
    counts = confusion((a.text, a.sample.truth) for a in singles(answers))
    head = "".join(f"<th>{HEADS.get(said, said)}</th>" for said in SAID)
    rows = "".join(_confusion_row(truth, [counts.get((truth, said), 0) for said in SAID]) for truth in SAID[:10])
    return f'<table class="confusion"><tr><th></th>{head}</tr>{rows}</table>'


def _confusion_row(truth: str, counts: Sequence[int]) -> str:
    total = sum(counts) or 1
    cells = "".join(_cell(count, count / total, said == truth) for said, count in zip(SAID, counts, strict=True))
    return f"<tr><th>{truth}</th>{cells}</tr>"


def _cell(count: int, part: float, right: bool) -> str:
    if not count:
        return "<td></td>"
    # The square root, so that one misread among hundreds still shows.
    return f'<td class="{"right" if right else "wrong"}" style="--part:{100 * part**0.5:.0f}%">{count}</td>'


def reliability_diagram(answers: Sequence[Answer]) -> str:
    """How often answers of each confidence are right, as SVG, with the calibration error below.

    Counts the likeliest digit of every picture of one digit in which anything was found, trusted or not.
    """
    found = [a for a in singles(answers) if a.guess]
    bins = reliability([(a.confidence, a.guess == joined(a.sample.truth)) for a in found])
    most = max((b.count for b in bins), default=1)
    bars = "".join(_bar(b, most) for b in bins)
    error = f"{len(found)} answers; expected calibration error {100 * calibration_error(bins):.1f} %"
    return (
        f'<figure><svg viewBox="0 0 {SIDE + 2 * PAD} {SIDE + 2 * PAD}" role="img" aria-label="{error}">'
        f"{_axes()}{bars}{_line(0, 0, 1, 1, 'ideal')}</svg><figcaption>{error}</figcaption></figure>"
    )


def _bar(b: Bin, most: int) -> str:
    """A bin as a bar of its accuracy, the darker the more answers it has, and a dot at its mean confidence."""
    x, y = _at(b.low, b.accuracy)
    width, opacity = SIDE * (b.high - b.low), 0.25 + 0.75 * b.count / most
    dot_x, dot_y = _at(b.confidence, b.accuracy)
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{SIDE * b.accuracy:.1f}" opacity="{opacity:.2f}">'
        f"<title>{b.count} answers, confidence {b.confidence:.3f}, right {b.accuracy:.3f}</title></rect>"
        f'<circle cx="{dot_x:.1f}" cy="{dot_y:.1f}" r="3"/>'
    )


def _axes() -> str:
    ticks = [i / 4 for i in range(5)]
    bottom = "".join(_text(*_at(t, 0), 0, 14, "middle", f"{100 * t:.0f}") for t in ticks)
    left = "".join(_text(*_at(0, t), -6, 4, "end", f"{100 * t:.0f}") for t in ticks)
    names = _text(*_at(0.5, 0), 0, 32, "middle", "confidence, %") + _text(*_at(0, 1), -30, -14, "start", "right, %")
    return _line(0, 0, 1, 0, "axis") + _line(0, 0, 0, 1, "axis") + bottom + left + names


def _at(x: float, y: float) -> tuple[float, float]:
    """Shares to SVG units."""
    return PAD + SIDE * x, PAD + SIDE * (1 - y)


def _line(x0: float, y0: float, x1: float, y1: float, kind: str) -> str:
    (a, b), (c, d) = _at(x0, y0), _at(x1, y1)
    return f'<line class="{kind}" x1="{a}" y1="{b}" x2="{c}" y2="{d}"/>'


def _text(x: float, y: float, dx: float, dy: float, anchor: str, content: str) -> str:
    return f'<text x="{x + dx}" y="{y + dy}" text-anchor="{anchor}">{content}</text>'
