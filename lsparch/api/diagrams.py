"""What is wrong with the diagrams of a platform: its symbology and its views."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress

from lsparch.api.planned import planned
from lsparch.api.platform import Platform, default_environment
from lsparch.api.symbology_needs import lacking_findings
from lsparch.api.view_files import load_symbology, own_symbology, read_views
from lsparch.diagnostics import Finding, LsparchError, UnreadableInputError
from lsparch.models.symbology import Symbology
from lsparch.models.view import ViewFile
from lsparch.views.chart_plan import ChartPlan
from lsparch.views.given import ViewContext
from lsparch.views.needs import says_every_word
from lsparch.views.plans import Plan

__all__ = ["diagram_findings"]


def diagram_findings(platform: Platform, wanted: AbstractSet[str] | None = None) -> list[Finding]:
    """Return the faults of symbology and views, and what of the symbology the views lack.

    Parameters
    ----------
    platform
        The platform.
    wanted
        Environments: only views that draw one of them count then, and files of which nobody can tell what they draw.
    """
    own = own_symbology(platform) is not None  # the shipped one lacks nothing
    found: list[Finding] = []
    symbology = None
    if own:
        try:
            symbology = load_symbology(platform)
        except UnreadableInputError as error:
            found += error.findings
    views: list[ViewFile] = []
    default = default_environment(platform) if platform.environments else ""
    for view, faults in read_views(platform):
        if view is None or wanted is None or wanted & _drawn(view, platform.environments, default):
            found += faults
            views += [view] if view is not None else []
    if found or symbology is None:
        return found
    if says_every_word(symbology):
        return []
    return lacking_findings(platform, symbology, _plans(platform, symbology, views, wanted))


def _drawn(view: ViewFile, environments: Iterable[str], default: str) -> AbstractSet[str]:
    """Return the environments that a view draws; nothing for the whole model."""
    match view.environments:
        case "none":
            return set()
        case "default":
            return {default}
        case "all":
            return set(environments)
        case names:
            return set(names)


def _plans(
    platform: Platform, symbology: Symbology, views: Iterable[ViewFile], wanted: AbstractSet[str] | None
) -> Iterator[Plan]:
    """Yield what views show, those drawn on request too; of charts that they are some."""
    environments = {name: platform.environment(name) for name in platform.environments}
    graphs = {name: platform.graph(name) for name in environments}
    context = ViewContext(platform.model, symbology, environments, graphs, default_environment(platform))
    for view in views:
        if view.show.chart is not None:
            yield ChartPlan(view.view, view.title, "", ())
            continue
        drawn = _drawn(view, environments, context.default)
        shown = [name for name in environments if name in drawn and (wanted is None or name in wanted)]
        for environment in [""] if view.environments == "none" else shown:
            with suppress(LsparchError):
                yield planned(context, view, environment, {})
