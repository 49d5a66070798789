"""``lsparch render``: views as pictures."""

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lsparch.cli.output import ModelOption, NoCache, as_of_date, counted, is_given, opened_platform, progress, warn
from lsparch.cli.replay import Outcome, Recorder, perform
from lsparch.diagnostics import Finding, LsparchError
from lsparch.emit.drawing_format import DrawingFormat

if TYPE_CHECKING:
    from datetime import date

    from lsparch.api.platform import Platform
    from lsparch.draw.shelf import Shelf

__all__ = ["render"]


REVIEWED = "render --review"
"""What a folder of a review is: the command that writes it."""


_NO_FOLDER = frozenset(
    f".{form}"
    for form in ("doc", "docx", "htm", "json", "markdown", "md", "odt", "png", "pptx", "svg", "tex", "txt", "xml")
)
"""Endings of files, which no folder of a review is meant to have."""

_SHOWN = (DrawingFormat.SVG, DrawingFormat.PNG, DrawingFormat.PDF)
_VIEWLESS = (
    "lsparch: diagrams/views has no view, so no picture shows the model; write one (`lsparch schema` "
    "writes the schema of its form), or ask with --around, --path, --reach or --impact\n"
)
_EFFECTS = {
    "scale": (DrawingFormat.PNG,),
    "theme": _SHOWN,
    "link_base": (DrawingFormat.SVG,),
    "page": (*_SHOWN, DrawingFormat.DRAWIO, DrawingFormat.JSON),
}
"""Options of the look of pictures, and the formats that heed them."""


class Theme(StrEnum):
    """On what pictures are shown."""

    LIGHT = "light"
    DARK = "dark"
    GREY = "grey"


class Page(StrEnum):
    """What a picture is made to fill."""

    SLIDE = "16:9"
    A4 = "a4"
    A4_UPRIGHT = "a4-portrait"


class GroupBy(StrEnum):
    """What boxes are framed by."""

    PART = "part"
    NAMESPACE = "namespace"
    POOL = "pool"
    OWNER = "owner"
    NONE = "none"


