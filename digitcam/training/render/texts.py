"""Texts that people write on sheets and forms: numbers with separators, dates, amounts and sums.

The characters are those that `writing` can write: digits, separators, the signs and letters of `marks`, a space, and
``^`` before a superscript.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np

from digitcam.recognition.constants import LEADING_SEPARATORS
from digitcam.recognition.contract import SEPARATORS

Write: TypeAlias = Callable[[np.random.Generator], str]
"""Returns a random text."""

_LETTERS: Final = "acdefhkmnpqrstuxyzABCDEFGHKLMNPQRTUXYZ"
"""Letters that stand beside digits. Those that look like a digit are left out."""

_UNITS: Final = ("%", "€", "$", "£", "kg", "cm", "m", "h", "km", "pts", "st")


def integer(rng: np.random.Generator, longest: int = 5) -> str:
    """Return one to `longest` digits; a third of the longer ones ends in zeros."""
    digits = rng.integers(0, 10, rng.integers(1, longest + 1)).astype(str)
    if len(digits) > 1 and rng.random() < 0.3:
        digits[-int(rng.integers(1, len(digits))) :] = "0"
    return "".join(digits)


def decimal(rng: np.random.Generator) -> str:
    """Return a number with a point or a comma, such as ``12.5`` or ``8,06``."""
    point = "." if rng.random() < 0.6 else ","
    return f"{integer(rng, 3)}{point}{''.join(rng.integers(0, 10, rng.integers(1, 4)).astype(str))}"


def negative(rng: np.random.Generator) -> str:
    """Return a number with a minus sign in front."""
    return "-" + (integer(rng, 3) if rng.random() < 0.7 else decimal(rng))


def date(rng: np.random.Generator) -> str:
    """Return a date such as ``12/25/2018``, ``5-5-15`` or ``07/12``."""
    between = str(rng.choice(["/", "/", "-", "."]))
    parts = [str(rng.integers(1, 32)), str(rng.integers(1, 32))]
    if rng.random() < 0.5:
        parts = [part.zfill(2) for part in parts]
    if rng.random() < 0.75:
        parts.append(str(rng.integers(1950, 2040)) if rng.random() < 0.6 else f"{rng.integers(0, 100):02d}")
    return between.join(parts)


def time_of_day(rng: np.random.Generator) -> str:
    """Return a time or a ratio, such as ``12:30``."""
    return f"{rng.integers(0, 24)}:{rng.integers(0, 60):02d}"


def amount(rng: np.random.Generator) -> str:
    """Return an amount of money, or a number with a unit."""
    value = f"{integer(rng, 4)}{rng.choice(['.00', '.50', ',00', '.-', ',-', '', ''])}"
    value = decimal(rng) if rng.random() < 0.3 else value
    unit = str(rng.choice(_UNITS))
    return (
        f"{unit}{value}"
        if unit in "€$£" and rng.random() < 0.7
        else f"{value}{' ' if rng.random() < 0.3 else ''}{unit}"
    )


def label(rng: np.random.Generator) -> str:
    """Return a number beside a letter or in brackets, such as ``3a)``, ``B4`` or ``(7)``."""
    number, letter = integer(rng, 3), str(rng.choice(list(_LETTERS)))
    forms = (f"{number}{letter}", f"{letter}{number}", f"({number})", f"{number})", f"{letter}={number}", f"#{number}")
    return forms[int(rng.integers(len(forms)))]


def equation(rng: np.random.Generator) -> str:
    """Return a sum, or an equation with letters and superscripts."""
    space = " " if rng.random() < 0.5 else ""
    terms = [_term(rng) for _ in range(rng.integers(2, 4))]
    text = terms[0]
    for term in terms[1:]:
        text += f"{space}{rng.choice(list('++-×÷*='))}{space}{term}"
    return text if rng.random() < 0.3 else f"{text}{space}={space}{integer(rng, 3) if rng.random() < 0.8 else ''}"


def _term(rng: np.random.Generator) -> str:
    kind, letter = rng.random(), str(rng.choice(list("abcdxyzxyz")))
    if kind < 0.5:
        return integer(rng, 3)
    if kind < 0.7:
        return f"{rng.integers(2, 100)}{letter}"
    if kind < 0.85:
        return f"{rng.choice(['', str(rng.integers(2, 10))])}{letter}^{rng.integers(2, 5)}"
    return f"({integer(rng, 2)}{rng.choice(list('+-'))}{letter})"


def separated(rng: np.random.Generator) -> str:
    """Return a number with a separator or without one: each of them as often."""
    sign = str(rng.choice([*SEPARATORS, ""]))
    leads = sign in LEADING_SEPARATORS and rng.random() < 0.5
    return f"{'' if leads else integer(rng, 2)}{sign}{integer(rng, 3)}"


_KINDS: Final[tuple[Write, ...]] = (integer, decimal, negative, date, time_of_day, amount, label, equation)
_SHARES: Final = (0.2, 0.17, 0.11, 0.15, 0.07, 0.12, 0.06, 0.12)


def random_text(rng: np.random.Generator) -> str:
    """Return a text of a random kind."""
    return _KINDS[int(rng.choice(len(_KINDS), p=_SHARES))](rng)
