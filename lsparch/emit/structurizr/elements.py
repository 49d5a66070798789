"""What boxes and frames are in the C4 model: people, software systems, their containers, and components of those."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from lsparch.emit.structurizr.words import identifier, part_tag, shown
from lsparch.models.symbology import Symbology
from lsparch.views.plan import Box, DiagramPlan, Group, Status

__all__ = ["Element", "Elements", "Kind"]

ASIDE = frozenset({"load-balancer", "volume", "route", "secret", "dataset", "image", "node-pool", "custom-resource"})
"""Symbols of boxes that belong to an Aspect or Service and are nothing that runs."""

PODS = "#"
"""Between the id of a component and the name of a container of its pods."""


class Kind(IntEnum):
    """Kind of an element; what holds others stands before it."""

    CUSTOM = 0
    PERSON = 1
    SYSTEM = 2
    CONTAINER = 3
    COMPONENT = 4

    @property
    def word(self) -> str:
        """Word of the notation."""
        return ("element", "person", "softwareSystem", "container", "component")[self]


@dataclass(slots=True)
class Element:
    """One element of the model."""

    id: str
    """Id of the box or frame."""

    kind: Kind
    name: str
    identifier: str
    parent: "Element | None" = None
    description: str = ""
    technology: str = ""
    tags: tuple[str, ...] = ()
    children: "list[Element]" = field(default_factory=list)

    def ancestors(self) -> "Iterable[Element]":
        """Yield what it is in, from the inside out."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


class Elements:
    """The elements of a workspace, each made when it is first asked for."""

    def __init__(self, symbology: Symbology, parts: Mapping[str, Group]) -> None:
        self._symbology = symbology
        self._parts = parts
        self._found: dict[tuple[str, bool], Element] = {}
        self._names: set[tuple[str, str]] = set()
        self.taken: set[str] = set()

    @property
    def top(self) -> list[Element]:
        """Elements that are in no other."""
        return [element for element in self._found.values() if element.parent is None]

    def of_plan(self, plan: DiagramPlan) -> dict[str, Element]:
        """Return the elements of all boxes of a plan, and of frames at which arrows end.

        Structurizr shows nothing beside what it is in; where a plan does, a custom element stands for the latter.
        """
        ends = {end for arrow in plan.arrows for end in (arrow.source, arrow.target)}
        items: list[Box | Group] = [*plan.boxes, *(group for group in plan.groups if group.id in ends)]
        kinds = {item.id: self.of(item) for item in items}
        inner = {above.id for element in kinds.values() for above in element.ancestors()}
        return {item.id: self.of(item, aside=item.id in inner) for item in items}

    def of(self, item: Box | Group, *, aside: bool = False) -> Element:
        """Return the element of a box or a frame; ``aside`` asks for a custom element."""
        kind = Kind.CUSTOM if aside else self._kind(item)
        key = (item.id, kind is Kind.CUSTOM)
        if key not in self._found:
            self._found[key] = self._made(item, kind)
        return self._found[key]

    def _kind(self, item: Box | Group) -> Kind:
        if item.id.startswith("external/") or item.id in {item.part, "platform"}:
            return Kind.SYSTEM
        if isinstance(item, Box) and item.symbol == "user":
            return Kind.PERSON
        inside = item.part and item.id.startswith(f"{item.part}/") and item.symbol not in ASIDE
        return (Kind.COMPONENT if PODS in item.id else Kind.CONTAINER) if inside else Kind.CUSTOM

    def _made(self, item: Box | Group, kind: Kind) -> Element:
        parent: Element | None = None
        if kind is Kind.CONTAINER:
            parent = self.of(self._parts.get(item.part) or Group(item.part, item.part, "aspect", part=item.part))
        elif kind is Kind.COMPONENT:
            holder = item.id.partition(PODS)[0]
            parent = self.of(Group(holder, holder.rpartition("/")[2], "pod", part=item.part))
        styles = self._symbology.symbols if isinstance(item, Box) else self._symbology.groups
        details = item.details if isinstance(item, Box) else (item.detail,)
        described = item.description if isinstance(item, Box) and item.description != item.label else ""
        element = Element(
            item.id,
            kind,
            self._name(item, parent),
            identifier(kind.word.lower(), item.id, self.taken),
            parent,
            ". ".join(filter(None, (described, ", ".join(one for one in details if one not in {"", described})))),
            styles[item.symbol].title.partition(":")[0],
            tuple(_tags(item)),
        )
        if parent is not None:
            parent.children.append(element)
        return element

    def _name(self, item: Box | Group, parent: Element | None) -> str:
        """Return a name that nothing beside it has."""
        beside = parent.identifier if parent else ""
        label = shown(item.label)
        more = (f"{label} ({shown(item.id)})", *(f"{label} ({n})" for n in range(2, len(self._names) + 3)))
        names = (label, *more) if label else more
        name = next(name for name in names if (beside, name.casefold()) not in self._names)
        self._names.add((beside, name.casefold()))
        return name


def _tags(item: Box | Group) -> Iterable[str]:
    yield f"{'symbol' if isinstance(item, Box) else 'frame'} {item.symbol}"
    if item.part:
        yield part_tag(item.part)
    if item.id.startswith("external/"):
        yield "external"
    if item.status is not Status.KNOWN:
        yield f"status {item.status.value}"
    if isinstance(item, Box) and item.replicas != 1:
        yield "several pods"
