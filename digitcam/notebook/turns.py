"""Go through a list of people while their readings are stored, one person after the other; pure functions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple


class Person(NamedTuple):
    """One of a list of names, in which several people may have the same name.

    Attributes:
        name: The name.
        number: 0 for the first of this name, 1 for the second, and so on.
    """

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Turns:
    """A list of people, and how far one has come with it.

    Attributes:
        people: The list.
        done: Those who have a reading.
        next: Whose turn it is; None at the end of the list.
    """

    people: tuple[Person, ...] = ()
    done: frozenset[Person] = frozenset()
    next: Person | None = None

    @property
    def missing(self) -> tuple[Person, ...]:
        """Those who have no reading yet."""
        return tuple(person for person in self.people if person not in self.done)

    def kept(self) -> "Turns":
        """Return the turns after a reading of the next one was kept: the next one without a reading follows."""
        if self.next is None:
            return self
        done = self.done | {self.next}
        return replace(self, done=done, next=_first(self._after(), done))

    def skipped(self) -> "Turns":
        """Return the turns after the next one was left out."""
        return replace(self, next=_first(self._after(), self.done))

    def back(self) -> "Turns":
        """Return the turns of the last one before the next one who has no reading; unchanged if there is none."""
        before = self.people if self.next is None else self.people[: self.people.index(self.next)]
        return replace(self, next=_first(reversed(before), self.done) or self.next)

    def taken_back(self, person: Person | None) -> "Turns":
        """Return the turns after somebody's reading was taken back: it is that person's turn again."""
        if person not in self.people:
            return self
        return replace(self, done=self.done - {person}, next=person)

    def with_names(self, names: Sequence[str]) -> "Turns":
        """Return the turns with another list; who has a reading, and whose turn it is, stays as far as it is in it."""
        people = _people(names)
        done = self.done & set(people)
        following = self.next if self.next in people else None
        # After names were added at the end of a list that was done, it goes on with these.
        return Turns(people, done, following or _first(people, done))

    def _after(self) -> tuple[Person, ...]:
        return () if self.next is None else self.people[self.people.index(self.next) + 1 :]


def _people(names: Sequence[str]) -> tuple[Person, ...]:
    seen: Counter[str] = Counter()
    people = []
    for name in names:
        people.append(Person(name, seen[name]))
        seen[name] += 1
    return tuple(people)


def _first(people: Iterable[Person], done: frozenset[Person]) -> Person | None:
    return next((person for person in people if person not in done), None)
