"""The day on which exceptions are judged where none is given."""

from datetime import date

__all__ = ["EARLY"]

EARLY = date(2000, 1, 1)
"""A day on which no exception has ended: a file for which no day is given holds the same whenever it is made."""
