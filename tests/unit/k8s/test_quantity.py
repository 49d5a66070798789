"""Quantities and durations."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsparch.k8s.quantity import (
    canonical_quantity,
    format_duration,
    format_quantity,
    parse_duration,
    parse_quantity,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("500m", Fraction(1, 2)),
        ("0.5", Fraction(1, 2)),
        (".5", Fraction(1, 2)),
        ("5.", 5),
        ("1Gi", 2**30),
        ("1.5Gi", 3 * 2**29),
        ("1G", 10**9),
        ("1k", 1000),
        ("1e3", 1000),
        ("1E3", 1000),
        ("1E", 10**18),
        ("12e-1", Fraction(6, 5)),
        ("100n", Fraction(1, 10**7)),
        ("-1Ki", -1024),
        ("+2", 2),
        (0.1, Fraction(1, 10)),
        (3, 3),
    ],
)
def test_a_quantity_is_read_exactly(text: str | float, value: Fraction) -> None:
    assert parse_quantity(text) == value


@pytest.mark.parametrize(
    "text", ["", "x", "1x", "1 Gi", "1gi", "1K", "Gi", ".", "1.5.2", "1e", "1e3k", "٣", "1\n", True]
)
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a quantity"):
        parse_quantity(text)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("1024Mi", "1Gi"),
        ("1000m", "1"),
        ("0.5", "500m"),
        ("1500m", "1500m"),
        ("1073741824", "1Gi"),
        ("1000000", "1M"),
        ("0", "0"),
        ("0Gi", "0"),
        ("1.5Gi", "1536Mi"),
        ("0.1n", "1n"),
        ("1e3", "1k"),
    ],
)
def test_equal_quantities_have_one_text(text: str, canonical: str) -> None:
    assert canonical_quantity(text) == canonical


@given(st.integers(-(10**22), 10**22), st.integers(0, 9))
def test_a_written_quantity_is_read_back(number: int, digits: int) -> None:
    value = Fraction(number, 10**digits)
    assert parse_quantity(format_quantity(value)) == value


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1h30m", 5400),
        ("90s", 90),
        ("250ms", Fraction(1, 4)),
        ("1.5h", 5400),
        ("-1m", -60),
        ("0", 0),
        (30, 30),
        ("1us", Fraction(1, 10**6)),
    ],
)
def test_a_duration_is_read_in_seconds(text: str | int, seconds: Fraction) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "5", "1d", "h", "1h 30m", "1h30", "--1s", False])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        parse_duration(text)


@given(st.integers(-(10**15), 10**15))
def test_a_written_duration_is_read_back(nanoseconds: int) -> None:
    value = Fraction(nanoseconds, 10**9)
    assert parse_duration(format_duration(value)) == value
