"""What is drawn of manifests and clusters, and of the difference between two sources."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from lsparch.api.graph import Observed, observed_source, platform_of
from lsparch.api.named import names_of_graph, require_elements, require_frames
from lsparch.api.planned import PlannedDrawing, planned
from lsparch.api.platform import Platform
from lsparch.api.sources import EnvironmentSource, GitSource, Source, parse_sources, source_text, with_environment
from lsparch.api.view_files import load_views
from lsparch.api.wanted import Wanted, named_view
from lsparch.diagnostics import LsparchError
from lsparch.graph import ArchGraph
from lsparch.models.symbology import Symbology
from lsparch.models.view import ViewFile
from lsparch.views.answer import Side, compared, titles_of
from lsparch.views.belonging import belong_all
from lsparch.views.defaults import default_views
from lsparch.views.given import ViewContext
from lsparch.views.natural import in_natural_order
from lsparch.views.plan import DiagramPlan, SourceKind
from lsparch.views.reading import reading
from lsparch.views.relations import ElementAbsentError
from lsparch.views.seen import as_seen
from lsparch.views.wording import joined

__all__ = ["plans_of_difference", "plans_of_objects", "read_objects", "seen_source", "source_title", "undrawable"]


@dataclass(frozen=True, slots=True)
class Read:
    """Manifests or a cluster that has been read."""

    source: str
    observed: Observed

    graph: ArchGraph
    """As pictures show it."""


def read_objects(platform: Platform, source: str) -> Read:
    """Read manifests or a cluster."""
    observed = observed_source(platform, source)
    return Read(source, observed, seen_source(observed.graph, source))


def undrawable(sources: Iterable[Read]) -> str:
    """Return in words that none of the objects of some sources can be drawn, and of what kinds they are."""
    told = []
    for one in sources:
        kinds = Counter(
            f"{stored.data.get('kind')} of {stored.data.get('apiVersion')}" for stored in one.observed.objects
        )
        shown = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
        told.append(f"{one.source}: no picture shows what is in it: {shown or 'no object'}")
    return "; ".join(told)


def plans_of_objects(
    platform: Platform, symbology: Symbology, read: Read, wanted: Wanted, suffix: str
) -> Iterator[PlannedDrawing]:
    """Draw manifests or a cluster: with the views that they have by default, or with those of the platform."""
    source, observed, graph = read.source, read.observed, read.graph
    title = source_title(source)
    context = ViewContext(None, symbology, {}, {title: graph}, title)
    known = default_views(graph)
    if wanted.lacks(known):
        shipped = load_views(platform)
        for name in wanted.names:
            named_view(name, known if name not in shipped else shipped)
        known = {**shipped, **known}
    titles = titles_of(graph)
    origin = SourceKind.CLUSTER if source.startswith("kube:") else SourceKind.MANIFESTS
    for one in wanted.of(known):
        view = one.view
        chosen = view.show.chosen
        if chosen and not any(part in graph for part in chosen):
            raise LsparchError(f"{title} has no part {', '.join(chosen)}; it has {', '.join(titles) or 'none'}")
        plan = planned(context, _confessing(view, observed.unread), title, titles)
        if isinstance(plan, DiagramPlan):
            plan = in_natural_order(replace(plan, source=origin, quick=True))
        yield PlannedDrawing(f"{one.name}{suffix}", plan, reading(view), title, observed.lacks)


def plans_of_difference(
    platform: Platform, symbology: Symbology, sources: list[str], wanted: Wanted
) -> Iterator[PlannedDrawing]:
    """Draw what the second of two sources has more, less or otherwise than the first."""
    if len(sources) != 2:  # noqa: PLR2004
        raise LsparchError(f"a difference is drawn between two sources, not {len(sources)}; name the older one first")
    found = parse_sources(sources, platform)
    first, second = with_environment(found[0], found[1]), with_environment(found[1], found[0])
    of_model = (EnvironmentSource, GitSource)
    seen: list[Observed] = []
    opened: list[Platform] = []
    if isinstance(first, of_model) and isinstance(second, of_model):
        from lsparch.api.model_plans import part_titles  # noqa: PLC0415 - objects need none of it

        opened = [platform_of(source, platform) for source in (first, second)]
        old, new = (_side_of_model(*pair, symbology) for pair in zip(opened, (first, second), strict=True))
        known: Mapping[str, ViewFile] = load_views(platform)
        titles = {part: title for one in opened for part, title in part_titles(one).items()}
    else:
        seen = [observed_source(platform, source_text(source)) for source in (first, second)]
        old, new = (
            _side_of_objects(one.graph, source, symbology) for one, source in zip(seen, (first, second), strict=True)
        )
        graphs = [side.context.graphs[side.environment] for side in (old, new)]
        known = {view: shown for graph in graphs for view, shown in default_views(graph).items()}
        titles = {part: title for graph in graphs for part, title in titles_of(graph).items()}
    names = [
        *(one.model.declared for one in opened),
        *(names_of_graph(side.context.graphs[side.environment]) for side in (old, new)),
    ]
    require_elements(wanted.shape, names)
    drawn = []
    if old.title == new.title:
        old, new = replace(old, title=f"{old.title} (1)"), replace(new, title=f"{new.title} (2)")
    lacks = tuple(lack for one in seen for lack in one.lacks)
    missing = " ".join(
        f"Could not be read of {side.title}, and counts as missing there: {joined(one.unread)}."
        for side, one in zip((old, new), seen, strict=False)
        if one.unread
    )
    for one in wanted.of(known):
        if one.view.environments == "none":
            continue
        view = one.view.model_copy(update={"title": f"{one.view.title}: difference", "description": None})
        try:
            plan = belong_all(compared(view, old, new), None, titles)
        except ElementAbsentError:
            if one.is_named:
                raise
            continue  # a view about what one of them does not have
        if isinstance(plan, DiagramPlan):
            show = view.show.model_copy(update={"against": new.title})
            place = reading(view.model_copy(update={"show": show}))
            description = " ".join(filter(None, (plan.description, missing)))
            plan = replace(plan, source=SourceKind.DIFFERENCE, quick=bool(seen), description=description)
            drawn.append(plan)
            yield PlannedDrawing(f"{one.name}-difference", plan, place, old.title, lacks)
    require_frames(wanted.shape, drawn, names)


def _side_of_model(platform: Platform, source: EnvironmentSource | GitSource, symbology: Symbology) -> Side:
    from lsparch.api.model_plans import model_context  # noqa: PLC0415 - the same

    name = platform.environment(source.environment).id
    return Side(model_context(platform, symbology), name, source_text(source))


def _side_of_objects(graph: ArchGraph, source: Source, symbology: Symbology) -> Side:
    text = source_text(source)
    title = source_title(text)
    return Side(ViewContext(None, symbology, {}, {title: seen_source(graph, text)}, title), title, title)


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
    """Return how pictures name a source of manifests, or a cluster, or what is compared with them."""
    if source == "-":
        return "standard input"
    if source.startswith(("git:", "kube:")):
        return source
    name = PurePosixPath(source).name
    return Path(source).resolve().name if name in {"", ".."} else name
