"""What is drawn of a model: its views, of the environments that they name or that are asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TypeVar

from lsparch.api.day import EARLY
from lsparch.api.figures import figures_of
from lsparch.api.planned import PlannedDrawing, planned
from lsparch.api.platform import Platform, default_environment
from lsparch.api.view_files import load_views
from lsparch.api.wanted import Wanted
from lsparch.models.symbology import Symbology
from lsparch.models.view import ViewFile
from lsparch.views.figures import Figures
from lsparch.views.given import ViewContext
from lsparch.views.plans import Plan
from lsparch.views.reading import reading
from lsparch.views.relations import ElementAbsentError

__all__ = ["Lazy", "model_context", "part_titles", "plan_everything", "plans_of_model"]

T = TypeVar("T")


class Lazy(Mapping[str, T]):
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


def plans_of_model(
    platform: Platform, symbology: Symbology, environments: list[str], wanted: Wanted, as_of: date = EARLY
) -> Iterator[PlannedDrawing]:
    """Yield the views of the model; of some environments, or of those that each view names when empty."""
    context = replace(model_context(platform, symbology), worked_out=figures_of(platform, as_of))
    titles = part_titles(platform)
    for one in wanted.of(load_views(platform)):
        view = one.view
        for environment in _environments(view, context, environments):
            single = view.environments in {"default", "none"} and (not environments or one.is_asked)
            single = single and len(environments) <= 1
            try:
                plan = planned(context, view, environment, titles)
            except ElementAbsentError:
                if one.is_asked or (one.is_named and len(environments) <= 1):
                    raise
                continue  # a view about what this environment does not have
            file = one.name if single else f"{one.name}-{environment}"
            yield _as_decided(PlannedDrawing(file, plan, reading(view), environment), platform.decided)


def _as_decided(drawing: PlannedDrawing, decided: str) -> PlannedDrawing:
    """Return a drawing that says in name and title what is taken as decided in it, if anything is."""
    if not decided:
        return drawing
    question, _, alternative = decided.partition("=")
    plan = replace(drawing.plan, title=f"{drawing.plan.title}, if {question} is {alternative}")
    return replace(drawing, name=f"{drawing.name}-{question}-{alternative}", plan=plan)


def plan_everything(
    platform: Platform, symbology: Symbology, environment: str, figures: Figures
) -> Iterator[tuple[ViewFile, Plan]]:
    """Yield every view with what it shows of an environment, or of the whole model; those drawn on request too.

    A view about what the environment does not have is left out.
    """
    context = replace(model_context(platform, symbology), worked_out=figures)
    titles = part_titles(platform)
    for view in load_views(platform).values():
        with suppress(ElementAbsentError):
            yield view, planned(context, view, "" if view.environments == "none" else environment, titles)


def _environments(view: ViewFile, context: ViewContext, wanted: list[str]) -> list[str]:
    """Return the environments that a view draws; one without a name is the whole model."""
    if view.environments == "none":
        return [""] if not wanted else []
    if wanted:
        return wanted
    if view.environments == "all":
        return list(context.environments)
    return [context.default] if view.environments == "default" else list(view.environments)


def model_context(platform: Platform, symbology: Symbology) -> ViewContext:
    """Return what views of the model ask: environments and graphs, each made when first asked for."""
    names = platform.environments
    return ViewContext(
        platform.model,
        symbology,
        Lazy(names, platform.environment),
        Lazy(names, platform.graph),
        default_environment(platform),
        figures_of(platform),
    )


def part_titles(platform: Platform) -> dict[str, str]:
    """Return the title of each Aspect and Service."""
    return {name: part.title or name for name, part in platform.model.parts.items()}
