"""Kinds of pages that pictures are made for."""

from enum import StrEnum

__all__ = ["LEAST_TYPE", "Paper"]

LEAST_TYPE = 4.2
"""Points of a slide of 13.33 by 7.5 inches below which the smallest type of a picture should not be.

A picture that would be expected to have smaller type is divided into pages, if it has parts that are worth a page.
"""


class Paper(StrEnum):
    """What a picture is made to fill."""

    SLIDE = "16:9"
    A4 = "a4"
    """Lying."""

    A4_UPRIGHT = "a4-portrait"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of a page of a document, in points."""
        return {Paper.SLIDE: (1280, 720), Paper.A4: (842, 595), Paper.A4_UPRIGHT: (595, 842)}[self]

    @property
    def ratio(self) -> float:
        """Width by height."""
        width, height = self.size
        return width / height
