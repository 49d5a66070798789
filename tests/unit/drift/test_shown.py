"""Values in words, and two of them so that one sees where they differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsparch.drift.shown import LONGEST, shown, told_apart

LONG = "registry.example.org/platform/team-checkout/services/storefront-web-frontend-of-the-shop"


@pytest.mark.parametrize(
    ("value", "words"),
    [(True, "true"), ("true", "'true'"), (None, "null"), ("", "''"), (" a", "' a'"), ("7", "'7'"), (7, "7")],
)
def test_a_value_is_not_taken_for_another(value: object, words: str) -> None:
    assert shown(value) == words


def test_long_values_are_cut_where_they_differ() -> None:
    one, other = told_apart(f"{LONG}:1.0.6", f"{LONG}:1.0.7")
    assert (one, other) == (f"…{LONG[-35:]}:1.0.6", f"…{LONG[-35:]}:1.0.7")


def test_of_several_lines_the_first_that_differs_is_told() -> None:
    assert told_apart("a\nb", "a\nc") == ("line 2 `b`", "a text with line 2 `c`")
    assert told_apart("a\nb", "a\nb\nc") == ("2 lines long", "a text of 3 lines")


@given(st.text("ab", max_size=100), st.text("ab", max_size=100), st.text("ab", max_size=200))
def test_two_values_never_look_alike(one: str, other: str, before: str) -> None:
    left, right = told_apart(before + one, before + other)
    assert (left == right) == (one == other)
    assert max(len(left), len(right)) <= LONGEST + 2
