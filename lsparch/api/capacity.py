"""Capacity of clusters, found and described."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lsparch.analysis.capacity import Capacity, PoolNeed, find_capacity
from lsparch.analysis.placement import Requests
from lsparch.api.platform import Platform
from lsparch.resolve.registry import RegistryUse, registry_use

__all__ = ["FoundCapacity", "describe_capacity", "find_cluster_capacity"]

_UNBOUNDED = 1 << 61
"""A disk at least this big stands for one whose size nobody states."""


@dataclass(frozen=True, slots=True)
class FoundCapacity:
    """What a cluster is asked for, at rest and at peak."""

    rest: Capacity
    peak: Capacity
    registry: RegistryUse | None
    """The local registry; None if the platform has none, or nobody states its size."""

    @property
    def fits(self) -> bool:
        """Whether every pod finds a place, at peak too."""
        return not (self.rest.shortages or self.peak.shortages)


def find_cluster_capacity(
    platform: Platform, environment: str, *, alone: bool = False, share: int | None = None
) -> FoundCapacity:
    """Return what an environment, and what else runs on its cluster, asks of the nodes.

    Parameters
    ----------
    platform
        The platform.
    environment
        Id of the environment.
    alone
        Whether to leave out the other environments of the cluster.
    share
        Percent of a node that pods may use; that of the checks' policy when None.

    Raises
    ------
    LsparchError
        If the model has no such environment.
    """
    from lsparch.api.check import platform_policy  # noqa: PLC0415

    wanted = platform.environment(environment)
    names = [wanted.id]
    if not alone:
        names += [
            name
            for name in platform.environments
            if name != wanted.id and platform.environment(name).cluster_id == wanted.cluster_id
        ]
    found = [(platform.environment(name), platform.manifests(name).objects) for name in names]
    percent = Fraction(platform_policy(platform).content.node_use_percent if share is None else share, 100)
    rest, peak = (find_capacity(found, percent, at_peak=at_peak) for at_peak in (False, True))
    return FoundCapacity(rest, peak, registry_use(platform.model))


def describe_capacity(found: FoundCapacity, *, as_json: bool = False) -> str:
    """Return capacity as text, or as JSON."""
    if as_json:
        return json.dumps(_as_json(found), indent=2, ensure_ascii=False) + "\n"
    return "\n".join(_lines(found)) + "\n"


def _lines(found: FoundCapacity) -> Iterator[str]:
    rest = found.rest
    first, *others = rest.environments
    yield f"cluster/{rest.cluster}: {first}{f' and {_and(others)}' if others else ''}"
    for title, capacity in (
        ("At rest", rest),
        ("At peak: autoscalers at their most, Jobs running, as many spawned pods as planned", found.peak),
    ):
        yield ""
        yield title
        yield from _table(
            ("pool", "nodes", "needed", "cores", "memory", "disk"), [_row(pool) for pool in capacity.pools]
        )
        for short in capacity.shortages:
            who = short.element or short.workload
            yield f"  ! {who}: {short.pending} of {short.of} pods find no place: {short.why}"
    yield ""
    yield "needed: fewest nodes on which all pods find a place; what asks for no pool runs on any node without a taint"
    if rest.sizes:
        yield ""
        yield "Sizes of spawned pods: how many an empty node takes"
        rows = [
            (fit.element, fit.size, fit.pool, str(fit.per_node) if fit.per_node else "too big") for fit in rest.sizes
        ]
        yield from _table(("component", "size", "pool", "pods"), rows, left=3)
    if rest.claims:
        yield ""
        yield "Volumes"
        yield from _table(
            ("class", "claims", "asked", "has"),
            [(name or "(none)", str(n), _size(asked), _size(has) if has is not None else "not stated")
             for name, n, asked, has in rest.claims],
        )  # fmt: skip
    if found.registry is not None:
        yield ""
        yield _registry(found.registry)


def _registry(use: RegistryUse) -> str:
    text = f"Registry: {_size(use.used)} of {_size(use.capacity)} in use; {use.unknown} images have no known size"
    if use.days is None:
        return f"{text}; it does not grow"
    return f"{text}; it grows by {_size(use.growth)} a day and is full in {use.days} days"


def _row(pool: PoolNeed) -> tuple[str, ...]:
    needed = str(pool.needed) if pool.needed == pool.least else f"{pool.least}–{pool.needed}"
    disk = _of(pool.asked.disk, pool.has.disk) if pool.has.disk < _UNBOUNDED else "not stated"
    cores = f"{_short(pool.asked.cpu / 1000)} of {_short(pool.has.cpu / 1000)}"
    return pool.pool, str(pool.nodes), needed, cores, _of(pool.asked.memory, pool.has.memory), disk


def _of(asked: int, has: int) -> str:
    power, unit = (40, "TiB") if has >= 10 * 2**40 else (30, "GiB")
    return f"{_short(asked / 2**power)} of {_short(has / 2**power)} {unit}"


def _short(amount: float) -> str:
    """Return a number with three digits that count, never in powers of ten."""
    return f"{amount:.0f}" if amount >= 100 or amount == int(amount) else f"{amount:.3g}"  # noqa: PLR2004


def _size(amount: Fraction) -> str:
    for unit, power in (("TB", 12), ("GB", 9)):
        if amount >= 10**power:
            return f"{float(amount / 10**power):.4g} {unit}"
    return f"{float(amount / 10**6):.4g} MB"


def _and(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], left: int = 1) -> Iterator[str]:
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    for row in (head, *rows):
        cells = [
            cell.ljust(width) if position < left else cell.rjust(width)
            for position, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield f"  {'  '.join(cells)}".rstrip()


def _as_json(found: FoundCapacity) -> dict[str, object]:
    use = found.registry
    return {
        "cluster": found.rest.cluster,
        "environments": list(found.rest.environments),
        "rest": _scenario(found.rest),
        "peak": _scenario(found.peak),
        "sizes": [
            {"component": fit.element, "size": fit.size, "pool": fit.pool, "pods_per_node": fit.per_node}
            for fit in found.rest.sizes
        ],
        "volumes": [
            {"class": name, "claims": n, "asked": int(asked), "has": None if has is None else int(has)}
            for name, n, asked, has in found.rest.claims
        ],
        "registry": None
        if use is None
        else {
            "capacity": int(use.capacity),
            "used": int(use.used),
            "unknown": use.unknown,
            "growth_per_day": int(use.growth),
            "days_until_full": use.days,
        },
    }


def _scenario(capacity: Capacity) -> dict[str, object]:
    return {
        "pools": [
            {
                "pool": pool.pool,
                "nodes": pool.nodes,
                "needed": pool.needed,
                "least": pool.least,
                "asked": _amounts(pool.asked),
                "has": _amounts(pool.has),
            }
            for pool in capacity.pools
        ],
        "shortages": [
            {"workload": s.workload, "element": s.element, "pending": s.pending, "of": s.of, "why": s.why}
            for s in capacity.shortages
        ],
    }


def _amounts(amounts: Requests) -> dict[str, int | None]:
    disk = None if amounts.disk >= _UNBOUNDED else amounts.disk
    return {"cpu_milli": amounts.cpu, "memory": amounts.memory, "ephemeral_storage": disk}
