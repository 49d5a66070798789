"""What is drawn of manifests and clusters, and of the difference between two sources."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from lsparch.api.graph import graph_of_objects, observed_source
from lsparch.api.model_plans import model_context, part_titles
from lsparch.api.planned import PlannedDrawing, planned
from lsparch.api.platform import Platform
from lsparch.api.view_files import load_views
from lsparch.api.wanted import Wanted, named_view
from lsparch.diagnostics import LsparchError
from lsparch.graph import ArchGraph
from lsparch.models.symbology import Symbology
from lsparch.models.view import ViewFile
from lsparch.views.answer import titles_of
from lsparch.views.defaults import default_views
from lsparch.views.given import ViewContext
from lsparch.views.plan import DiagramPlan
from lsparch.views.reading import reading
from lsparch.views.seen import as_seen
from lsparch.views.wording import joined

__all__ = ["plans_of_difference", "plans_of_objects", "seen_source", "source_title"]


def plans_of_objects(
    platform: Platform, symbology: Symbology, source: str, wanted: Wanted, suffix: str
) -> Iterator[PlannedDrawing]:
    """Draw manifests or a cluster: with the views that they have by default, or with those of the platform."""
    observed = observed_source(platform, source)
    graph = seen_source(observed.graph, source)
    title = source_title(source)
    context = ViewContext(None, symbology, {}, {title: graph}, title)
    known = default_views(graph)
    if wanted.lacks(known):
        shipped = load_views(platform)
        for name in wanted.names:
            named_view(name, known if name not in shipped else shipped)
        known = {**shipped, **known}
    titles = titles_of(graph)
    origin = "cluster" if source.startswith("kube:") else "manifests"
    for one in wanted.of(known):
        view = one.view
        chosen = view.show.chosen
        if chosen and not any(part in graph for part in chosen):
            raise LsparchError(f"{title} has no part {', '.join(chosen)}; it has {', '.join(titles) or 'none'}")
        plan = planned(context, _confessing(view, observed.unread), title, titles)
        if isinstance(plan, DiagramPlan):
            plan = replace(plan, source=origin)
        yield PlannedDrawing(f"{one.name}{suffix}", plan, reading(view), observed.lacks)


def plans_of_difference(
    platform: Platform, symbology: Symbology, sources: list[str], wanted: Wanted
) -> Iterator[PlannedDrawing]:
    """Draw what the second of two sources has more, less or otherwise than the first."""
    if len(sources) != 2:  # noqa: PLR2004
        raise LsparchError(f"a difference is drawn between two sources, not {len(sources)}; name the older one first")
    old, new = sources
    if {old, new} <= set(platform.environments):
        context = model_context(platform, symbology)
        known: Mapping[str, ViewFile] = load_views(platform)
        titles = part_titles(platform)
        ends = (old, new)
    else:
        ends = (source_title(old), source_title(new))
        if ends[0] == ends[1]:
            ends = (f"{ends[0]} (1)", f"{ends[1]} (2)")
        seen = (seen_source(graph_of_objects(platform, source), source) for source in sources)
        graphs = dict(zip(ends, seen, strict=True))
        context = ViewContext(None, symbology, {}, graphs, ends[0])
        known = {**default_views(graphs[ends[0]]), **default_views(graphs[ends[1]])}
        titles = {part: title for graph in graphs.values() for part, title in titles_of(graph).items()}
    for one in wanted.of(known):
        view = one.view
        if view.environments == "none":
            continue
        show = view.show.model_copy(update={"against": ends[1]})
        told = {"show": show, "title": f"{view.title}: difference", "description": None}
        compared = view.model_copy(update=told)
        plan = planned(context, compared, ends[0], titles)
        if isinstance(plan, DiagramPlan):
            yield PlannedDrawing(f"{one.name}-difference", replace(plan, source="from"), reading(view))


def seen_source(graph: ArchGraph, source: str) -> ArchGraph:
    """Return the graph of any source, an environment too, as pictures of manifests show it."""
    return as_seen(graph, source.removeprefix("kube:") if source.startswith("kube:") else "")


def _confessing(view: ViewFile, unread: Sequence[str]) -> ViewFile:
    """Return a view that says which kinds its picture lacks, because they could not be read."""
    if not unread:
        return view
    told = f"{view.description or ''} Could not be read, and is missing here: {joined(unread)}.".strip()
    return view.model_copy(update={"description": told})


def source_title(source: str) -> str:
    """Return how pictures name a source of manifests, or a cluster."""
    if source == "-":
        return "standard input"
    name = PurePosixPath(source).name
    return Path(source).resolve().name if name in {"", ".."} else name
