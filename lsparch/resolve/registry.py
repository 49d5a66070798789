"""What the local registry holds, and how it fills."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lsparch.graph import PENDING
from lsparch.k8s.quantity import parse_quantity
from lsparch.load import Model

__all__ = ["RegistryUse", "registry_use"]

_PER_DAY: Mapping[str, Fraction] = {
    "nightly": Fraction(1),
    "weekly": Fraction(1, 7),
    "release": Fraction(0),
    "moving": Fraction(0),
}
"""Builds a day, by how tags of an image are made."""


@dataclass(frozen=True, slots=True)
class RegistryUse:
    """Space in the local registry; sizes in bytes, compressed."""

    capacity: Fraction
    used: Fraction
    """What images of known size take, or what is known to be in use if that is more."""

    unknown: int
    """Mirrored images without a known size."""

    growth: Fraction
    """What each day adds: builds of which none is ever removed."""

    endless: tuple[str, ...]
    """Ids of these images."""

    built: Fraction
    """What each day's builds add, before any is removed."""

    @property
    def days(self) -> int | None:
        """Days until it is full; None if it does not grow."""
        return self._days(self.growth)

    @property
    def days_uncleaned(self) -> int | None:
        """Days until it would be full if no build were ever removed; None if nothing is built."""
        return self._days(self.built)

    def _days(self, growth: Fraction) -> int | None:
        return int(max(self.capacity - self.used, Fraction(0)) / growth) if growth else None


def registry_use(model: Model) -> RegistryUse | None:
    """Return what the mirrored images of a model take in the registry; None if no local one of a stated size is."""
    policy = model.platform.registry
    if policy.capacity is None:
        return None
    total, unknown, growth, built = Fraction(0), 0, Fraction(0), Fraction(0)
    endless: list[str] = []
    for name, image in model.images.items():
        if not image.mirrored or image.status in PENDING:
            continue
        if image.size is None or image.size.compressed is None:
            unknown += 1
            continue
        size = parse_quantity(image.size.compressed)
        total += size * (image.kept if image.kept is not None else 1)
        built += size * _PER_DAY[image.tags]
        if image.kept is None and _PER_DAY[image.tags]:
            growth += size * _PER_DAY[image.tags]
            endless.append(name)
    used = max(total, parse_quantity(policy.in_use or "0"))
    return RegistryUse(parse_quantity(policy.capacity), used, unknown, growth, tuple(endless), built)
