"""Whose turn it is."""

import pytest

from digitcam.notebook.turns import Person, Turns

ADA, BEN, CLEO = (Person(name, 0) for name in ("Ada", "Ben", "Cleo"))
ALL = Turns().with_names(["Ada", "Ben", "Cleo"])


def kept(turns: Turns, times: int) -> Turns:
    for _ in range(times):
        turns = turns.kept()
    return turns


def test_kept_goes_through_the_list_to_its_end() -> None:
    assert [kept(ALL, times).next for times in range(5)] == [ADA, BEN, CLEO, None, None]
    assert kept(ALL, 3).missing == ()


def test_taken_back_moves_back_and_then_goes_on_where_it_was() -> None:
    turns = kept(ALL, 2).taken_back(ADA)
    assert turns.next == ADA
    assert turns.kept().next == CLEO
    assert kept(ALL, 3).taken_back(BEN).kept().next is None


@pytest.mark.parametrize("person", [None, Person("Dan", 0), Person("Ada", 1)])
def test_taken_back_of_somebody_else_changes_nothing(person: Person | None) -> None:
    assert ALL.taken_back(person) == ALL


def test_skipped_is_missing_and_can_be_gone_back_to() -> None:
    turns = kept(ALL.skipped(), 2)
    assert (turns.next, turns.missing) == (None, (ADA,))
    assert turns.back().next == ADA
    assert turns.back().kept().missing == ()
    assert ALL.back() == ALL
    assert ALL.skipped().skipped().skipped().skipped().next is None


def test_back_leaves_out_those_who_have_a_reading() -> None:
    assert kept(ALL, 2).back().next == CLEO
    assert ALL.skipped().kept().back().next == ADA


def test_with_names_equal_names_are_different_people() -> None:
    turns = Turns().with_names(["Ada", "Ada"]).kept()
    assert turns.next == Person("Ada", 1)
    assert turns.taken_back(Person("Ada", 0)).next == Person("Ada", 0)


def test_with_names_longer_list_goes_on() -> None:
    assert kept(ALL, 3).with_names(["Ada", "Ben", "Cleo", "Dan"]).next == Person("Dan", 0)
    assert kept(ALL, 1).with_names(["Zoe", "Ada", "Ben"]).next == BEN


def test_with_names_other_list_starts_anew() -> None:
    turns = kept(ALL, 2).with_names(["Dan", "Eva"])
    assert (turns.next, turns.done) == (Person("Dan", 0), frozenset())


def test_with_names_empty_list_has_no_next() -> None:
    turns = kept(ALL, 1).with_names([])
    assert (turns.next, turns.kept(), turns.skipped(), turns.back()) == (None, turns, turns, turns)
