"""Figures for charts: capacity of clusters and findings of checks, worked out when a chart asks."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from lsparch.api.day import EARLY
from lsparch.api.platform import Platform
from lsparch.diagnostics import Severity
from lsparch.views.figures import Amount, Figures, FoundIn, PoolFigures

if TYPE_CHECKING:  # both take a while to import
    from lsparch.api.capacity import FoundCapacity
    from lsparch.api.check import CheckResult

__all__ = ["figures_of"]

GIB = 2**30
MILLI = 1000


def figures_of(
    platform: Platform,
    as_of: date = EARLY,
    capacity: "Mapping[str, FoundCapacity]" = MappingProxyType({}),
    checked: "Mapping[str, CheckResult]" = MappingProxyType({}),
) -> Figures:
    """Return the figures of a platform.

    Parameters
    ----------
    platform
        The platform.
    as_of
        Day on which exceptions are judged; before any ends when not given.
    capacity, checked
        What is known already, by environment.
    """

    @cache
    def both(environment: str) -> tuple[tuple[PoolFigures, ...], tuple[str, ...]]:
        from lsparch.api.capacity import find_cluster_capacity  # noqa: PLC0415

        found = capacity.get(environment) or find_cluster_capacity(platform, environment)
        pools = tuple(
            PoolFigures(
                rest.pool,
                Amount(rest.asked.cpu / MILLI, peak.asked.cpu / MILLI, rest.has.cpu / MILLI),
                Amount(rest.asked.memory / GIB, peak.asked.memory / GIB, rest.has.memory / GIB),
                Amount(rest.needed, peak.needed, rest.nodes),
                len(rest.pools) > 1,
            )
            for rest, peak in zip(found.rest.pools, found.peak.pools, strict=True)
        )
        return pools, found.rest.environments

    @cache
    def findings(environment: str) -> tuple[FoundIn, ...]:
        from lsparch.api.check import check_platform  # noqa: PLC0415

        parts = platform.model.parts
        counts: dict[str, dict[Severity, int]] = {part: {} for part in parts}
        result = checked.get(environment) or check_platform(platform, [environment], as_of)
        for finding in result.findings:
            first = finding.element.partition("/")[0]
            row = counts.setdefault(first if first in parts else "", {})
            row[finding.severity] = row.get(finding.severity, 0) + 1
        shown = {element.partition("/")[0] for element in platform.environment(environment).states}
        return tuple(
            FoundIn(part, row.get(Severity.ERROR, 0), row.get(Severity.WARNING, 0), row.get(Severity.NOTE, 0))
            for part, row in counts.items()
            if row or part in shown
        )

    return Figures(lambda name: both(name)[0], lambda name: both(name)[1], findings)
