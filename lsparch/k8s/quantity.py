"""Exact Kubernetes quantities and durations.

A quantity is read into a `fractions.Fraction`, so sums and products of cpu and memory are exact;
nothing is ever rounded through a binary floating point number.
"""

import re
from fractions import Fraction
from functools import lru_cache

__all__ = [
    "QUANTITY_PATTERN",
    "canonical_quantity",
    "format_duration",
    "format_quantity",
    "parse_duration",
    "parse_quantity",
]

QUANTITY_PATTERN = re.compile(
    r"([+-]?)([0-9]+\.?[0-9]*|\.[0-9]+)(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?[0-9]{1,3}))?", re.ASCII
)
"""Syntax of a quantity: ``k8s.io/apimachinery/pkg/api/resource``; match it with ``fullmatch``."""

_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}

_DECIMAL = {"n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}

_DURATION_UNITS = {
    "ns": Fraction(1, 10**9),
    "us": Fraction(1, 10**6),
    "µs": Fraction(1, 10**6),
    "μs": Fraction(1, 10**6),
    "ms": Fraction(1, 1000),
    "s": Fraction(1),
    "m": Fraction(60),
    "h": Fraction(3600),
}

_DURATION_PART = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)", re.ASCII)

_NANO = 10**9


def parse_quantity(value: str | int | float | Fraction) -> Fraction:  # noqa: PYI041 - bool must be refused
    """Read a quantity such as ``500m``, ``1Gi``, ``1e3`` or ``0.5``.

    Parameters
    ----------
    value
        As written in a manifest. A float is read by its shortest decimal form, as the API server sees it.

    Returns
    -------
    fractions.Fraction
        The exact value in base units (cores, bytes, items).

    Raises
    ------
    ValueError
        If the text is not a quantity.
    """
    if isinstance(value, bool):
        raise ValueError(f"{str(value).lower()} is a boolean, not a quantity")  # noqa: TRY004 - as for any other text
    if isinstance(value, int | Fraction):
        return Fraction(value)
    return _parse(repr(value) if isinstance(value, float) else value)


def format_quantity(value: Fraction | int) -> str:
    """Write an exact value in the shortest form, the same for equal values.

    The form is chosen among plain digits, decimal suffixes and binary suffixes; at equal length the
    decimal form wins. A fraction of a nano is rounded away from zero, as the API server does.
    """
    value = Fraction(value)
    if value < 0:
        return f"-{format_quantity(-value)}"
    nanos = -((-value.numerator * _NANO) // value.denominator)
    if nanos % _NANO:
        return _small(nanos)
    whole = nanos // _NANO
    forms = [_largest(whole, 1000, ("", "k", "M", "G", "T", "P", "E"))]
    forms.append(_largest(whole, 1024, ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")))
    return min(forms, key=len)


def canonical_quantity(value: str | int | float | Fraction) -> str:  # noqa: PYI041
    """One text for all spellings of a quantity: ``0.5`` and ``500m``, ``1024Mi`` and ``1Gi``."""
    return format_quantity(parse_quantity(value))


def parse_duration(value: str | int) -> Fraction:
    """Read a Go duration (``1h30m``, ``250ms``) or a number of seconds.

    Returns
    -------
    fractions.Fraction
        Seconds, exact.

    Raises
    ------
    ValueError
        If the text is not a duration; a text without a unit is one only for ``0``.
    """
    if isinstance(value, bool):
        raise ValueError(f"{str(value).lower()} is a boolean, not a duration")  # noqa: TRY004
    if isinstance(value, int):
        return Fraction(value)
    sign = -1 if value.startswith("-") else 1
    rest = value[1:] if value[:1] in {"+", "-"} else value
    if rest == "0":
        return Fraction(0)
    total, end = Fraction(0), 0
    while part := _DURATION_PART.match(rest, end):
        total += _decimal(part[1]) * _DURATION_UNITS[part[2]]
        end = part.end()
    if end == 0 or end != len(rest):
        raise ValueError(f"{value!r} is not a duration such as 90s, 1h30m or 250ms")
    return sign * total


def format_duration(seconds: Fraction | int) -> str:
    """Write seconds as a Go duration with whole numbers only: ``1h30m``, ``1s500ms``, ``0s``."""
    rest = Fraction(seconds)
    if rest < 0:
        return f"-{format_duration(-rest)}"
    text = ""
    for unit in ("h", "m", "s", "ms", "us", "ns"):
        count, rest = divmod(rest, _DURATION_UNITS[unit])
        text += f"{count}{unit}" if count else ""
    return text or "0s"


@lru_cache(maxsize=4096)
def _parse(text: str) -> Fraction:
    match = QUANTITY_PATTERN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a quantity such as 500m, 2, 1.5Gi or 10k")
    sign, digits, suffix, exponent = match.groups()
    value = _decimal(digits)
    if suffix in _BINARY:
        value *= 1 << _BINARY[suffix]
    elif suffix is not None or exponent is not None:
        value *= Fraction(10) ** (_DECIMAL[suffix] if suffix is not None else int(exponent))
    return -value if sign == "-" else value


def _decimal(digits: str) -> Fraction:
    whole, _, fraction = digits.partition(".")
    return Fraction(int(f"0{whole}{fraction}"), 10 ** len(fraction))


def _small(nanos: int) -> str:
    for suffix, size in (("m", 10**6), ("u", 10**3)):
        if nanos % size == 0:
            return f"{nanos // size}{suffix}"
    return f"{nanos}n"


def _largest(whole: int, step: int, suffixes: tuple[str, ...]) -> str:
    power = 0
    while whole and whole % step == 0 and power < len(suffixes) - 1:
        whole //= step
        power += 1
    return f"{whole}{suffixes[power]}"
