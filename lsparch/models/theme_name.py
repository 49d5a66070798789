"""Names of themes."""

from enum import StrEnum

__all__ = ["ThemeName"]


class ThemeName(StrEnum):
    """On what a picture is shown."""

    LIGHT = "light"
    DARK = "dark"
    GREY = "grey"
