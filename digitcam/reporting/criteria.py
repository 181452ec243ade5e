"""Criteria: what is measured, in which unit, and which figure is required."""

import math
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Unit: TypeAlias = Literal["share", "ratio", "ms", "s", "MB", "count"]
"""``share`` is shown as a percentage, ``ratio`` as a plain number."""

MET: Final = "✓"
MISSED: Final = "✗"
STRETCHED: Final = "★"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One row of a table of results.

    Attributes:
        title: What is measured; heads the row.
        unit: Unit of all figures.
        bar: Figure that is required: a minimum if `at_least`, otherwise a maximum; None if none is.
        stretch: Stretch goal, harder than the bar; None if there is none.
        at_least: Whether larger figures are better.
    """

    title: str
    unit: Unit
    bar: float | None
    stretch: float | None = None
    at_least: bool = False

    def met(self, figure: float) -> bool:
        """Return whether a figure reaches the bar, if there is one."""
        return self.bar is None or self._reaches(figure, self.bar)

    def stretched(self, figure: float) -> bool:
        """Return whether a figure reaches the stretch goal."""
        return self.stretch is not None and self._reaches(figure, self.stretch)

    def _reaches(self, figure: float, goal: float) -> bool:
        return figure >= goal if self.at_least else figure <= goal

    @property
    def bar_text(self) -> str:
        """The bar and the stretch goal as text; "" without a bar.

        Examples:
            >>> Criterion(title="speed", unit="s", bar=30, stretch=15).bar_text
            '≤ 30 s · 15 s'
        """
        if self.bar is None:
            return ""
        sign = "≥" if self.at_least else "≤"
        stretch = "" if self.stretch is None else f" · {format_figure(self.stretch, self.unit)}"
        return f"{sign} {format_figure(self.bar, self.unit)}{stretch}"

    def bar_data(self) -> dict[str, float]:
        """Return the bar and the stretch goal as data for JSON."""
        if self.bar is None:
            return {}
        bar = {"at_least" if self.at_least else "at_most": self.bar}
        return bar if self.stretch is None else bar | {"stretch": self.stretch}

    def verdict(self, figure: float) -> str:
        """Return a figure with a star, a tick or a cross: stretch goal reached, bar reached, bar missed.

        There is none without a bar.

        Examples:
            >>> off = Criterion(title="off", unit="ratio", bar=0.02, stretch=0.01)
            >>> [off.verdict(figure) for figure in (0.005, 0.015, 0.1)]
            ['0.005 ★', '0.015 ✓', '0.100 ✗']
        """
        if self.bar is None:
            return format_figure(figure, self.unit)
        mark = STRETCHED if self.stretched(figure) else MET if self.met(figure) else MISSED
        return f"{format_figure(figure, self.unit)} {mark}"


def format_figure(figure: float | None, unit: Unit) -> str:
    """Return a figure with its unit as text; "" for None, "never" for an infinite time.

    Examples:
        >>> format_figure(0.98765, "share"), format_figure(0.0832, "ratio"), format_figure(12, "ratio")
        ('98.8 %', '0.083', '12.0')
        >>> format_figure(1.25, "ms"), format_figure(0.25, "s"), format_figure(61.2, "s"), format_figure(241.3, "MB")
        ('1.2 ms', '0.25 s', '61.2 s', '241 MB')
        >>> format_figure(1, "count"), format_figure(float("inf"), "s"), format_figure(None, "s")
        ('1', 'never', '')
    """
    if figure is None:
        return ""
    if math.isinf(figure):
        return "never"
    texts = {
        "share": f"{100 * figure:.1f} %",
        "ratio": f"{figure:.3f}" if abs(figure) < 2 else f"{figure:.1f}",
        "ms": f"{figure:.1f} ms",
        "s": f"{figure:.3g} s",
        "MB": f"{figure:.0f} MB",
        "count": f"{figure:g}",
    }
    return texts[unit]
