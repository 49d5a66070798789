"""Plans of every sort: diagrams, sequences and charts."""

from lsparch.views.chart_plan import ChartPlan
from lsparch.views.plan import DiagramPlan, SourceKind
from lsparch.views.sequence_plan import SequencePlan

__all__ = ["Plan", "shows_something", "source_word"]

Plan = DiagramPlan | SequencePlan | ChartPlan
"""What one picture shows."""


def shows_something(plan: Plan) -> bool:
    """Tell whether there is anything in a plan: an environment may lack what a view is about."""
    match plan:
        case DiagramPlan():
            return bool(plan.boxes)
        case SequencePlan():
            return bool(plan.messages)
        case ChartPlan():
            return bool(plan.charts)


def source_word(plan: Plan) -> str:
    """Return the word before the name of a plan's source."""
    return (plan.source if isinstance(plan, DiagramPlan) else SourceKind.ENVIRONMENT).value
