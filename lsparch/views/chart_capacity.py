"""What the pods of a cluster ask of each node pool, beside what its nodes have."""

from collections.abc import Callable

from lsparch.models.view import ViewFile
from lsparch.views.chart_plan import Bar, BarChart, ChartPlan, Segment, Tone
from lsparch.views.figures import Amount, PoolFigures
from lsparch.views.given import ViewContext
from lsparch.views.plan import Panel

__all__ = ["plan"]

WHOLE = 100.0


def plan(context: ViewContext, view: ViewFile, environment: str) -> ChartPlan:
    """Return the capacity of an environment's cluster, with what else runs on it."""
    pools = context.figures.capacity(environment)
    others = context.figures.shared_by(environment)[1:]
    charts = (
        _chart("Processor cores", pools, lambda pool: pool.cores, "cores"),
        _chart("Memory", pools, lambda pool: pool.memory, "GiB"),
        _chart("Nodes needed", pools, lambda pool: pool.nodes, "nodes"),
    )
    head = ("pool", "cores: rest, peak, has", "memory in GiB", "nodes: rest, peak, has")
    rows = [head] + [(pool.pool, *(_row(a) for a in (pool.cores, pool.memory, pool.nodes))) for pool in pools]
    notes = ["At peak: autoscalers at their most, Jobs running, as many spawned pods as planned."]
    if any(pool.several for pool in pools):
        notes.append("A bar of several pools: pods that any of these takes, and how many nodes more they need.")
    if others:
        notes.append(f"On the same cluster, and counted: {', '.join(others)}.")
    cluster = context.environments[environment].cluster_id
    panel = Panel(f"Requested of {cluster}", tuple(rows))
    return ChartPlan(view.view, view.title, environment, charts, (panel,), view.description or "", tuple(notes))


def _chart(title: str, pools: tuple[PoolFigures, ...], of: Callable[[PoolFigures], Amount], unit: str) -> BarChart:
    bars = tuple(_bar(pool.pool, of(pool), unit) for pool in pools)
    tones = ((Tone.USED, "at rest"), (Tone.MORE, "more at peak"), (Tone.FREE, "free"))
    most = max([WHOLE, *(sum(segment.value for segment in bar.segments) for bar in bars)])
    return BarChart(title, "% of the pool", bars, most, "all that the pool has" if most > WHOLE else "", tones)


def _bar(pool: str, amount: Amount, unit: str) -> Bar:
    whole = amount.has or 1.0
    rest, more = WHOLE * amount.rest / whole, WHOLE * max(0.0, amount.peak - amount.rest) / whole
    segments = [Segment(rest, Tone.USED), Segment(more, Tone.MORE), Segment(max(0.0, WHOLE - rest - more), Tone.FREE)]
    asked = (
        _short(amount.rest) if amount.peak == amount.rest else f"{_short(amount.rest)}, at peak {_short(amount.peak)}"
    )
    return Bar(f"pool/{pool}", pool, tuple(segments), f"{asked} of {_short(amount.has)} {unit}", "node-pool")


def _row(amount: Amount) -> str:
    return f"{_short(amount.rest)}, {_short(amount.peak)}, {_short(amount.has)}"


def _short(amount: float) -> str:
    """Return a number with three digits that count."""
    return f"{amount:.0f}" if amount >= WHOLE or amount == int(amount) else f"{amount:.3g}"
