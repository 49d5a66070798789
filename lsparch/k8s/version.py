"""Versions of Kubernetes, as numbers that can be compared."""

import re
from dataclasses import dataclass
from typing import Self

__all__ = ["KubernetesVersion"]

_PATTERN = re.compile(r"v?([0-9]+)\.([0-9]+)\+?(?:\.([0-9]+))?(?:[-+].*)?", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class KubernetesVersion:
    """A release of Kubernetes; ordered by number."""

    major: int
    """Always 1 so far."""

    minor: int
    """The release line: decides which kinds, versions and fields exist."""

    patch: int = 0
    """Correction within the line; changes no API."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``1.8.3``, ``v1.36``, ``v1.30.4-gke.100`` or ``1.27+``; what follows the numbers is ignored.

        Raises
        ------
        ValueError
            If the text does not begin with two numbers.
        """
        match = _PATTERN.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a Kubernetes version such as 1.36 or v1.8.3")
        return cls(int(match[1]), int(match[2]), int(match[3] or 0))

    @property
    def line(self) -> str:
        """Major and minor number: ``1.36``."""
        return f"{self.major}.{self.minor}"

    @property
    def key(self) -> tuple[int, int]:
        """Major and minor number, for comparison without the patch."""
        return (self.major, self.minor)

    def __str__(self) -> str:
        return f"{self.line}.{self.patch}"
