"""Rendering: views of the model, of manifests or of a cluster, as pictures and in other notations."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TypeVar

from lsparch.api.analysis import default_environment
from lsparch.api.figures import figures_of
from lsparch.api.graph import graph_of_objects
from lsparch.api.layouts import LAID_OUT, layout_book, layout_files, layout_news, on_pages
from lsparch.api.links import elements_of, links_to
from lsparch.api.pictures import Renderer
from lsparch.api.platform import Platform
from lsparch.api.sources import EnvironmentSource, GitSource, KubeSource, ManifestSource, parse_source
from lsparch.api.symbol_pages import symbol_pages, symbol_plans
from lsparch.diagnostics import Finding, LsparchError, Severity, UnreadableInputError, sort_findings
from lsparch.draw import Finish
from lsparch.emit.drawing_format import DrawingFormat
from lsparch.emit.drawing_index import drawing_index
from lsparch.graph import ArchGraph
from lsparch.load.single import load_file
from lsparch.load.validate import suggest
from lsparch.models.symbology import Symbology
from lsparch.models.theme_name import ThemeName
from lsparch.models.view import ViewFile
from lsparch.outside.files import shipped_platform
from lsparch.outside.memory import collection_paused
from lsparch.views.answer import answer, titles_of
from lsparch.views.asked import Asked, Shape
from lsparch.views.belonging import belong_all
from lsparch.views.check import check_view
from lsparch.views.defaults import default_views
from lsparch.views.figures import Figures
from lsparch.views.given import ViewContext
from lsparch.views.plan import DiagramPlan
from lsparch.views.plans import Plan
from lsparch.views.relations import ElementAbsentError
from lsparch.views.seen import as_seen
from lsparch.yaml import place_of

__all__ = [
    "INDEX",
    "RENDERED",
    "PlannedDrawing",
    "load_symbology",
    "load_views",
    "plan_drawings",
    "plan_everything",
    "render_files",
    "split_sources",
]

INDEX = "README.md"
"""Name of the index beside the pictures."""

RENDERED = "render"
"""What a folder of pictures is: the command that writes it."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PlannedDrawing:
    """A picture to be drawn."""

    name: str
    """File name without ending: the view, with the environment where there is one picture of each."""

    plan: Plan


