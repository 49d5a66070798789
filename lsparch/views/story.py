"""The way of one user story through the architecture: boxes as everywhere, and the steps as numbers on the arrows."""

from dataclasses import replace

from lsparch.diagnostics import LsparchError
from lsparch.load.validate import suggest
from lsparch.models.view import ViewFile
from lsparch.views import sequence
from lsparch.views.given import ViewContext
from lsparch.views.plan import Arrow, DiagramPlan, Flow
from lsparch.views.sequence_plan import as_diagram
from lsparch.views.wording import joined

__all__ = ["plan"]


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return the way of a story; what goes between two boxes in one direction is one arrow with all its steps."""
    name = (view.show.story or "").removeprefix("story/")
    if name not in context.model.stories:
        advice = suggest(name, context.model.stories) or f"known: {', '.join(context.model.stories)}"
        raise LsparchError(f"no story `{name}`; {advice}")
    show = view.show.model_copy(update={"sequence": view.show.story})
    steps = as_diagram(sequence.plan(context, view.model_copy(update={"show": show}), environment))
    merged: dict[tuple[str, str], list[Arrow]] = {}
    for arrow in steps.arrows:
        merged.setdefault((arrow.source, arrow.target), []).append(arrow)
    arrows = tuple(
        replace(
            found[0],
            label=joined(arrow.label for arrow in found),
            description=joined((arrow.description for arrow in found), most=9),
        )
        for found in merged.values()
    )
    told = context.model.stories[name].title
    return replace(steps, arrows=arrows, flow=Flow(view.flow), description=view.description or told or "")
