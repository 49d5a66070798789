"""The design review set of an environment: all views, figures, findings, questions, and what is not sure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from lsparch.analysis.unsettled import Unsettled, unsettled_elements, unsettled_values
from lsparch.api.capacity import (
    NEEDED,
    POOL_HEAD,
    SIZE_HEAD,
    VOLUME_HEAD,
    FoundCapacity,
    find_cluster_capacity,
    pool_rows,
    size_rows,
    volume_rows,
)
from lsparch.api.check import CheckResult, check_platform, code_titles
from lsparch.api.drawn import Drawer
from lsparch.api.figures import figures_of
from lsparch.api.glance import STATUSES, concerned, glance_of, holder_of
from lsparch.api.layouts import layout_book, on_pages
from lsparch.api.model_plans import plan_everything
from lsparch.api.options import questions_of
from lsparch.api.platform import Platform
from lsparch.api.symbology_needs import require_symbols
from lsparch.api.view_files import load_symbology
from lsparch.diagnostics import Finding, Severity
from lsparch.draw.digest import value_digest
from lsparch.draw.shelf import Shelf
from lsparch.emit.document import Picture
from lsparch.emit.review import Fault, FaultGroup, Review, Section, Table
from lsparch.graph import NodeKind, State
from lsparch.models.view import ViewFile
from lsparch.outside.memory import collection_paused
from lsparch.resolve import Environment
from lsparch.views.figures import Figures
from lsparch.views.plans import Plan, shows_something
from lsparch.views.reading import FIGURES, reading
from lsparch.views.wording import clause, counted

__all__ = ["find_review"]

CAPACITY = ("chart-capacity", "chart-registry")
FINDINGS = ("chart-findings",)

RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A view of the environment, drawn."""

    view: ViewFile
    picture: Picture

    @property
    def kind(self) -> str:
        """Kind of the view."""
        return self.view.show.kind


@collection_paused()
def find_review(platform: Platform, environment: str, as_of: date, shelf: Shelf | None = None) -> Review:
    """Return the design review set of an environment.

    Parameters
    ----------
    platform
        The platform.
    environment
        Id of the environment.
    as_of
        Date on which exceptions are judged.
    shelf
        Where pictures of before are; only those that are not there are drawn.

    Raises
    ------
    LsparchError
        If the model has no such environment, or nothing can be drawn.
    UnreadableInputError
        If the model, the symbology or a view is faulty.
    """
    env = platform.environment(environment)
    checked = check_platform(platform, [env.id], as_of)
    capacity = find_cluster_capacity(platform, env.id)
    drawn = _drawn(platform, env.id, figures_of(platform, as_of, {env.id: capacity}, {env.id: checked}), shelf)
    shown = concerned(platform, env)
    return Review(
        platform.model.platform.title or platform.model.platform.platform,
        env.id,
        _subtitle(platform, env),
        tuple(_facts(platform, env, as_of)),
        value_digest(platform.graph(env.id).canonical()),
        tuple(_figures(platform, env, checked, shown)),
        tuple(_sections(drawn)),
        Section("Capacity", _of_kinds(drawn, CAPACITY)),
        tuple(_capacity(capacity)),
        Section("Findings", _of_kinds(drawn, FINDINGS)),
        tuple(_groups(checked.findings)),
        tuple(questions_of(platform, env.id, shelf)),
        tuple(_unsettled(platform, shown)),
        glance_of(platform.model, shown),
    )


def _sections(drawn: Sequence[_Drawn]) -> Iterator[Section]:
    """Yield the chapters of pictures but for figures, which have sections of their own; each story is told once."""
    told = {(one.view.show.sequence or "").removeprefix("story/") for one in drawn}
    shown = [one for one in drawn if (one.view.show.story or "none").removeprefix("story/") not in told]
    for title, found in groupby(shown, key=lambda one: reading(one.view).chapter):
        if title != FIGURES:
            yield Section(title, tuple(one.picture for one in found))


def _of_kinds(drawn: Iterable[_Drawn], kinds: Sequence[str]) -> tuple[Picture, ...]:
    return tuple(one.picture for kind in kinds for one in drawn if one.kind == kind)


def _drawn(platform: Platform, environment: str, figures: Figures, shelf: Shelf | None) -> list[_Drawn]:
    """Return all views, in the order in which they are read."""
    symbology = load_symbology(platform)
    planned = sorted(plan_everything(platform, symbology, environment, figures), key=lambda pair: reading(pair[0]))
    planned = [(view, plan) for view, plan in planned if _tells(view, plan, environment)]
    require_symbols(platform, symbology, (plan for _, plan in planned))
    paged = on_pages(platform, [(view.view, plan) for view, plan in planned])
    found = [(view, name, page) for (view, _), pages in zip(planned, paged, strict=True) for name, page in pages]
    book = layout_book(platform, [(name, plan) for _, name, plan in found], shelf)
    pictures = Drawer(symbology, book, shelf=shelf).svg([plan for _, _, plan in found])
    return [
        _Drawn(view, Picture(plan.title, plan.environment, plan.description, svg, name))
        for (view, name, plan), svg in zip(found, pictures, strict=True)
    ]


