"""What pictures need of the symbology: symbols, frames, styles of arrows, signs and inks, and what for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from lsparch.models.symbology import Symbology
from lsparch.views.chart_plan import ChartPlan
from lsparch.views.plan import DiagramPlan
from lsparch.views.plans import Plan
from lsparch.views.sequence_plan import SequencePlan

__all__ = ["CHART_INKS", "INKS", "NAMES", "WORDS", "Need", "lacking", "needs_of", "says_every_word"]

CHART_INKS = ("web", "bad", "caution")
"""Inks of the marks of charts."""

INKS = "inks"
"""What the colours of lines and marks are called, in every theme."""

NAMES: Mapping[str, str] = {"symbols": "symbol", "groups": "frame", "arrows": "arrow", "signs": "sign", INKS: "ink"}
"""What the keys of each section of the symbology are called."""

WORDS: Mapping[str, frozenset[str]] = {
    "symbols": frozenset(
        {
            "ci-controller", "custom-resource", "database", "dataset", "deployment", "environment", "external",
            "foreign", "host-group", "identity-provider", "image", "ingress", "init-container", "load-balancer",
            "logstash", "node-pool", "page", "platform", "registry", "route", "secret", "sidecar", "sidecar-filebeat",
            "spawned-pod", "team", "user", "volume",
        }
    ),
    "groups": frozenset(
        {
            "alike", "application", "aspect", "ci", "cluster", "environment", "external", "host-group", "namespace",
            "node-pool", "platform", "pod", "registry", "service", "team",
        }
    ),
    "arrows": frozenset(
        {
            "beats", "builds", "holds", "http", "https", "identity", "kubernetes-api", "logs", "mounts", "names", "nfs",
            "pulled", "pulls", "pushes", "reads", "spawns", "tcp",
        }
    ),
    "signs": frozenset({"added", "assumed", "changed", "degraded", "down", "open", "planned", "removed", "stops"}),
    INKS: frozenset(CHART_INKS),
}  # fmt: skip
"""Keys that views name themselves; all others are chosen by the symbology, and so are there."""


@dataclass(frozen=True, slots=True)
class Need:
    """A key of the symbology that a picture needs."""

    section: str
    """One of `NAMES`."""

    key: str
    view: str
    what: str
    """What is drawn with it, such as: the box `api/tap`."""


def lacking(plans: Iterable[Plan], symbology: Symbology) -> dict[tuple[str, str], list[Need]]:
    """Return what plans need and a symbology does not have: by section and key, who needs it."""
    known = _known(symbology)
    found: dict[tuple[str, str], list[Need]] = {}
    for need in chain.from_iterable(map(needs_of, plans)):
        if need.key not in known[need.section]:
            found.setdefault((need.section, need.key), []).append(need)
    return found


def says_every_word(symbology: Symbology) -> bool:
    """Tell whether a symbology lacks nothing that any view may need."""
    known = _known(symbology)
    return all(known[section] >= words for section, words in WORDS.items())


def _known(symbology: Symbology) -> dict[str, frozenset[str]]:
    themes = symbology.themes
    return {
        "symbols": frozenset(symbology.symbols),
        "groups": frozenset(symbology.groups),
        "arrows": frozenset(symbology.arrows),
        "signs": frozenset(symbology.signs),
        INKS: frozenset(themes.light.inks).intersection(themes.dark.inks, themes.grey.inks),
    }


def needs_of(plan: Plan) -> Iterator[Need]:
    """Iterate over what a plan needs."""
    match plan:
        case DiagramPlan():
            for group in plan.groups:
                yield from _of(plan, f"the frame `{group.id}`", groups=(group.symbol,), signs=group.signs)
            for box in plan.boxes:
                yield from _of(plan, f"the box `{box.id}`", symbols=(box.symbol, *box.badges), signs=box.signs)
            for arrow in plan.arrows:
                ends = f"the arrow from `{arrow.source}` to `{arrow.target}`"
                yield from _of(plan, ends, arrows=(arrow.style,), signs=arrow.signs)
        case SequencePlan():
            for group in plan.parts:
                yield from _of(plan, f"the frame `{group.id}`", groups=(group.symbol,), signs=group.signs)
            for box in plan.participants:
                yield from _of(plan, f"who takes part, `{box.id}`", symbols=(box.symbol, *box.badges), signs=box.signs)
            for message in plan.messages:
                yield from _of(plan, f"step {message.number}", arrows=(message.style,))
        case ChartPlan():
            yield from _of(plan, "the marks of its chart", inks=CHART_INKS)


def _of(plan: Plan, what: str, **keys: Iterable[str]) -> Iterator[Need]:
    for section, names in keys.items():
        for key in names:
            yield Need(section, key, plan.id, what)
