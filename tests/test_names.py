"""Tests of pasted lists of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from digitcam.errors import NamesError
from digitcam.names import MAX_CHARACTERS, MAX_NAMES, parse_names, shared_out


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        (" \n\t\n;\n", ()),
        ("Ann", ("Ann",)),
        ("Ann\nBen\r\nCleo\rDan", ("Ann", "Ben", "Cleo", "Dan")),
        ("\n  Ann   Lee \n\n\nBen\n", ("Ann Lee", "Ben")),
        ("Ann\t12\tA\nBen\t7\tB", ("Ann", "Ben")),
        ("Ann;12\nBen;7\nCleo", ("Ann", "Ben", "Cleo")),
        ("Lee, Ann\nOdd, Ben", ("Lee, Ann", "Odd, Ben")),
        # One row: the names stand beside each other.
        ("Ann\tBen\tCleo\n", ("Ann", "Ben", "Cleo")),
        ("Ann; Ben; ;Cleo;", ("Ann", "Ben", "Cleo")),
        # A row without a first cell has no name, whatever else it has.
        ("Ann\t12\n\t7\nBen\t3", ("Ann", "Ben")),
        ("Ann\nAnn\nAnn", ("Ann", "Ann", "Ann")),
        ("Jürgen Müller\n李雷\nعمر", ("Jürgen Müller", "李雷", "عمر")),
        ('"Ann ""Annie"" Lee"\n"Ben"\nDan "the man"', ('Ann "Annie" Lee', "Ben", 'Dan "the man"')),
        ('"\n""\nAnn', ('"', "Ann")),
    ],
)
def test_parse_names_finds_one_name_per_line(text: str, names: tuple[str, ...]) -> None:
    assert parse_names(text) == names


def test_parse_names_at_the_limits_are_names() -> None:
    assert len(parse_names("\n".join(["x" * MAX_CHARACTERS] * MAX_NAMES))) == MAX_NAMES


def test_parse_names_too_many_says_how_many() -> None:
    with pytest.raises(NamesError, match=f"{MAX_NAMES + 1} names; the limit is {MAX_NAMES}"):
        parse_names("\n".join(["Ann"] * (MAX_NAMES + 1)))


def test_parse_names_too_long_says_which() -> None:
    with pytest.raises(NamesError, match=f"Name 2 of the list has {MAX_CHARACTERS + 1} characters"):
        parse_names("Ann\n" + "x" * (MAX_CHARACTERS + 1))


@given(some.text(max_size=80))
def test_parse_names_any_text_gives_names_that_give_themselves(text: str) -> None:
    names = parse_names(text)
    assert all(name and name == " ".join(name.split()) for name in names)
    assert all("\t" not in name and "\n" not in name for name in names)


@given(some.lists(some.text(min_size=1), max_size=8), some.lists(some.integers(0, 4), max_size=5))
def test_shared_out_gives_each_row_one_name_in_order(names: list[str], counts: list[int]) -> None:
    shared = shared_out(names, counts)
    assert [len(of_table) for of_table in shared] == counts
    flat = [name for of_table in shared for name in of_table]
    assert flat == [*names, *[""] * sum(counts)][: sum(counts)]
