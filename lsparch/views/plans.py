"""Plans of every sort: diagrams and sequences."""

from lsparch.views.plan import DiagramPlan
from lsparch.views.sequence_plan import SequencePlan

__all__ = ["Plan"]

Plan = DiagramPlan | SequencePlan
"""What one picture shows."""
