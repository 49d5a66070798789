"""Plans to SVG in one call."""

from collections.abc import Iterable, Sequence

from lsparch.draw.book import lay_out
from lsparch.draw.compose import compose
from lsparch.draw.finish import Finish
from lsparch.draw.layout import LayoutEngine
from lsparch.draw.scene import Scene, linked
from lsparch.draw.svg import svg_text
from lsparch.models.symbology import Symbology
from lsparch.models.theme_name import ThemeName
from lsparch.views.chart_plan import ChartPlan
from lsparch.views.plan import DiagramPlan
from lsparch.views.plans import Plan
from lsparch.views.sequence_plan import SequencePlan

__all__ = ["draw_all", "draw_scenes", "draw_svg", "draw_themes"]

PLAIN = Finish()


def draw_svg(plan: Plan, symbology: Symbology, engine: LayoutEngine, finish: Finish = PLAIN) -> str:
    """Return the SVG of a plan.

    Raises
    ------
    KeyError
        When the plan uses a symbol, frame or arrow style that the symbology does not have.
    """
    return draw_all([plan], symbology, engine, finish)[0]


def draw_all(plans: Iterable[Plan], symbology: Symbology, engine: LayoutEngine, finish: Finish = PLAIN) -> list[str]:
    """Return the SVG of each plan, in order."""
    return [svg_text(scene) for scene in draw_scenes(plans, symbology, engine, finish)]


def draw_scenes(
    plans: Iterable[Plan], symbology: Symbology, engine: LayoutEngine, finish: Finish = PLAIN
) -> list[Scene]:
    """Return the scene of each plan, in order; the engine gets all layouts at once and may share processes."""
    scenes = [scene for (scene,) in draw_themes(plans, symbology, engine, [finish.theme])]
    return [linked(scene, finish.links) for scene in scenes] if finish.links else scenes


def draw_themes(
    plans: Iterable[Plan], symbology: Symbology, engine: LayoutEngine, themes: Sequence[ThemeName]
) -> list[list[Scene]]:
    """Return the scenes of each plan, one for each theme; what they show stands at the same place in all of them."""
    plans = list(plans)
    layouts = iter(lay_out([plan for plan in plans if isinstance(plan, DiagramPlan)], symbology, engine))
    scenes: list[list[Scene]] = []
    for plan in plans:
        if isinstance(plan, DiagramPlan):
            made = next(layouts)
            scenes.append([compose(made.request, made.layout, symbology, theme) for theme in themes])
        elif isinstance(plan, SequencePlan):
            from lsparch.draw.sequence import compose_sequence  # noqa: PLC0415 - wanted by few

            scenes.append([compose_sequence(plan, symbology, theme) for theme in themes])
        elif isinstance(plan, ChartPlan):
            from lsparch.draw.chart import compose_chart  # noqa: PLC0415 - the same

            scenes.append([compose_chart(plan, symbology, theme) for theme in themes])
    return scenes
