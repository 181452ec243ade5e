"""What a notebook holds, and what it is called."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

ID_BYTES: Final = 16
"""128 bits: nobody guesses one."""

ID: Final = re.compile(r"[A-Za-z0-9_-]{22}")
"""What ID_BYTES look like; shorter names people make up themselves could be guessed."""

NUMBER: Final = re.compile(r"\d{1,64}( / \d{1,64}){0,15}", re.ASCII)
"""Digits, " / " between lines of writing; so a correction is never a formula to a spreadsheet."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A reading to be kept.

    Attributes:
        number: What was read, or what a person corrected it to.
        confidence: Of its least certain digit, 0 to 1.
        picture: PNG of the ink.
        kept_at: When, with its time zone.
    """

    number: str
    confidence: float
    picture: bytes
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class Kept(Entry):
    """A reading that is kept.

    Attributes:
        id: Its name in its notebook; never used twice.
    """

    id: int


def new_notebook_id() -> str:
    """Make up a notebook's name."""
    return secrets.token_urlsafe(ID_BYTES)


def is_notebook_id(name: str) -> bool:
    """Whether a notebook could be called so.

    Examples:
        >>> is_notebook_id(new_notebook_id()), is_notebook_id("mine")
        (True, False)
    """
    return ID.fullmatch(name) is not None


def is_number(text: str) -> bool:
    """Whether a reading could say so.

    Examples:
        >>> is_number("407"), is_number("12 / 7"), is_number("=1+1")
        (True, True, False)
    """
    return NUMBER.fullmatch(text) is not None
