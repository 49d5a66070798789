"""What is wrong with the diagrams of a platform: its symbology and its views."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from lsparch.api.planned import planned
from lsparch.api.platform import Platform, default_environment
from lsparch.api.symbology_needs import lacking_findings
from lsparch.api.view_files import load_symbology, load_views, own_symbology
from lsparch.diagnostics import Finding, LsparchError, UnreadableInputError
from lsparch.models.symbology import Symbology
from lsparch.views.chart_plan import ChartPlan
from lsparch.views.given import ViewContext
from lsparch.views.needs import says_every_word
from lsparch.views.plans import Plan

__all__ = ["diagram_findings"]


def diagram_findings(platform: Platform) -> list[Finding]:
    """Return the faults of symbology and views, and what of the symbology the views lack."""
    own = own_symbology(platform) is not None  # the shipped one lacks nothing
    found: list[Finding] = []
    for load in (load_symbology, load_views) if own else (load_views,):
        try:
            load(platform)
        except UnreadableInputError as error:
            found += error.findings
    if found or not own:
        return found
    symbology = load_symbology(platform)
    if says_every_word(symbology):
        return []
    return lacking_findings(platform, symbology, _plans(platform, symbology))


def _plans(platform: Platform, symbology: Symbology) -> Iterator[Plan]:
    """Yield what every view shows, those drawn on request too; of charts that they are some."""
    environments = {name: platform.environment(name) for name in platform.environments}
    graphs = {name: platform.graph(name) for name in environments}
    default = default_environment(platform)
    context = ViewContext(platform.model, symbology, environments, graphs, default)
    for name, view in load_views(platform).items():
        if view.show.chart is not None:
            yield ChartPlan(name, view.title, "", ())
            continue
        shown: Iterable[str]
        match view.environments:
            case "none":
                shown = [""]
            case "default":
                shown = [default]
            case "all":
                shown = environments
            case names:
                shown = names
        for environment in shown:
            with suppress(LsparchError):
                yield planned(context, view, environment, {})
