"""A plan under construction: boxes that stand for elements, and arrows between them, merged."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lsparch.graph import Edge
from lsparch.models.symbology import Symbology
from lsparch.models.view import ViewFile
from lsparch.views.plan import Arrow, Auth, Box, DiagramPlan, Flow, Group, Panel, Status
from lsparch.views.symbols import arrow_style, proof_of
from lsparch.views.wording import joined, ports

__all__ = ["Canvas"]

NOTHING = "There is nothing of this."
"""What stands below the title of a picture without boxes."""

FEWEST_ALIKE = 3
"""How many equal arrows of all boxes of a frame are one of the frame at least."""

_Key = tuple[str, str, str, Status]
"""Source, target, kind and status of an arrow."""


@dataclass(slots=True)
class _Bundle:
    """Relations between two boxes that become one arrow."""

    style: str
    labels: list[str] = field(default_factory=list)
    ports: list[tuple[str, int | None]] = field(default_factory=list)
    optional: bool = True
    purposes: list[str] = field(default_factory=list)
    proofs: dict[Auth, None] = field(default_factory=dict)

    def label(self) -> str:
        """Return what stands on the arrow."""
        return joined([text for text in (ports(self.ports), *self.labels) if text])


class Canvas:
    """Collects what a view shows.

    Parameters
    ----------
    view
        The view.
    symbology
        Symbols and styles.
    environment
        Environment shown; empty for the whole model.
    """

    def __init__(self, view: ViewFile, symbology: Symbology, environment: str) -> None:
        self.view = view
        self.symbology = symbology
        self.environment = environment
        self.groups: dict[str, Group] = {}
        self.boxes: dict[str, Box] = {}
        self.panels: list[Panel] = []
        self._stands_for: dict[str, str] = {}
        self._bundles: dict[_Key, _Bundle] = {}

    def frame(self, group: Group | None) -> str | None:
        """Add a frame, unless it is there or is none, and return its id."""
        if group is None:
            return None
        self.groups.setdefault(group.id, group)
        return group.id

    def box(self, box: Box, *elements: str) -> str:
        """Add a box, unless it is there, that stands for some elements, and return its id."""
        self.boxes.setdefault(box.id, box)
        for element in (box.id, *elements):
            self._stands_for.setdefault(element, box.id)
        return box.id

    def end(self, element: str) -> str:
        """Return the box or frame that stands for an element; empty if none does."""
        return self._stands_for.get(element) or (element if element in self.groups else "")

    @property
    def elements(self) -> set[str]:
        """All elements for which a box or a frame stands."""
        return {*self._stands_for, *self.groups}

    def arrow(
        self,
        source: str,
        target: str,
        style: str,
        label: str = "",
        status: str = "known",
    ) -> None:
        """Draw a relation between the boxes of two elements, if both are shown and differ."""
        bundle = self._bundle(source, target, style, style, status)
        if bundle is not None:
            bundle.labels.append(label)
            bundle.optional = False

    def connection(self, edge: Edge, source: str = "", label: str = "") -> None:
        """Draw a connection with protocol and port; connections between the same boxes become one arrow."""
        style = arrow_style(self.symbology, edge.protocol)
        bundle = self._bundle(source or edge.source, edge.target, "connection", style, edge.status)
        if bundle is not None:
            if label:
                bundle.labels.append(label)
            else:
                bundle.ports.append((edge.protocol, edge.port))
            bundle.optional = bundle.optional and edge.optional
            bundle.purposes.append(edge.purpose)
            bundle.proofs |= dict.fromkeys(proof_of(edge.auth))

    def connections(self, edges: Iterable[Edge]) -> None:
        """Draw connections."""
        for edge in edges:
            self.connection(edge)

    def _bundle(self, source: str, target: str, kind: str, style: str, status: str) -> _Bundle | None:
        one, other = self.end(source), self.end(target)
        if not one or not other or one == other:
            return None
        return self._bundles.setdefault((one, other, kind, Status(status)), _Bundle(style))

    def of_frames(self, members: Mapping[str, Collection[str]]) -> None:
        """Draw one arrow from or to a frame, in place of equal ones of all that is in it; those with a purpose stay.

        Parameters
        ----------
        members
            Elements in each frame, all of which must have such an arrow, or one with a purpose to the same end.
        """
        for frame, elements in members.items():
            boxes = {self.end(element) for element in elements}
            if frame in self.groups and "" not in boxes and len(boxes) >= FEWEST_ALIKE:
                self._of_frame(frame, boxes, 0)
                self._of_frame(frame, boxes, 1)

    def _of_frame(self, frame: str, boxes: set[str], side: int) -> None:
        """Put arrows of all boxes of a frame together whose source, or for 1 whose target, is such a box."""
        alike: dict[tuple[object, ...], list[_Key]] = {}
        meant: dict[str, set[str]] = {}
        for key, bundle in self._bundles.items():
            own, other = key[side], key[1 - side]
            if own not in boxes or frame in self._around(other):
                continue
            if any(bundle.purposes):
                meant.setdefault(other, set()).add(own)
            else:
                what = (bundle.style, bundle.label(), bundle.optional, *bundle.proofs)
                alike.setdefault((other, *key[2:], what), []).append(key)
        for keys in alike.values():
            first = keys[0]
            joint = (frame, *first[1:]) if side == 0 else (first[0], frame, *first[2:])
            owners = {key[side] for key in keys} | meant.get(first[1 - side], set())
            if owners == boxes and len(keys) > 1 and joint not in self._bundles:
                self._bundles = {
                    (joint if key == first else key): bundle
                    for key, bundle in self._bundles.items()
                    if key == first or key not in keys
                }

    def _around(self, end: str) -> Iterator[str]:
        """Yield the frames around a box or frame, itself included."""
        place = self.boxes[end].group if end in self.boxes else end
        while place is not None:
            yield place
            place = self.groups[place].parent

    def linked(self, box: str) -> bool:
        """Tell whether an arrow touches a box."""
        return any(box in {source, target} for source, target, _, _ in self._bundles)

    def plan(self) -> DiagramPlan:
        """Return the finished plan; frames that hold nothing are left out."""
        filled = self._filled()
        arrows = tuple(
            Arrow(
                f"{source} {kind} {target}{'' if status is Status.KNOWN else f' {status}'}",
                source,
                target,
                bundle.style,
                bundle.label(),
                status,
                bundle.optional,
                joined(filter(None, bundle.purposes), most=9),
                tuple(proof for proof in Auth if proof in bundle.proofs),
            )
            for (source, target, kind, status), bundle in self._bundles.items()
        )
        return DiagramPlan(
            self.view.view,
            self.view.title,
            self.environment,
            Flow(self.view.flow),
            tuple(group for group in self.groups.values() if group.id in filled),
            tuple(self.boxes.values()),
            arrows,
            tuple(self.panels),
            " ".join(filter(None, (self.view.description, "" if self.boxes else NOTHING))),
        )

    def _filled(self) -> set[str]:
        found: set[str] = set()
        for box in self.boxes.values():
            group = box.group
            while group is not None and group not in found:
                found.add(group)
                group = self.groups[group].parent
        return found
