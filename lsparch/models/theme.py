"""Themes: the colours in which the symbology is drawn, and what they must have in common to be readable."""

from functools import cache
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints, model_validator

from lsparch.models.theme_name import ThemeName

__all__ = ["NEUTRAL", "Colour", "Key", "Theme", "Themes", "contrast", "mixed"]

TEXT_CONTRAST = 4.5
"""Least contrast of text, WCAG 2.1 success criterion 1.4.3."""

GRAPHIC_CONTRAST = 3.0
"""Least contrast of lines that carry meaning, WCAG 2.1 success criterion 1.4.11."""

NEUTRAL = "neutral"
"""Hue of what belongs to no Aspect or Service."""

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Share = Annotated[int, Strict(), Field(ge=0, le=40)]


class Theme(BaseModel):
    """Colours of one theme; every text and every line that carries meaning can be read on every ground."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    title: str = Field(title="Title", description="What the theme is for", min_length=1)
    ground: Colour = Field(title="Ground", description="Colour of the page")
    ink: Colour = Field(title="Ink", description="Colour of text")
    muted: Colour = Field(title="Muted", description="Colour of secondary text")
    rule: Colour = Field(title="Rule", description="Colour of lines that only separate")
    tint: Share = Field(title="Tint", description="Per cent of its hue in the inside of a box")
    wash: Share = Field(title="Wash", description="Per cent of its hue in the inside of a frame")
    hues: dict[Key, Colour] = Field(title="Hues", description="Colours of outlines and glyphs: whose a thing is")
    inks: dict[Key, Colour] = Field(title="Inks", description="Colours of arrows, their labels, and signs")

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if NEUTRAL not in self.hues:
            message = f"hue `{NEUTRAL}`, which is for what belongs to nobody, is missing"
            raise ValueError(message)
        for hue, colour in self.hues.items():
            for ground, what in (
                (self.ground, "page"),
                (self.filled(colour), "inside of a box"),
                (self.washed(colour), "inside of a frame"),
            ):
                _demand(colour, ground, GRAPHIC_CONTRAST, f"hue `{hue}` on the {what}")
                _demand(self.ink, ground, TEXT_CONTRAST, f"text on the {what} of hue `{hue}`")
                _demand(self.muted, ground, TEXT_CONTRAST, f"secondary text on the {what} of hue `{hue}`")
            for ink, letters in self.inks.items():
                _demand(letters, self.washed(colour), TEXT_CONTRAST, f"ink `{ink}` in a frame of hue `{hue}`")
        for ink, letters in self.inks.items():
            _demand(letters, self.ground, TEXT_CONTRAST, f"ink `{ink}` on the page")
        return self

    def filled(self, colour: str) -> str:
        """Return the inside of a box with this outline."""
        return mixed(colour, self.ground, self.tint)

    def washed(self, colour: str) -> str:
        """Return the inside of a frame with this outline."""
        return mixed(colour, self.ground, self.wash)


class Themes(BaseModel):
    """The themes that there are; all have the same hues and inks."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    light: Theme = Field(title="Light", description="For a white page or screen")
    dark: Theme = Field(title="Dark", description="For a dark screen")
    grey: Theme = Field(title="Grey", description="For print without colour")

    def of(self, name: ThemeName) -> Theme:
        """Return a theme by its name."""
        return {ThemeName.LIGHT: self.light, ThemeName.DARK: self.dark, ThemeName.GREY: self.grey}[name]

    @model_validator(mode="after")
    def _alike(self) -> Self:
        for name, theme in (("dark", self.dark), ("grey", self.grey)):
            for what, mine, others in (("hue", theme.hues, self.light.hues), ("ink", theme.inks, self.light.inks)):
                for key in sorted(mine.keys() ^ others.keys()):
                    message = f"{what} `{key}` is in one of the themes `light` and `{name}` only"
                    raise ValueError(message)
        return self


@cache
def mixed(colour: str, ground: str, per_cent: int) -> str:
    """Return a colour thinned with the ground."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round((one * per_cent + other * (100 - per_cent)) / 100):02x}" for one, other in pairs)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, WCAG 2.1."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _channels(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


@cache
def _luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, WCAG 2.1."""
    low = 0.04045
    shares = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (c / 12.92 if c <= low else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _demand(colour: str, ground: str, least: float, what: str) -> None:
    found = contrast(colour, ground)
    if found < least:
        message = f"contrast of {what} is {found:.2f} ({colour} on {ground}), at least {least:g} is needed"
        raise ValueError(message)