class _Lazy(Mapping[str, T]):
    """A mapping from environments to what is made of them when first asked for."""

    def __init__(self, names: Sequence[str], make: Callable[[str], T]) -> None:
        self._names = names
        self._make = make

    def __getitem__(self, key: str) -> T:
        if key not in self._names:
            raise KeyError(key)
        return self._make(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def load_symbology(platform: Platform) -> Symbology:
    """Return the platform's symbology, or the shipped one where it has none.

    Raises
    ------
    UnreadableInputError
        If it is faulty.
    """
    files = platform.files("diagrams", ".yaml")
    name = next((n for n in files if PurePosixPath(n).name == "symbology.yaml"), None)
    if name is None:
        return load_symbology(Platform(shipped_platform(), files=platform.outside))
    value, _, findings = load_file(Symbology, files[name], name)
    if value is None:
        raise UnreadableInputError(findings)
    return value


def load_views(platform: Platform) -> dict[str, ViewFile]:
    """Return the platform's views by id, in the order of their files.

    Raises
    ------
    UnreadableInputError
        If any is faulty, or names what does not exist.
    """
    found: dict[str, ViewFile] = {}
    findings: list[Finding] = []
    for name, data in platform.files("diagrams", ".yaml").items():
        if PurePosixPath(name).parent.name != "views":
            continue
        view, root, faults = load_file(ViewFile, data, name)
        findings += faults
        if view is not None:
            findings += check_view(view, root, name, platform.model)
            if view.view in found:
                message = f"there are two views `{view.view}`"
                place = place_of(root, ("view",), name)
                findings.append(Finding("VIW002", Severity.ERROR, place, message, help="give one of them another id"))
            found[view.view] = view
    if findings:
        raise UnreadableInputError(sort_findings(findings))
    return found


def plan_drawings(
    platform: Platform,
    sources: Iterable[str] = (),
    views: Iterable[str] = (),
    asked: Asked = Asked(),  # noqa: B008 - a frozen value
    shape: Shape = Shape(),  # noqa: B008
    *,
    diff: bool = False,
) -> tuple[list[PlannedDrawing], Symbology]:
    """Return the plans of all views, or of some, and the symbology.

    Parameters
    ----------
    platform
        The platform.
    sources
        What is drawn: environments, those that each view names when empty; ``git:REV`` draws the model of a revision.
        Manifests and clusters have views of their own: an overview, the pods of each part, and more.
    views
        Ids of views; all when empty, unless something is asked.
    asked
        Questions that are views, too.
    shape
        How all of them are narrowed and framed.
    diff
        Whether the difference between two sources is drawn.

    Raises
    ------
    LsparchError
        If a source or a view does not exist.
    UnreadableInputError
        If the model, the symbology, a view or a manifest is faulty.
    """
    platform, environments, others = split_sources(platform, sources)
    symbology = load_symbology(platform)
    wanted = _Wanted(list(views), tuple(asked.views()), shape)
    if diff:
        return list(_differences(platform, symbology, [*environments, *others], wanted)), symbology
    drawings: list[PlannedDrawing] = []
    if environments or not others:
        drawings += _of_model(platform, symbology, environments, wanted)
    names = [_file_name(other) for other in others]
    for other, name in zip(others, names, strict=True):
        alone = len(others) == 1 and not environments
        if names.count(name) > 1:
            raise LsparchError(f"two sources would have pictures named `{name}`; draw one at a time")
        drawings += _of_objects(platform, symbology, other, wanted, "" if alone else f"-{name}")
    return drawings, symbology


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which views are drawn."""

    names: list[str]
    asked: tuple[ViewFile, ...]
    shape: Shape

    def of(self, known: Mapping[str, ViewFile]) -> Iterator[tuple[str, ViewFile]]:
        """Iterate over the views that are wanted, of those known and of those asked."""
        names = self.names or [name for name, view in known.items() if not (self.asked or view.on_request)]
        for name in names:
            yield name, self.shape.of(_named(name, known))
        for view in self.asked:
            yield view.view, self.shape.of(view)

    def lacks(self, known: Mapping[str, ViewFile]) -> bool:
        """Tell whether a view is named that is not known."""
        return any(name not in known for name in self.names)


def _of_model(
    platform: Platform, symbology: Symbology, environments: list[str], wanted: _Wanted
) -> Iterator[PlannedDrawing]:
    context = _model_context(platform, symbology)
    titles = {name: part.title or name for name, part in platform.model.parts.items()}
    for name, view in wanted.of(load_views(platform)):
        for environment in _environments(view, context, environments):
            single = view.environments in {"default", "none"} and (not environments or view in wanted.asked)
            single = single and len(environments) <= 1
            try:
                plan = _planned(context, view, environment, titles)
            except ElementAbsentError:
                if view in wanted.asked or (wanted.names and len(environments) <= 1):
                    raise
                continue  # a view about what this environment does not have
            yield PlannedDrawing(name if single else f"{name}-{environment}", plan)


def plan_everything(
    platform: Platform, symbology: Symbology, environment: str, figures: Figures
) -> Iterator[tuple[ViewFile, Plan]]:
    """Yield every view with what it shows of an environment, or of the whole model; those drawn on request too.

    A view about what the environment does not have is left out.
    """
    context = replace(_model_context(platform, symbology), worked_out=figures)
    titles = {name: part.title or name for name, part in platform.model.parts.items()}
    for view in load_views(platform).values():
        with suppress(ElementAbsentError):
            yield view, _planned(context, view, "" if view.environments == "none" else environment, titles)


def _model_context(platform: Platform, symbology: Symbology) -> ViewContext:
    names = platform.environments
    return ViewContext(
        platform.model,
        symbology,
        _Lazy(names, platform.environment),
        _Lazy(names, platform.graph),
        default_environment(platform),
        figures_of(platform),
    )


def _of_objects(
    platform: Platform, symbology: Symbology, source: str, wanted: _Wanted, suffix: str
) -> Iterator[PlannedDrawing]:
    """Draw manifests or a cluster: with the views that they have by default, or with those of the platform."""
    graph = _graph_seen(platform, source)
    title = _title(source)
    context = ViewContext(None, symbology, {}, {title: graph}, title)
    known = default_views(graph)
    if wanted.lacks(known):
        shipped = load_views(platform)
        for name in wanted.names:
            _named(name, known if name not in shipped else shipped)
        known = {**shipped, **known}
    titles = titles_of(graph)
    origin = "cluster" if source.startswith("kube:") else "manifests"
    for name, view in wanted.of(known):
        chosen = view.show.chosen
        if chosen and not any(part in graph for part in chosen):
            raise LsparchError(f"{title} has no part {', '.join(chosen)}; it has {', '.join(titles) or 'none'}")
        plan = _planned(context, view, title, titles)
        yield PlannedDrawing(f"{name}{suffix}", replace(plan, source=origin) if isinstance(plan, DiagramPlan) else plan)


def _graph_seen(platform: Platform, source: str) -> ArchGraph:
    """Return the graph of any source, an environment too, as pictures of manifests show it."""
    return as_seen(
        graph_of_objects(platform, source), source.removeprefix("kube:") if source.startswith("kube:") else ""
    )


def _title(source: str) -> str:
    return "standard input" if source == "-" else PurePosixPath(source).name


def _differences(
    platform: Platform, symbology: Symbology, sources: list[str], wanted: _Wanted
) -> Iterator[PlannedDrawing]:
    """Draw what the second of two sources has more, less or otherwise than the first."""
    if len(sources) != 2:  # noqa: PLR2004
        raise LsparchError(f"a difference is drawn between two sources, not {len(sources)}; name the older one first")
    old, new = sources
    if {old, new} <= set(platform.environments):
        context = _model_context(platform, symbology)
        known: Mapping[str, ViewFile] = load_views(platform)
        titles = {name: part.title or name for name, part in platform.model.parts.items()}
        ends = (old, new)
    else:
        ends = (_title(old), _title(new))
        if ends[0] == ends[1]:
            ends = (f"{ends[0]} (1)", f"{ends[1]} (2)")
        graphs = dict(zip(ends, (_graph_seen(platform, source) for source in sources), strict=True))
        context = ViewContext(None, symbology, {}, graphs, ends[0])
        known = {**default_views(graphs[ends[0]]), **default_views(graphs[ends[1]])}
        titles = {part: title for graph in graphs.values() for part, title in titles_of(graph).items()}
    for name, view in wanted.of(known):
        if view.environments == "none":
            continue
        show = view.show.model_copy(update={"against": ends[1]})
        told = {"show": show, "title": f"{view.title}: difference", "description": None}
        compared = view.model_copy(update=told)
        plan = _planned(context, compared, ends[0], titles)
        if isinstance(plan, DiagramPlan):
            yield PlannedDrawing(f"{name}-difference", replace(plan, source="from"))


def _named(name: str, known: Mapping[str, ViewFile]) -> ViewFile:
    if name not in known:
        advice = suggest(name, known) or f"known: {', '.join(known)}"
        raise LsparchError(f"no view `{name}`; {advice}")
    return known[name]


def _planned(context: ViewContext, view: ViewFile, environment: str, titles: Mapping[str, str]) -> Plan:
    compared = view.show.against is not None  # each side belongs to its own graph already
    graph = context.graphs[environment] if environment and not compared else None
    return belong_all(answer(context, view, environment), graph, titles)


def _file_name(source: str) -> str:
    """Return how files are named after a source."""
    if source == "-":
        return "stdin"
    if source.startswith("kube:"):
        return re.sub(r"[^A-Za-z0-9.-]+", "-", source.removeprefix("kube:")).strip("-")
    return PurePosixPath(Path(source).resolve()).stem


def split_sources(platform: Platform, sources: Iterable[str]) -> tuple[Platform, list[str], list[str]]:
    """Return the platform at the revision that is asked for, environments of it, and other sources."""
    environments: list[str] = []
    others: list[str] = []
    for text in sources:
        match parse_source(text, platform):
            case EnvironmentSource(environment):
                environments.append(environment)
            case GitSource(revision, environment):
                platform = Platform(platform.root, revision, platform.outside)
                environments += [environment] if environment else []
            case ManifestSource() | KubeSource():
                others.append(text)
    return platform, environments, others


def _environments(view: ViewFile, context: ViewContext, wanted: list[str]) -> list[str]:
    """Return the environments that a view draws; one without a name is the whole model."""
    if view.environments == "none":
        return [""] if not wanted else []
    if wanted:
        return wanted
    if view.environments == "all":
        return list(context.environments)
    return [context.default] if view.environments == "default" else list(view.environments)


@collection_paused()
def render_files(
    platform: Platform,
    sources: Iterable[str] = (),
    views: Iterable[str] = (),
    formats: Iterable[DrawingFormat] = (DrawingFormat.SVG,),
    say: Callable[[str], None] = lambda _: None,
    asked: Asked = Asked(),  # noqa: B008 - a frozen value
    shape: Shape = Shape(),  # noqa: B008
    *,
    diff: bool = False,
    theme: ThemeName = ThemeName.LIGHT,
    link_base: str = "",
    scale: float | None = None,
) -> dict[str, bytes]:
    """Return the files of some views, and an index of them; with all views, the pages of all symbols too.

    Parameters
    ----------
    platform
        The platform.
    sources, views, asked, shape, diff
        What is drawn; see `plan_drawings`.
    formats
        Formats, each view in each of them.
    say
        Called with a line of progress for each format.
    theme
        Colours of pictures.
    link_base
        Address to which shapes in pictures lead, with ``{file}`` and ``{element}``; empty for none.
    scale
        Pixels of a PNG for each point; chosen by width when not given.
    """
    drawings, symbology = plan_drawings(platform, sources, views, asked, shape, diff=diff)
    unpaged = [(drawing.name, drawing.plan) for drawing in drawings]
    named = on_pages(unpaged)
    book = layout_book(platform, named)
    links = links_to(platform.model, elements_of([plan for _, plan in unpaged]), link_base) if link_base else {}
    finish = Finish(theme, links)
    pictures, texts = (
        Renderer([plan for _, plan in plans], symbology, book, finish, scale) for plans in (named, unpaged)
    )
    whole = not (sources or views or asked != Asked() or shape != Shape())
    files: dict[str, bytes] = {}
    for form in formats:
        shown, made = (named, pictures) if form in LAID_OUT else (unpaged, texts)
        say(f"drawing {len(shown)} pictures as {form}")
        files |= made.files([name for name, _ in shown], form)
        if whole:
            files.update(symbol_pages(symbology, form))
    drawn = {PurePosixPath(file).stem for file in files}
    pages = [(name, plan) for name, plan in symbol_plans(symbology) if name in drawn]
    files[INDEX] = drawing_index([*named, *pages], list(files)).encode()
    if DrawingFormat.SVG in formats:
        files |= layout_files(book, named, symbology, measures=whole)
        for line in layout_news(book, named, symbology):
            say(line)
    return files
