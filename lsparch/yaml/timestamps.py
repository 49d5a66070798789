"""Dates in plain scalars: strings to kubectl and YAML 1.2, something else to kustomize and PyYAML."""

import datetime as dt
import re

__all__ = ["kustomize_timestamp", "pyyaml_timestamp"]

_GO = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    r"(?:(?:[Tt](?P<time>[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2})(?:[.,](?P<part>[0-9]+))?(?P<zone>Z|[-+][0-9]{2}:[0-9]{2}))"
    r"|(?: (?P<local>[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2})(?:[.,](?P<local_part>[0-9]+))?))?"
)
_PYYAML_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_PYYAML_TIME = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?"
    r"(?:[ \t]*(?:(?P<utc>Z)|(?P<sign>[-+])(?P<hours>[0-9]{1,2})(?::(?P<minutes>[0-9]{2}))?))?"
)


def kustomize_timestamp(text: str) -> str | None:
    """Return the RFC 3339 time that kustomize writes for a plain scalar, or None where it sees no date.

    Parameters
    ----------
    text
        The scalar as written.

    Returns
    -------
    str | None
        Such as ``2018-01-01T00:00:00Z`` for ``2018-01-01``.
    """
    match = _GO.fullmatch(text)
    if match is None:
        return None
    hour, minute, second = (int(part) for part in (match["time"] or match["local"] or "0:0:0").split(":"))
    try:
        moment = dt.datetime(
            int(match["year"]) or 4, int(match["month"]), int(match["day"]), hour, minute, second, tzinfo=dt.UTC
        )
    except ValueError:
        return None
    part = (match["part"] or match["local_part"] or "")[:9].rstrip("0")
    zone = match["zone"] or "Z"
    zone = "Z" if zone[1:] == "00:00" else zone
    return f"{match['year']}{moment:-%m-%dT%H:%M:%S}{'.' + part if part else ''}{zone}"


def pyyaml_timestamp(text: str) -> str | dt.date:
    """Return the date or time that PyYAML makes of a plain scalar, or the text where it sees none.

    Parameters
    ----------
    text
        The scalar as written.

    Returns
    -------
    str | dt.date
        A date, a time (which is a date, too), or the text.

    Raises
    ------
    ValueError
        If it looks like a date but is none, such as ``2018-13-45``; PyYAML fails there as well.
    """
    if match := _PYYAML_DATE.fullmatch(text):
        return dt.date(*(int(part) for part in match.groups()))
    match = _PYYAML_TIME.fullmatch(text)
    if match is None:
        return text
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    microsecond = int((match[7] or "")[:6].ljust(6, "0"))
    zone: dt.tzinfo | None = None
    if match["sign"]:
        offset = dt.timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
        zone = dt.timezone(-offset if match["sign"] == "-" else offset)
    elif match["utc"]:
        zone = dt.UTC
    return dt.datetime(year, month, day, hour, minute, second, microsecond, tzinfo=zone)
