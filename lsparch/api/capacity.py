"""Capacity of clusters, found and described."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lsparch.analysis.capacity import Capacity, PoolNeed, find_capacity
from lsparch.analysis.placement import Requests
from lsparch.api.platform import Platform
from lsparch.resolve.registry import RegistryUse, registry_use

__all__ = [
    "NEEDED",
    "POOL_HEAD",
    "SIZE_HEAD",
    "VOLUME_HEAD",
    "FoundCapacity",
    "describe_capacity",
    "find_cluster_capacity",
    "pool_rows",
    "size_rows",
    "volume_rows",
]

POOL_HEAD = ("pool", "nodes", "needed", "cores", "memory", "disk")
SIZE_HEAD = ("component", "size", "pool", "pods")
NEEDED = (
    "needed: fewest nodes on which what runs on this pool alone finds a place, in whatever order pods come.",
    "What asks for no pool runs on any node without a taint. Where several pools have some, it has a line of its own,",
    "with how many nodes more it needs beside theirs, and of which pool.",
)
VOLUME_HEAD = ("class or export", "claims", "asked", "has")

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
        yield from _table(POOL_HEAD, pool_rows(capacity))
        for short in capacity.shortages:
            who = short.element or short.workload
            yield f"  ! {who}: {short.pending} of {short.of} pods find no place: {short.why}"
    yield ""
    yield from NEEDED
    if rest.sizes:
        yield ""
        yield "Sizes of spawned pods: how many an empty node takes"
        yield from _table(SIZE_HEAD, size_rows(rest), left=3)
    if rest.storage:
        yield ""
        yield "Volumes"
        yield from _table(VOLUME_HEAD, volume_rows(rest))
    if found.registry is not None:
        yield ""
        yield _registry(found.registry)


def _registry(use: RegistryUse) -> str:
    text = f"Registry: {_size(use.used)} of {_size(use.capacity)} in use; {use.unknown} images have no known size"
    if use.days is None:
        return f"{text}; it does not grow"
    return f"{text}; it grows by {_size(use.growth)} a day and is full in {use.days} days"


def pool_rows(capacity: Capacity) -> list[tuple[str, ...]]:
    """Return what is asked of each pool, and of each few of which any takes some pods, as texts."""
    return [_row(pool) for pool in capacity.pools]


def volume_rows(capacity: Capacity) -> list[tuple[str, ...]]:
    """Return what claims ask of each storage class and export, as texts."""
    return [
        (use.name or "(none)", str(use.claims), _size(use.asked), "not stated" if use.has is None else _size(use.has))
        for use in capacity.storage
    ]


def size_rows(capacity: Capacity) -> list[tuple[str, ...]]:
    """Return how many spawned pods of each size an empty node takes, as texts."""
    return [
        (fit.element, fit.size, fit.pool, str(fit.per_node) if fit.per_node else "too big") for fit in capacity.sizes
    ]


def _row(pool: PoolNeed) -> tuple[str, ...]:
    disk = _of(pool.asked.disk, pool.has.disk) if pool.has.disk < _UNBOUNDED else "not stated"
    cores = f"{_short(pool.asked.cpu / 1000)} of {_short(pool.has.cpu / 1000)}"
    return pool.pool, str(pool.nodes), _needed(pool), cores, _of(pool.asked.memory, pool.has.memory), disk


def _needed(pool: PoolNeed) -> str:
    number = str(pool.needed) if pool.needed == pool.least else f"{pool.least}–{pool.needed}"
    if len(pool.pools) == 1:
        return number
    return f"+{number} {' and '.join(pool.where)}".rstrip()


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
            {
                "class": use.name,
                "claims": use.claims,
                "asked": int(use.asked),
                "has": None if use.has is None else int(use.has),
            }
            for use in found.rest.storage
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
                "pools": list(pool.pools),
                "nodes": pool.nodes,
                "needed": pool.needed,
                "least": pool.least,
                "needed_of": dict(pool.where),
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
