"""The viewer's data, part by part, and the file that holds all of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from lsparch import __version__
from lsparch.api.check import check_platform
from lsparch.api.clear_secrets import ClearSecrets, secrets_in_clear
from lsparch.api.day import EARLY
from lsparch.api.declared_sources import declared_sources
from lsparch.api.drawn import Drawer
from lsparch.api.drift import find_drift
from lsparch.api.layouts import layout_book, on_pages
from lsparch.api.named import names_of_model, require_frames
from lsparch.api.object_plans import source_title
from lsparch.api.planned import PlannedDrawing
from lsparch.api.plans import plan_drawings
from lsparch.api.platform import Platform, default_environment
from lsparch.api.seen_objects import SeenSource, object_data, seen_objects, shown_data
from lsparch.api.sources import split_sources
from lsparch.api.view_files import load_symbology, load_views
from lsparch.diagnostics import Finding, LsparchError, sort_findings
from lsparch.draw import glyph_table
from lsparch.draw.shelf import Shelf
from lsparch.emit.viewer.document import FORMAT, EnvironmentData, Index, ObjectData, Sources, ViewData
from lsparch.emit.viewer.page import part_text, viewer_page
from lsparch.emit.viewer.parts import NodeFacts, drift_part, findings_part, graph_part, manifests_part
from lsparch.graph import ArchGraph
from lsparch.load.validate import suggest
from lsparch.models.element import Element
from lsparch.models.symbology import Symbology
from lsparch.models.view import ViewFile
from lsparch.outside.memory import collection_paused
from lsparch.views.asked import Asked, Shape
from lsparch.views.defaults import default_views
from lsparch.views.plan import DiagramPlan
from lsparch.views.plans import Plan, shows_something
from lsparch.yaml import emit_each

__all__ = ["ViewerData", "viewer_file"]

_NEAREST_LAST = ("context", "platform", "overview")
"""Kinds of views that show the whole, of which one is shown first."""


class ViewerData:
    """What the viewer shows; each part is made when it is asked for.

    Parameters
    ----------
    platform
        The platform.
    sources
        Environments, manifests, clusters; every environment of the platform when empty.
    views
        Ids of views; all when empty.
    as_of
        Day on which exceptions are judged.
    asked, shape
        Questions that are views, too; how all of them are narrowed and framed.
    shelf
        Where pictures of before are; only those that are not there are drawn.
    """

    def __init__(
        self,
        platform: Platform,
        sources: Iterable[str] = (),
        views: Iterable[str] = (),
        as_of: date = EARLY,
        *,
        asked: Asked = Asked(),  # noqa: B008 - a frozen value
        shape: Shape = Shape(),  # noqa: B008
        shelf: Shelf | None = None,
    ) -> None:
        self.platform, environments, self._objects = split_sources(platform.rooted(), sources)
        self._narrowed = bool(environments or self._objects or asked != Asked())
        self.environments = tuple(environments) or (() if self._objects else self.platform.environments)
        names = [*self.environments, *map(source_title, self._objects)]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise LsparchError(f"two sources would be shown as `{twice}`; show one at a time, or rename one")
        self._views = tuple(views)
        self._as_of = as_of
        self._asked, self._shape = asked, shape
        self._shelf = shelf

    @cached_property
    def title(self) -> str:
        """Title of the page."""
        if not self.environments:
            return ", ".join(self._objects)
        return self.platform.model.platform.title or "Architecture"

    @cached_property
    def drawings(self) -> dict[str, PlannedDrawing]:
        """What is on each picture, by the name of its part; pictures of nothing are left out.

        Raises
        ------
        LsparchError
            If there is no such source or view.
        """
        chosen = (*self.environments, *self._objects)
        found = self._planned(chosen, self._views, self._asked) if self._narrowed else []
        if self.environments and not self._objects and self._asked == Asked():
            found += self._unasked()
        known = names_of_model(self.platform, ()) if self.environments else ()
        require_frames(self._shape, [one.plan for one in found], known)
        pages = self._on_pages([one for one in found if shows_something(one.plan)])
        return {f"picture/{one.plan.id}/{one.environment}": one for one in pages}

    @property
    def lacks(self) -> tuple[Finding, ...]:
        """What of clusters could not be read, though pictures show it."""
        return tuple(dict.fromkeys(lack for one in self.drawings.values() for lack in one.lacks))

    def _on_pages(self, drawings: Sequence[PlannedDrawing]) -> Iterator[PlannedDrawing]:
        """Yield each picture, or its overview and pages: a page has the same name in each environment."""
        paged = on_pages(self.platform, [(one.plan.id, one.plan) for one in drawings])
        for one, pages in zip(drawings, paged, strict=True):
            if len(pages) == 1:
                yield one
            else:
                yield from (replace(one, name=plan.id, plan=plan) for _, plan in pages)

    def _planned(
        self,
        sources: Sequence[str],
        views: Sequence[str],
        asked: Asked = Asked(),  # noqa: B008 - a frozen value
    ) -> list[PlannedDrawing]:
        return plan_drawings(self.platform, sources, views, asked, self._shape, as_of=self._as_of)[0]

    def _unasked(self) -> list[PlannedDrawing]:
        """Return what is drawn of the platform beside the environments that are asked for.

        Views of the whole model; and where nobody chose environments, levels and concerns in each of them, answers and
        stories in those that each view names.
        """
        every = load_views(self.platform)
        for name in self._views:
            if name not in every:
                advice = suggest(name, every) or f"known: {', '.join(every)}"
                raise LsparchError(f"no view `{name}`; {advice}")
        wanted = self._views or [name for name, view in every.items() if not view.on_request]
        known = {name: every[name] for name in wanted}
        whole = [name for name, view in known.items() if view.environments == "none"]
        found = self._planned((), whole) if whole else []
        if not self._narrowed:
            shows = {name: view.show for name, view in known.items() if view.show.against is None}
            levels = [name for name, show in shows.items() if show.level or show.concern]
            levels = [name for name in levels if name not in whole]
            found += self._planned(self.environments, levels) if levels else []
            others = [name for name in known if name not in {*whole, *levels}]
            found += self._planned((), others) if others else []
        order = list(known)
        return sorted(found, key=lambda one: order.index(one.plan.id))

    @cached_property
    def _symbology(self) -> Symbology:
        return load_symbology(self.platform)

    @cached_property
    def _seen(self) -> dict[str, SeenSource]:
        """Manifests and clusters, by the name under which their pictures show them."""
        shown = {one.environment for one in self.drawings.values()}
        sources = {source_title(source): source for source in self._objects}
        return {name: seen_objects(self.platform, source) for name, source in sources.items() if name in shown}

    def names(self) -> list[str]:
        """Return the names of all parts, in the order in which they are needed."""
        shown = [*self.environments, *self._seen]
        whole = [""] if any(name.endswith("/") for name in self.drawings) else []
        return [
            "index",
            *self.drawings,
            *(f"graph/{name}" for name in (*whole, *shown)),
            *(f"manifests/{name}" for name in shown),
            "sources",
            "findings",
            *(f"drift/{one}/{other}" for one in self.environments for other in self.environments if one != other),
        ]

    @collection_paused()
    def part(self, name: str) -> str:
        """Return the JSON of a part.

        Raises
        ------
        LsparchError
            If there is no such part.
        """
        kind, _, rest = name.partition("/")
        if kind == "picture":
            return self.pictures([name])[name]
        if kind == "graph":
            return part_text({**graph_part(self._graph(rest), self._facts(rest)), "environment": rest})
        if kind == "manifests" and rest in {*self.environments, *self._seen}:
            seen = self._seen.get(rest)
            objects = seen.objects if seen else self.platform.manifests(rest).objects
            known = self._secrets.texts
            return part_text(
                dict(manifests_part(emit_each(shown_data(one, known.get(one.element, ())) for one in objects)))
            )
        if name == "index":
            return part_text(dict(self.index()))
        if name == "sources":
            return part_text(dict(self._sources()))
        if name == "findings":
            return part_text(dict(findings_part(self._findings())))
        one, _, other = rest.partition("/")
        if kind == "drift" and {one, other} <= set(self.environments):
            return part_text(dict(drift_part(find_drift(self.platform, one, other, self._as_of))))
        raise LsparchError(f"no part `{name}`")

    @collection_paused()
    def pictures(self, names: Sequence[str]) -> dict[str, str]:
        """Return the JSON of some pictures by name."""
        for name in names:
            if name not in self.drawings:
                raise LsparchError(f"no part `{name}`")
        drawings = [(self.drawings[name].name, self.drawings[name].plan) for name in names]
        plans = [plan for _, plan in drawings]
        book = layout_book(self.platform, drawings, self._shelf)
        drawn = Drawer(self._symbology, book, shelf=self._shelf).viewer(plans)
        return {name: text.decode() for name, text in zip(names, drawn, strict=True)}

    @cached_property
    def _secrets(self) -> ClearSecrets:
        return secrets_in_clear(self.platform, self.environments)

    def _sources(self) -> Sources:
        return declared_sources(self.platform, map(self._graph, self.environments), self._secrets.places)

    def index(self) -> Index:
        """Return what there is."""
        symbology = self._symbology
        views = self._shown_views()
        if not views:
            raise LsparchError("there is nothing to be shown: no view has a picture of these environments")
        start = max(views, key=lambda view: _NEAREST_LAST.index(view["kind"]) if view["kind"] in _NEAREST_LAST else -1)
        first = default_environment(self.platform) if self.environments else ""
        drawn = start["environments"]
        return {
            "format": FORMAT,
            "title": self.title,
            "version": __version__,
            "views": views,
            "environments": [
                *(self._environment(name) for name in self.environments),
                *(_source(name, seen.kind) for name, seen in self._seen.items()),
            ],
            "start": {"view": start["id"], "environment": first if first in drawn else drawn[0]},
            "styles": {key: style.title for key, style in symbology.arrows.items()},
            "symbols": {
                **{key: symbol.title for key, symbol in symbology.symbols.items()},
                **{key: group.title for key, group in symbology.groups.items()},
            },
            "glyphs": {name: [data, width] for name, (data, width) in glyph_table().items()},
        }

    def _shown_views(self) -> list[ViewData]:
        known = load_views(self.platform) if self.environments else {}
        for seen in self._seen.values():
            known = {**default_views(seen.graph), **known}
        found: dict[str, ViewData] = {}
        parents: dict[str, str] = {}
        for drawing in self.drawings.values():
            plan = drawing.plan
            view = known.get(plan.id)
            chosen = view.show.chosen if view else ()
            shown = found.setdefault(
                plan.id,
                {
                    "id": plan.id,
                    "title": plan.title,
                    "description": plan.description,
                    "kind": _kind(view, plan),
                    "details": list(chosen) if len(chosen) == 1 else [],
                    "environments": [],
                    "parent": parents.get(plan.id, ""),
                },
            )
            shown["environments"].append(drawing.environment)
            if view is not None and shown["title"] != plan.title:
                shown["title"] = view.title  # each picture has the name of its environment in its title
            if not isinstance(plan, DiagramPlan):
                continue
            if shown["parent"]:
                boxes = (box.id for box in plan.boxes if not box.link)
                shown["details"] = list(dict.fromkeys((*shown["details"], *boxes)))
            for box in plan.boxes:
                if box.link:
                    parents.setdefault(box.link, plan.id)
        titles = Counter(shown["title"] for shown in found.values())
        for shown in found.values():
            if shown["kind"] == "sequence" and titles[shown["title"]] > 1:
                shown["title"] += ", as a sequence"
        return list(found.values())

    def _environment(self, name: str) -> EnvironmentData:
        env = self.platform.environment(name)
        file = self.platform.model.environments[name]
        return {
            "id": name,
            "title": file.title or name,
            "kind": env.kind,
            "owner": file.owner or "",
            "cluster": env.cluster_id,
            "domain": env.domain,
        }

    def _findings(self) -> Iterator[Finding]:
        asked = [self._objects] if self._objects else []
        asked += [[]] if self.environments else []  # the model, with every environment
        results = [check_platform(self.platform, sources, self._as_of) for sources in asked]
        for finding in sort_findings(finding for result in results for finding in result.findings):
            named = (seen.named(finding, name) for name, seen in self._seen.items())
            yield next((one for one in named if one is not finding), finding)

    def _graph(self, environment: str) -> ArchGraph:
        if environment in self._seen:
            return self._seen[environment].graph
        if environment:
            return self.platform.graph(environment)
        graphs = [self.platform.graph(name) for name in self.environments]
        nodes = {node.id: node for graph in graphs for node in graph.nodes()}
        edges = {edge.id: edge for graph in graphs for edge in graph.edges()}
        return ArchGraph("", nodes.values(), edges.values())

    def _facts(self, environment: str) -> NodeFacts:
        if environment in self._seen:
            return NodeFacts({}, {}, {}, self._seen[environment].objects_by_node)
        model = self.platform.model
        note, source, assumed = {}, {}, {}
        for identifier, declared in model.declared.items():
            element = declared.element
            if not isinstance(element, Element):
                continue
            if element.note:
                note[identifier] = element.note
            part = model.parts.get(declared.part)
            named = (element.source or (part.source if part else None) or "").removeprefix("source/")
            if named in model.sources:
                source[identifier] = f"{named}: {model.sources[named].title}"
            if element.assumed:
                assumed[identifier] = [f"{path}: {reason}" for path, reason in element.assumed.items()]
        objects: dict[str, list[ObjectData]] = defaultdict(list)
        for number, one in enumerate(self.platform.manifests(environment).objects if environment else ()):
            objects[one.element].append(object_data(one, number))
        return NodeFacts(note, source, assumed, objects, self._secrets.value)


def _kind(view: ViewFile | None, plan: Plan) -> str:
    """Return what a picture shows: a level, a concern or an answer; a difference is no level, whatever is compared."""
    if view is None:
        return plan.id.partition("-")[0]
    return "difference" if view.show.against is not None else view.show.kind


def viewer_file(data: ViewerData, say: Callable[[str], None] = lambda _: None) -> bytes:
    """Return one HTML file with everything.

    Parameters
    ----------
    data
        What is shown.
    say
        Called with a line of progress.
    """
    say(f"drawing {len(data.drawings)} pictures for the viewer")
    pictures = data.pictures(list(data.drawings))
    say("collecting values, findings and differences")
    parts = ((name, pictures[name] if name in pictures else data.part(name)) for name in data.names())
    return viewer_page(data.title, parts)


def _source(name: str, kind: str) -> EnvironmentData:
    return {"id": name, "title": name, "kind": kind, "owner": "", "cluster": "", "domain": ""}