def render(
    context: typer.Context,
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE]...",
            help="Environments, git:REV, manifests (file, folder, -) or kube:CONTEXT. Default: what each view names.",
        ),
    ] = None,
    views: Annotated[list[str] | None, typer.Option("--view", metavar="V", help="Only this view; repeatable.")] = None,
    path: Annotated[
        tuple[str, str] | None, typer.Option("--path", metavar="FROM TO", help="Draw the ways from one to another.")
    ] = None,
    around: Annotated[str | None, typer.Option("--around", metavar="ID", help="Draw a neighbourhood.")] = None,
    reach: Annotated[
        str | None, typer.Option("--reach", metavar="ID", help="Draw who can reach an element, or ID.ENDPOINT.")
    ] = None,
    impact: Annotated[
        list[str] | None, typer.Option("--impact", metavar="ID", help="Draw what a failure does; repeatable.")
    ] = None,
    story: Annotated[str | None, typer.Option("--story", metavar="ID", help="Draw the way of a user story.")] = None,
    depth: Annotated[
        int | None, typer.Option("--depth", min=1, metavar="N", help="Steps that --around (1) and --reach (all) go.")
    ] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Draw what differs between the two SOURCEs.")] = False,
    include: Annotated[
        list[str] | None,
        typer.Option("--include", metavar="WHAT", help="Show only these: ID, or part=, kind=, owner=, protocol=, …"),
    ] = None,
    exclude: Annotated[list[str] | None, typer.Option("--exclude", metavar="WHAT", help="Leave these out.")] = None,
    collapse: Annotated[
        list[str] | None, typer.Option("--collapse", metavar="ID", help="Draw a frame as one box; '*' for all.")
    ] = None,
    group_by: Annotated[GroupBy | None, typer.Option("--group-by", help="What boxes are framed by.")] = None,
    option: Annotated[
        str,
        typer.Option(
            "--option", metavar="QUESTION=ALTERNATIVE", help="Draw an undecided question as if it were decided."
        ),
    ] = "",
    out: Annotated[Path, typer.Option("--out", help="Folder to write; of --review, a file.")] = Path("build/diagrams"),
    formats: Annotated[list[DrawingFormat] | None, typer.Option("--format", help="Format; repeatable.")] = None,
    scale: Annotated[
        float | None,
        typer.Option(
            "--scale", min=0.1, max=8, metavar="N", help="Pixels of a PNG for each point. Default: 1 to 2, by width."
        ),
    ] = None,
    review: Annotated[
        str,
        typer.Option(
            "--review",
            metavar="ENV",
            help="One document for a design review of ENV, --out FILE.pdf, FILE.html or a folder for Markdown.",
        ),
    ] = "",
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of",
            help="Date on which exceptions are judged, YYYY-MM-DD. Default: before any ends; for --review, today.",
        ),
    ] = "",
    check: Annotated[bool, typer.Option("--check", help="Only tell whether the folder is current.")] = False,
    page: Annotated[Page, typer.Option("--page", help="Page that pictures are made to fill.")] = Page.SLIDE,
    theme: Annotated[Theme, typer.Option("--theme", help="Colours of pictures.")] = Theme.LIGHT,
    link_base: Annotated[
        str,
        typer.Option(
            "--link-base",
            metavar="URL",
            help="Address to which shapes in an SVG lead; {file} and {element} stand for where an element is declared.",
        ),
    ] = "",
    model: ModelOption = None,
    no_cache: NoCache = False,  # noqa: ARG001 - looked for before the command line is read
) -> None:
    """Draw views of the model, of manifests or of a cluster, and answers to questions."""
    from lsparch.api.day import EARLY  # noqa: PLC0415
    from lsparch.api.layouts import LOCK, MEASURES  # noqa: PLC0415
    from lsparch.api.render import INDEX, RENDERED, render_files  # noqa: PLC0415
    from lsparch.api.shelf import CacheShelf  # noqa: PLC0415
    from lsparch.api.sources import are_environments, require_drawable  # noqa: PLC0415
    from lsparch.api.view_files import load_views  # noqa: PLC0415
    from lsparch.models.paper import Paper  # noqa: PLC0415
    from lsparch.models.theme_name import ThemeName  # noqa: PLC0415
    from lsparch.views.asked import Asked, Shape  # noqa: PLC0415

    platform = opened_platform(model)
    shelf = CacheShelf(context.obj.cache) if isinstance(context.obj, Recorder) else None
    if review:
        _refuse_others(context)
        _review(platform, review, out, as_of, shelf)
        return
    for source in sources or ():
        require_drawable(source, platform)
    if option:
        platform = _as_decided(platform, option, sources or (), formats or (), diff=diff)
    day = EARLY
    asked = Asked(path, around, reach, impact or (), story, depth)
    shape = Shape(include or (), exclude or (), collapse or (), group_by.value if group_by else None)
    each = [form for form in formats or (DrawingFormat.SVG,) if form is not DrawingFormat.HTML]
    _require_effects(context, formats or each)
    if as_of:
        day = _day(platform, as_of, views, formats, questions_alone=asked != Asked() and not views)
    wanted, files = (sources or (), views or ()), {}
    lacks: list[Finding] = []
    opened = [platform]
    if each:
        files = render_files(
            platform,
            *wanted,
            each,
            progress,
            asked,
            shape,
            diff=diff,
            as_of=day,
            theme=ThemeName(theme),
            link_base=link_base,
            scale=scale,
            paper=Paper(page),
            shelf=shelf,
            warn=lacks.append,
        )
    usual = not option and page is Page.SLIDE
    whole = bool(each) and usual and not (sources or views or asked != Asked() or shape != Shape())
    if not whole:
        files = {name: data for name, data in files.items() if not name.endswith((INDEX, MEASURES, LOCK))}
    if DrawingFormat.HTML in (formats or ()):
        from lsparch.api.viewer import ViewerData, viewer_file  # noqa: PLC0415

        data = ViewerData(platform, *wanted, day, asked=asked, shape=shape, shelf=shelf)
        files[f"viewer{DrawingFormat.HTML.suffix}"] = viewer_file(data, progress)
        opened.append(data.platform)
        lacks += data.lacks
    for lack in dict.fromkeys(lacks):
        warn(lack)
    done = "" if check else f"wrote {counted(len(files), 'file')} to {out}\n"
    of_model = are_environments(sources or (), platform)
    viewless = of_model and not (views or diff or asked != Asked() or load_views(platform))
    outcome = Outcome(
        "", _VIEWLESS if viewless else "", {str(out): files}, RENDERED, check=check, done=done, part=not whole
    )
    code = perform(outcome)
    if isinstance(context.obj, Recorder) and of_model and not (option or platform.substituted):
        read = (folder for one in opened for folder in one.read_files)
        context.obj.keep(read, outcome, None if model else platform.root)
    raise typer.Exit(code)


