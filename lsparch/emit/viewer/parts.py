"""The viewer's data, from graphs, plans, findings and drift."""

from collections.abc import Callable, Iterable, Mapping

from lsparch.diagnostics import Finding, Place
from lsparch.draw.scene import Scene
from lsparch.drift import Drift
from lsparch.emit.viewer import document
from lsparch.emit.viewer.drawn import drawing
from lsparch.graph import ArchGraph, Edge, Node
from lsparch.graph.kinds import Leaf, Scalar
from lsparch.views.chart_plan import ChartPlan
from lsparch.views.plans import Plan
from lsparch.views.sequence_plan import SequencePlan, as_diagram

__all__ = ["NodeFacts", "drift_part", "findings_part", "graph_part", "manifests_part", "picture_part"]


class NodeFacts:
    """What a graph does not say about its nodes.

    Parameters
    ----------
    note, source
        Texts of an element, by its id.
    assumed
        What is assumed of it.
    objects
        Kubernetes objects by the id of their element.
    shown
        How the value at a path is shown: without a secret in it.
    """

    def __init__(
        self,
        note: Mapping[str, str],
        source: Mapping[str, str],
        assumed: Mapping[str, list[str]],
        objects: Mapping[str, list[document.ObjectData]],
        shown: Callable[[str, Leaf], Scalar] = lambda _, leaf: leaf.value,
    ) -> None:
        self.note = note
        self.source = source
        self.assumed = assumed
        self.objects = objects
        self.shown = shown


def picture_part(plan: Plan, light: Scene, dark: Scene) -> document.Picture:
    """Return a picture, drawn in both themes, and what is on it; there are no elements on a chart."""
    drawn = drawing(light, dark)
    if isinstance(plan, ChartPlan):
        return {
            "view": plan.id, "environment": plan.environment, "drawing": drawn, "frames": [], "boxes": [], "arrows": []
        }  # fmt: skip
    if isinstance(plan, SequencePlan):
        plan = as_diagram(plan)
    return {
        "view": plan.id,
        "environment": plan.environment,
        "drawing": drawn,
        "frames": [
            {"id": one.id, "label": one.label, "symbol": one.symbol, "group": one.parent or ""} for one in plan.groups
        ],
        "boxes": [
            {
                "id": box.id,
                "label": box.label,
                "symbol": box.symbol,
                "group": box.group or "",
                "status": box.status.value,
                "details": list(box.details),
                "link": box.link,
            }
            for box in plan.boxes
        ],
        "arrows": [
            {
                "id": arrow.id,
                "source": arrow.source,
                "target": arrow.target,
                "style": arrow.style,
                "label": arrow.label,
                "description": arrow.description,
                "status": arrow.status.value,
                "optional": arrow.optional,
            }
            for arrow in plan.arrows
        ],
    }


def graph_part(graph: ArchGraph, facts: NodeFacts) -> document.Graph:
    """Return the architecture of an environment."""
    return {
        "environment": graph.environment,
        "nodes": [_node(node, facts) for node in graph.nodes()],
        "edges": [_edge(edge) for edge in graph.edges()],
    }


def manifests_part(texts: Iterable[str]) -> document.Manifests:
    """Return objects as YAML, each line once."""
    lines: dict[str, int] = {}
    objects = [[lines.setdefault(line, len(lines)) for line in text.splitlines()] for text in texts]
    return {"lines": list(lines), "objects": objects}


def findings_part(findings: Iterable[Finding]) -> document.Findings:
    """Return findings."""
    return {
        "findings": [
            {
                "code": one.code,
                "severity": one.severity.value,
                "message": one.message,
                "help": one.help,
                "place": str(one.place),
                "element": one.element,
                "environment": one.environment,
            }
            for one in findings
        ]
    }


def drift_part(drift: Drift) -> document.Drift:
    """Return how an environment differs from another."""
    return {
        "source": drift.source,
        "target": drift.target,
        "summary": drift.summary,
        "differences": [
            {
                "element": one.element,
                "message": drift.words(one),
                "verdict": one.verdict.value,
                "place": str(one.target_place),
            }
            for one in drift.differences
        ],
    }


def _node(node: Node, facts: NodeFacts) -> document.NodeData:
    return {
        "id": node.id,
        "kind": node.kind.value,
        "title": node.title,
        "part": node.part,
        "owner": node.owner,
        "status": node.status,
        "state": node.state.value,
        "place": str(node.place),
        "image": node.labels.get("image", ""),
        "note": facts.note.get(node.id, ""),
        "source": facts.source.get(node.id, ""),
        "assumed": facts.assumed.get(node.id, []),
        "values": [
            {
                "path": path,
                "value": facts.shown(path, leaf),
                "layer": leaf.origin.layer,
                "place": _place(leaf.origin.place),
            }
            for path, leaf in sorted(node.leaves.items())
            if leaf.origin.layer != "language"
        ],
        "objects": facts.objects.get(node.id, []),
    }


def _edge(edge: Edge) -> document.EdgeData:
    return {
        "kind": edge.kind.value,
        "source": edge.source,
        "target": edge.target,
        "detail": edge.detail,
        "protocol": edge.protocol,
        "port": edge.port,
        "optional": edge.optional,
        "purpose": edge.purpose,
        "degrades": edge.degrades,
        "auth": edge.auth,
        "status": edge.status,
        "place": str(edge.place),
    }


def _place(place: Place | None) -> str:
    return "" if place is None else str(place)
