"""Plans with node pools or hosts as deployment environments: clusters, pools, pods, and what they are instances of."""

from collections.abc import Iterable
from dataclasses import dataclass

from lsparch.emit.structurizr.elements import Elements, Kind
from lsparch.emit.structurizr.relations import Relation
from lsparch.emit.structurizr.words import identifier, part_tag, quoted
from lsparch.models.symbology import Symbology
from lsparch.views.plan import Box, DiagramPlan, Group

__all__ = ["Deployed", "deployed", "is_deployment"]

NODES = frozenset({"node-pool", "host-group"})
INDENT = "  "


@dataclass(frozen=True, slots=True)
class Deployed:
    """One deployment environment."""

    name: str
    lines: tuple[str, ...]
    shown: tuple[str, ...]
    """Identifiers of what a view of it shows."""


def is_deployment(plan: DiagramPlan) -> bool:
    """Tell whether a plan shows what runs on which nodes."""
    return bool(plan.environment) and any(group.symbol in NODES for group in plan.groups)


def deployed(plan: DiagramPlan, name: str, elements: Elements, symbology: Symbology) -> Deployed:
    """Return the deployment environment of a plan.

    Components are instances of containers in pods, on the nodes of their frame; whatever else stands in a frame is an
    infrastructure node, and what stands in none an element of its own.
    """
    writer = _Writer(plan, elements, symbology)
    lines = [*writer.content(None, INDENT), *writer.arrows(INDENT)]
    return Deployed(name, tuple(lines), tuple(writer.places.values()))


class _Writer:
    def __init__(self, plan: DiagramPlan, elements: Elements, symbology: Symbology) -> None:
        self._plan = plan
        self._elements = elements
        self._symbology = symbology
        self._names: set[tuple[str | None, str]] = set()
        self.places: dict[str, str] = {}

    def content(self, parent: str | None, indent: str) -> Iterable[str]:
        """Yield the statements of what stands directly in a frame."""
        for box in self._plan.boxes:
            if box.group == parent:
                yield from self._box(box, indent)
        for group in self._plan.groups:
            if group.parent == parent:
                self.places[group.id] = self._new("node", group.id)
                title = self._symbology.groups[group.symbol].title.partition(":")[0]
                words = (self._name(group, parent), group.detail, title, _tag(group, "frame"))
                yield f"{indent}{self.places[group.id]} = deploymentNode {' '.join(map(quoted, words))} {{"
                yield from self.content(group.id, indent + INDENT)
                yield f"{indent}}}"

    def _box(self, box: Box, indent: str) -> Iterable[str]:
        element = self._elements.of(box)
        title = self._symbology.symbols[box.symbol].title.partition(":")[0]
        if box.group is None:
            self.places[box.id] = self._elements.of(box, aside=True).identifier
            return
        words = (self._name(box, box.group), ", ".join(box.details), title, _tag(box, "symbol"))
        if element.kind not in {Kind.CONTAINER, Kind.SYSTEM}:
            self.places[box.id] = self._new("infrastructure", box.id)
            yield f"{indent}{self.places[box.id]} = infrastructureNode {' '.join(map(quoted, words))}"
            return
        self.places[box.id] = self._new("instance", box.id)
        count = f' "{box.replicas}"' if box.replicas > 1 else ' "0..N"' if box.replicas == 0 else ""
        yield f"{indent}{self._new('pod', box.id)} = deploymentNode {' '.join(map(quoted, words))}{count} {{"
        yield f"{indent}{INDENT}{self.places[box.id]} = {element.kind.word}Instance {element.identifier}"
        yield f"{indent}}}"

    def arrows(self, indent: str) -> Iterable[str]:
        """Yield the statements of the arrows."""
        for arrow in self._plan.arrows:
            ends = (self.places[arrow.source], self.places[arrow.target])
            relation = Relation(*ends, "", arrow.label, arrow.style, arrow.status, arrow.optional, arrow.auth)
            words = (arrow.description or arrow.label or arrow.style, arrow.label, ",".join(relation.tags))
            yield f"{indent}{self._new('way', arrow.id)} = {ends[0]} -> {ends[1]} {' '.join(map(quoted, words))}"

    def _new(self, prefix: str, name: str) -> str:
        return identifier(prefix, f"{self._plan.environment} {name}", self._elements.taken)

    def _name(self, item: Box | Group, parent: str | None) -> str:
        name = item.label if item.label.strip() else item.id
        name = name if (parent, name) not in self._names else f"{name} ({item.id})"
        self._names.add((parent, name))
        return name


def _tag(item: Box | Group, what: str) -> str:
    return ",".join([f"{what} {item.symbol}", *([part_tag(item.part)] if item.part else [])])
