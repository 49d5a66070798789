"""What boxes and frames belong to, and how many pods they stand for: the same for every kind of view."""

from collections.abc import Mapping
from dataclasses import replace

from lsparch.graph import ArchGraph, NodeKind
from lsparch.views.plan import Box, DiagramPlan
from lsparch.views.plans import Plan
from lsparch.views.sequence_plan import SequencePlan, as_diagram

__all__ = ["belong", "belong_all"]


def belong(plan: DiagramPlan, graph: ArchGraph | None, titles: Mapping[str, str]) -> DiagramPlan:
    """Return the plan with the Aspect or Service of each box and frame, and the number of its pods.

    Parameters
    ----------
    plan
        What a view shows; what it says itself stays.
    graph
        Graph of the environment shown; None for a picture of the whole model.
    titles
        Titles of Aspects and Services by id.
    """
    boxes = tuple(
        replace(box, part=box.part or part_of(box.id, graph, titles), replicas=replicas_of(box, graph))
        for box in plan.boxes
    )
    groups = tuple(replace(group, part=group.part or part_of(group.id, graph, titles)) for group in plan.groups)
    shown = {box.part for box in boxes} | {group.part for group in groups}
    parts = tuple((part, title) for part, title in titles.items() if part in shown)
    return replace(plan, boxes=boxes, groups=groups, parts=plan.parts or parts)


def belong_all(plan: Plan, graph: ArchGraph | None, titles: Mapping[str, str]) -> Plan:
    """Return a plan of any sort with what its boxes and frames belong to; parameters are those of `belong`."""
    if isinstance(plan, SequencePlan):
        found = belong(as_diagram(plan), graph, titles)
        return replace(plan, participants=found.boxes, parts=found.groups)
    return belong(plan, graph, titles) if isinstance(plan, DiagramPlan) else plan


def part_of(identifier: str, graph: ArchGraph | None, titles: Mapping[str, str]) -> str:
    """Return the Aspect or Service of an element by its node, else by the first word of its id; empty for none."""
    if graph is not None and identifier in graph:
        node = graph.node(identifier)
        found = node.id if node.kind is NodeKind.PART else node.part
        shared = node.kind is NodeKind.BALANCER and not node.id.startswith(f"{found}/")
        return found if found in titles and not shared else ""
    first = identifier.partition("/")[0]
    return first if first in titles else ""


def replicas_of(box: Box, graph: ArchGraph | None) -> int:
    """Return the number of pods that a box stands for; 0 for as many as are asked for."""
    if box.replicas != 1 or graph is None or box.id not in graph:
        return box.replicas
    labels = graph.node(box.id).labels
    if labels.get("kind") == "spawned":
        return 0
    count = labels.get("replicas", "")
    return int(count) if count.isdecimal() and int(count) else 1