def _tells(view: ViewFile, plan: Plan, environment: str) -> bool:
    """Tell whether a picture shows anything: an environment does not differ from itself."""
    if view.show.against is not None and view.show.against.removeprefix("environment/") == environment:
        return False
    return shows_something(plan)


def _subtitle(platform: Platform, env: Environment) -> str:
    declared = platform.model.environments[env.id]
    return " · ".join(filter(None, (declared.title or "", env.domain)))


def _facts(platform: Platform, env: Environment, as_of: date) -> Iterator[tuple[str, str]]:
    model = platform.model
    release = env.effective.text("release", "")
    known = model.releases.get(release)
    yield "Kind", f"{env.kind}, {env.exposure}"
    cluster = env.cluster
    version = f", Kubernetes {cluster.versions.kubernetes}" if cluster.versions.kubernetes else ""
    yield "Cluster", f"{(cluster.title or env.cluster_id).partition(';')[0]}{version}"
    if release:
        yield "Release", f"{release}{f', {known.title}' if known is not None and known.title else ''}"
    yield "Parts", ", ".join(clause(model.parts[part].title or part) for part in env.parts)
    others = [name for name in platform.environments if name != env.id]
    shared = [name for name in others if platform.environment(name).cluster_id == env.cluster_id]
    if shared:
        yield "On the same cluster", ", ".join(shared)
    yield "Exceptions judged on", as_of.isoformat()


def _figures(
    platform: Platform, env: Environment, checked: CheckResult, shown: frozenset[str]
) -> Iterator[tuple[str, str]]:
    graph = platform.graph(env.id)
    running = [node for node in graph.nodes(NodeKind.COMPONENT) if node.state is State.DEPLOYED]
    counts = {severity: sum(finding.severity is severity for finding in checked.findings) for severity in Severity}
    open_questions = len(platform.model.options)
    unsure = len(list(unsettled_elements(platform.model)))
    values = list(unsettled_values(platform.model))
    here = sum(holder_of(platform.model, found) in shown for found in values)
    for number, what in (
        (len(env.parts), "Aspects and Services"),
        (len(running), "components deployed"),
        (counts[Severity.ERROR], "errors"),
        (counts[Severity.WARNING], "warnings"),
        (open_questions, "undecided questions"),
        (unsure, "open, planned or assumed"),
        (len(values), f"values assumed, {here} of them here"),
    ):
        yield str(number), what


def _capacity(found: FoundCapacity) -> Iterator[Table]:
    for title, capacity in (("At rest", found.rest), ("At peak", found.peak)):
        yield Table(
            title, POOL_HEAD, tuple(pool_rows(capacity)), " ".join(NEEDED) * (capacity is found.rest), numbers=5
        )
    short = [
        (shortage.element or shortage.workload, f"{shortage.pending} of {shortage.of}", shortage.why)
        for shortage in dict.fromkeys((*found.rest.shortages, *found.peak.shortages))
    ]
    if short:
        yield Table("Pods that find no place", ("workload", "pods", "why"), tuple(short))
    else:
        yield Table("Pods that find no place", ("workload", "pods", "why"), (("none", "", ""),))
    if found.rest.sizes:
        yield Table("Spawned pods on an empty node", SIZE_HEAD, tuple(size_rows(found.rest)), numbers=1)
    if found.rest.storage:
        yield Table("Volumes", VOLUME_HEAD, tuple(volume_rows(found.rest)), numbers=3)


def _groups(findings: Iterable[Finding]) -> Iterator[FaultGroup]:
    titles = code_titles()
    ordered = sorted(findings, key=lambda finding: (RANKS[finding.severity], finding.code, finding.sort_key))
    for (severity, code), group in groupby(ordered, key=lambda finding: (finding.severity, finding.code)):
        faults = tuple(Fault(str(found.place), found.message, found.help) for found in group)
        yield FaultGroup(code, titles.get(code, ""), severity.value, faults)


def _unsettled(platform: Platform, shown: frozenset[str]) -> Iterator[Table]:
    head = ("what", "note", "source", "place")
    elements = list(unsettled_elements(platform.model))
    for status, meaning in STATUSES.items():
        rows = tuple(_row(found) for found in elements if found.status == status)
        if rows:
            yield Table(f"{status.capitalize()}: {meaning} ({len(rows)})", head, rows)
    every = list(unsettled_values(platform.model))
    values = [found for found in every if holder_of(platform.model, found) in shown]
    if values:
        rows = tuple((found.element, found.why, found.source, str(found.place)) for found in values)
        title = f"Assumed values of what this environment has ({len(values)} of {counted(len(every), 'value')})"
        yield Table(title, ("value", "reason", "source of the element", "place"), rows)


def _row(found: Unsettled) -> tuple[str, ...]:
    what = f"{found.element}: {found.title}" if found.title else found.element
    return what, found.why, found.source, str(found.place)
