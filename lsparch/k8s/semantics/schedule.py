"""Schedules of CronJobs, as the library reads them that Kubernetes uses (robfig/cron, standard form)."""

import re
from functools import cache

__all__ = ["schedule_fault", "time_zone_fault"]

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
_FIELDS = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of the month", 1, 31, ()),
    ("month", 1, 12, tuple(_MONTHS)),
    ("day of the week", 0, 6, tuple(_DAYS)),
)
_SHORT = frozenset({"@annually", "@daily", "@hourly", "@midnight", "@monthly", "@weekly", "@yearly"})
_EVERY = re.compile(r"@every (([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|ms|s|m|h))+")


def schedule_fault(schedule: str) -> str:
    """Say what is wrong with a schedule, or nothing."""
    if schedule.startswith("@"):
        known = schedule in _SHORT or _EVERY.fullmatch(schedule)
        return "" if known else f"there is no schedule {schedule}"
    if schedule.startswith(("TZ=", "CRON_TZ=")):
        return "the time zone has a field of its own, timeZone"
    fields = schedule.split()
    if len(fields) != len(_FIELDS):
        return f"a schedule has five fields, not {len(fields)}: minute, hour, day of the month, month, day of the week"
    for text, (name, least, most, names) in zip(fields, _FIELDS, strict=True):
        for part in text.split(","):
            if fault := _part_fault(part, least, most, names):
                return f"{name} {text}: {fault}"
    return ""


def _part_fault(part: str, least: int, most: int, names: tuple[str, ...]) -> str:
    span, slash, step = part.partition("/")
    if slash and not (step.isdecimal() and int(step)):
        return f"{step!r} is no step"
    if span in {"*", "?"}:
        return ""
    ends = [_number(end, names, least) for end in span.split("-")]
    if len(ends) > 2 or None in ends:  # noqa: PLR2004 - from and to
        return f"{span!r} is neither a number nor a range" + (f", nor one of {', '.join(names)}" if names else "")
    numbers = [end for end in ends if end is not None]
    if numbers[0] < least or numbers[-1] > most:
        return f"must be from {least} to {most}"
    return f"{span} ends before it begins" if numbers[0] > numbers[-1] else ""


def _number(text: str, names: tuple[str, ...], least: int) -> int | None:
    if text.lower() in names:
        return names.index(text.lower()) + least
    return int(text) if text.isascii() and text.isdecimal() else None


@cache
def _zones() -> frozenset[str]:
    from zoneinfo import available_timezones  # noqa: PLC0415

    return frozenset(available_timezones())


def time_zone_fault(name: str) -> str:
    """Say what is wrong with the name of a time zone, or nothing; without a list of them, only their form is judged."""
    if name.lower() == "local" or not name.strip():
        return "the zone of the control plane is no time zone; name one, such as Etc/UTC"
    if _zones() and name not in _zones():
        return f"there is no time zone {name}"
    return ""
