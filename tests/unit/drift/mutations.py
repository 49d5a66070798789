"""Mutations: every single value of an environment, or of its objects, changed or removed, one at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lsparch.diagnostics import Finding, Place
from lsparch.drift import (
    DriftPolicy,
    EnvironmentSide,
    ObjectSide,
    compare_environments,
    compare_objects,
)
from lsparch.graph import ArchGraph, Edge, Leaf, Node
from lsparch.k8s.canonical import equal
from lsparch.k8s.store import StoredObject
from lsparch.yaml import YamlList, YamlMap, place_of

__all__ = ["AS_OF", "Outcome", "changed", "mutated_graphs", "mutated_objects", "mutated_relations"]

AS_OF = date(2026, 11, 1)
ATTRIBUTES = ("protocol", "port", "optional", "purpose", "degrades", "auth", "status")
UNCOMPARED = ("config", "digest", "element")
"""Annotations that say where an object comes from."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a comparison said about one mutation."""

    what: str
    wanted: int
    """Findings that it must give: one, or none where the policy lets the value differ."""

    found: tuple[Finding, ...]
    place: Place | None
    """Where the finding must point."""

    @property
    def missed(self) -> bool:
        return len(self.found) < self.wanted

    @property
    def false_alarms(self) -> int:
        return max(0, len(self.found) - self.wanted)

    @property
    def misplaced(self) -> bool:
        return any(self.place is not None and finding.place != self.place for finding in self.found)

    @property
    def right(self) -> bool:
        return len(self.found) == self.wanted and not self.misplaced


def changed(value: Any) -> Any:
    """Return another value of the same type."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case None:
            return "something"
        case _:
            return f"1{value}"


def _with(graph: ArchGraph, node: Node) -> ArchGraph:
    return ArchGraph(graph.environment, [node if n.id == node.id else n for n in graph.nodes()], graph.edges())


def mutated_graphs(side: EnvironmentSide, policy: DriftPolicy, step: int = 1) -> Iterator[Outcome]:
    """Change, remove and add each value of each element, and compare with the original."""
    values = [(node, path, leaf) for node in side.graph.nodes() for path, leaf in node.leaves.items()]
    for node, path, leaf in values[::step]:
        free = policy.element(node.kind, path) in {"may-scale", "environment"}
        wanted = 0 if free else 1
        place = leaf.origin.place or node.place
        other = replace(node, leaves={**node.leaves, path: Leaf(changed(leaf.value), leaf.origin)})
        yield _compared(f"{node.id}.{path} changed", side, other, policy, wanted, place)
        rest = {known: value for known, value in node.leaves.items() if known != path}
        yield _compared(f"{node.id}.{path} removed", side, replace(node, leaves=rest), policy, wanted, node.place)
        fewer = _with(side.graph, replace(node, leaves=rest))
        drift = compare_environments(replace(side, graph=fewer), side, policy, AS_OF)
        yield Outcome(f"{node.id}.{path} added", wanted, drift.findings, place)


def _compared(
    what: str, side: EnvironmentSide, node: Node, policy: DriftPolicy, wanted: int, place: Place | None
) -> Outcome:
    other = replace(side, graph=_with(side.graph, node))
    return Outcome(what, wanted, compare_environments(side, other, policy, AS_OF).findings, place)


def mutated_relations(side: EnvironmentSide, policy: DriftPolicy, step: int = 1) -> Iterator[Outcome]:
    """Change each attribute of each relation, and remove and add the relation."""
    for edge in list(side.graph.edges())[::step]:
        start = side.graph.node(edge.source)
        for name in ATTRIBUTES:
            other = _replaced(side.graph, edge, _with_other(edge, name))
            free = policy.relation(edge.kind, start.kind, name) != "must-match"
            drift = compare_environments(side, replace(side, graph=other), policy, AS_OF)
            yield Outcome(f"{edge.id}: {name} changed", int(not free), drift.findings, edge.place)
        free = policy.relation(edge.kind, start.kind, "exists") != "must-match"
        less = replace(side, graph=_replaced(side.graph, edge, None))
        lost = compare_environments(side, less, policy, AS_OF).findings
        yield Outcome(f"{edge.id} removed", int(not free), lost, start.place)
        new = compare_environments(less, side, policy, AS_OF).findings
        yield Outcome(f"{edge.id} added", int(not free), new, edge.place)


def _with_other(edge: Edge, name: str) -> Edge:
    match name:
        case "port":
            return replace(edge, port=(edge.port or 0) + 1)
        case "optional":
            return replace(edge, optional=not edge.optional)
        case "protocol":
            return replace(edge, protocol=f"1{edge.protocol}")
        case "purpose":
            return replace(edge, purpose=f"1{edge.purpose}")
        case "degrades":
            return replace(edge, degrades=f"1{edge.degrades}")
        case "auth":
            return replace(edge, auth=f"1{edge.auth}")
        case _:
            return replace(edge, status=f"1{edge.status}")


def _replaced(graph: ArchGraph, edge: Edge, other: Edge | None) -> ArchGraph:
    edges = [other if known.id == edge.id else known for known in graph.edges()]
    return ArchGraph(graph.environment, graph.nodes(), [known for known in edges if known is not None])


def mutated_objects(
    generated: ObjectSide, written: tuple[StoredObject, ...], domain: str, step: int = 1
) -> Iterator[Outcome]:
    """Change and remove each value of each object that was read from a file, and compare with what is generated."""
    side = ObjectSide("folder", written)
    spots = [(found, steps) for found in written for steps in _leaves(found.data)]
    known = {found.key: found for found in generated.objects}
    for found, steps in spots[::step]:
        original = known[found.key]
        holder: Any = found.data
        for one in steps[:-1]:
            holder = holder[one]
        last = steps[-1]
        value = holder[last]
        place = place_of(found.data, steps, found.origin.file)
        ours = len(steps) > 2 and steps[-2] == "annotations" and last in {f"{domain}/{name}" for name in UNCOMPARED}
        pair = ObjectSide("model", (original,), "x"), replace(side, objects=(found,))
        holder[last] = changed(value)
        what = f"{found.key}: {'.'.join(map(str, steps))}"
        yield Outcome(f"{what} changed", int(not ours), compare_objects(*pair, domain).findings, place)
        holder[last] = value
        if steps in {("apiVersion",), ("kind",), ("metadata", "name")} or not isinstance(holder, dict):
            continue
        del holder[last]
        wanted = int(not ours and not equal(original.data, found.data))
        drift = compare_objects(*pair, domain)
        yield Outcome(f"{what} removed", wanted, drift.findings, None)
        holder[last] = value


def _leaves(node: Any, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    match node:
        case YamlMap():
            for key, value in node.items():
                yield from _leaves(value, (*steps, key))
        case YamlList():
            for position, value in enumerate(node):
                yield from _leaves(value, (*steps, position))
        case _:
            yield steps