def _require_effects(context: typer.Context, formats: Sequence[DrawingFormat]) -> None:
    """Refuse options that none of the formats drawn heeds."""
    if DrawingFormat.HTML in formats and is_given(context, "diff"):
        raise LsparchError("--diff has no html: the viewer compares environments by itself; leave --diff out")
    if DrawingFormat.HTML in formats and is_given(context, "page"):
        raise LsparchError("the viewer has no pages: leave out --page, or html")
    for name, heeding in _EFFECTS.items():
        if is_given(context, name) and not set(heeding) & set(formats):
            raise LsparchError(
                f"--{name.replace('_', '-')} is about {', '.join(heeding)}: leave it out, or add --format {heeding[0]}"
            )


def _day(
    platform: "Platform", as_of: str, views: Sequence[str] | None, formats: Sequence[DrawingFormat] | None, *,
    questions_alone: bool,
) -> "date":  # fmt: skip
    """Return the day on which exceptions are judged; refuse one where nothing that is drawn can show findings."""
    from lsparch.api.view_files import load_views  # noqa: PLC0415

    day = as_of_date(as_of)
    if DrawingFormat.HTML in (formats or ()):
        return day
    known = {} if questions_alone else load_views(platform)
    names = views or [name for name, view in known.items() if not view.on_request]
    if not any(name not in known or known[name].show.chart == "findings" for name in names):
        raise LsparchError("--as-of is about findings, which none of these pictures shows; leave it out")
    return day


def _as_decided(
    platform: "Platform", option: str, sources: Sequence[str], formats: Sequence[DrawingFormat], *, diff: bool
) -> "Platform":
    """Return the platform with a question taken as decided."""
    from lsparch.api.decided import decided_platform  # noqa: PLC0415

    others = [source for source in sources if source not in platform.environments]
    if others or diff or DrawingFormat.HTML in formats:
        what = f"{others[0]} is not one" if others else "leave out --diff" if diff else "leave out html"
        raise LsparchError(f"--option draws pictures of environments of the model: {what}")
    return decided_platform(platform, option)


def _refuse_others(context: typer.Context) -> None:
    """Refuse what a review would not heed: it draws all views of one environment."""
    heeded = {"review", "out", "as_of", "model", "no_cache"}
    given = [
        parameter.opts[0] if parameter.param_type_name == "option" else "SOURCE"
        for parameter in context.command.params
        if parameter.name not in heeded
        if is_given(context, parameter.name)
    ]
    if given:
        raise LsparchError(
            f"--review draws all views of one environment, in the form that --out names: leave out {', '.join(given)}"
        )
    if not is_given(context, "out"):
        raise LsparchError("--review wants --out: FILE.pdf, FILE.html, or a folder for Markdown with pictures")


def _review(platform: "Platform", environment: str, out: Path, as_of: str, shelf: "Shelf | None") -> None:
    """Write the design review set of an environment: as PDF, as HTML, or as a folder of Markdown and pictures."""
    if out.suffix in _NO_FOLDER and not out.is_dir():
        raise LsparchError(f"--review writes PDF, HTML or a folder, and no {out.suffix}: see --out {out}")
    from lsparch.api.review import find_review  # noqa: PLC0415
    from lsparch.outside.files import Files  # noqa: PLC0415

    progress(f"review of {environment}: drawing, checking, placing pods")
    review = find_review(platform, environment, as_of_date(as_of), shelf)
    if out.suffix == ".pdf":
        from lsparch.emit.review import review_document  # noqa: PLC0415
        from lsparch.outside.typeset import typeset  # noqa: PLC0415

        progress(f"typesetting {out}")
        Files().write(out, typeset(review_document(review)))
    elif out.suffix == ".html":
        from lsparch.emit.review_html import review_page  # noqa: PLC0415

        Files().write(out, review_page(review))
    else:
        from lsparch.emit.review_markdown import review_folder  # noqa: PLC0415

        files = review_folder(review)
        perform(
            Outcome(trees={str(out): files}, product=REVIEWED, done=f"wrote {counted(len(files), 'file')} to {out}\n")
        )
        return
    sys.stderr.write(f"wrote {out}\n")
