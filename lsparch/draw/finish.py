"""What is chosen when a picture is made, and changes nothing of what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lsparch.models.theme_name import ThemeName

__all__ = ["Finish"]


@dataclass(frozen=True, slots=True)
class Finish:
    """Theme and links of pictures."""

    theme: ThemeName = ThemeName.LIGHT
    links: Mapping[str, str] = field(default_factory=dict)
    """Addresses to which shapes lead, by id of the element."""
