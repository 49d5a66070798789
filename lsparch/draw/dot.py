"""DOT texts for a layout engine: fixed sizes, plan order, hints against strips and staircases.

Graphviz places boxes and frames only; arrows and their labels are ours. So an arrow is a plain edge here, and the
distance between ranks leaves room for labels.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lsparch.draw.grid import grids_of
from lsparch.draw.measure import MARGIN, ArrowLabel, BoxText, GroupHeading
from lsparch.draw.structure import Structure
from lsparch.views.plan import Arrow, DiagramPlan, Flow

__all__ = ["DotWriter", "flow_of", "grid_name"]

BIG = 260
"""Boxes and arrows above which the layout gives up some beauty for time."""

TUNED = "graph [nslimit=1, nslimit1=1, mclimit=0.2]"

BETWEEN = 30
"""Distance of boxes side by side, in points."""

LEAST_BETWEEN_RANKS = 48
MOST_BETWEEN_RANKS = 160
LABEL_ROOM = 40
"""Distance between ranks, beyond the size of the labels between them."""

BORDER = 9
"""Points by which a frame is drawn inside Graphviz's cluster, so that arrows can pass between two of them."""

HINT = 20
"""Weight of a hint between frames, against 1 for an arrow: Graphviz takes such edges as wishes only."""

POINTS_PER_INCH = 72

MANY_ABREAST = 5
"""Boxes with the same neighbour that may stand in more rows than one."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One way to arrange a part."""

    columns: int = 0
    """About how many columns sibling frames are set in; 0 for as it comes."""

    stacked: int = 0
    """On how many levels, from the outside in, a frame is set wholly before those that its arrows lead to."""

    abreast: bool = False
    """Whether frames of one kind stand side by side, whatever arrows lead from one to another."""

    wrapped: int = 0
    """In how many rows boxes stand that all lead to one and the same thing, or to which it leads; 0 for as it comes."""

    crosswise: bool = False
    """Whether arrows run down in a plan where they usually run to the right, and the other way round."""

    turned: bool = False
    """Whether the outermost elements are named in the opposite order, which Graphviz often turns round again."""


class DotWriter:
    """Writes the DOT texts of one plan.

    Parameters
    ----------
    structure
        The plan's tree and arrows.
    boxes, groups, labels
        Sizes by id; arrows without a label are absent.
    """

    def __init__(
        self,
        structure: Structure,
        boxes: Mapping[str, BoxText],
        groups: Mapping[str, GroupHeading],
        labels: Mapping[str, ArrowLabel],
    ) -> None:
        plan = structure.plan
        self._structure = structure
        self._sizes = (boxes, groups, labels)
        self._name = {box.id: f"b{index}" for index, box in enumerate(plan.boxes)}
        self.grids = grids_of(structure, boxes, groups)
        self._blocked = {inner for grid in self.grids.values() for inner in grid.groups}
        for group, grid in self.grids.items():
            self._name |= dict.fromkeys(grid.boxes, grid_name(plan, group))
        self._cluster = {group.id: f"cluster_{index}" for index, group in enumerate(plan.groups)}
        self._right = plan.flow is Flow.RIGHT
        self._back = back_arrows(structure)
        self._kinds = {group.id: group.symbol for group in plan.groups}
        self._big = len(plan.boxes) + len(plan.arrows) > BIG

    def text(self, part: Sequence[str], arrangement: "Arrangement") -> str:
        """Return the DOT text for some top-level elements."""
        tops = frozenset(part)
        plan = self._structure.plan
        right = self._right != arrangement.crosswise
        outermost = list(self._content(None, right=right, tops=tops))
        levels: list[Sequence[str]] = [part, *self._levels(tops)]
        lines = [
            "digraph plan {",
            f"graph [remincross=true, splines=false, {self._distances(right=right)}]",
            'node [shape=box, fixedsize=true, label=""]',
            "edge [arrowhead=none]",
            *([TUNED] if self._big else []),
            *(reversed(outermost) if arrangement.turned else outermost),
        ]
        for siblings in levels:
            lines += self._columns([item for item in siblings if item in self._cluster], arrangement.columns)
        for siblings in levels[: arrangement.stacked]:
            lines += self._stacked(siblings)
        if arrangement.wrapped:
            lines += self._wrapped(tops, arrangement.wrapped)
        for arrow in plan.arrows:
            if self._structure.top(arrow.source) in tops:
                lines += self._edge(arrow, free=arrangement.abreast and self._joins_like_frames(arrow))
        return "\n".join([*lines, "}", ""])

    def variants(self, part: Sequence[str]) -> Iterable[str]:
        """Yield the DOT texts of the arrangements of a part worth trying; one only for a big plan."""
        if self._big:
            yield self.text(part, Arrangement())
            return
        most = max(len([item for item in level if item in self._cluster]) for level in [part, *self._levels(part)])
        for stacked in (0, 1):
            for abreast in (False, True):
                for turned in (False, True) if self._right else (False,):
                    yield self.text(part, Arrangement(stacked=stacked, turned=turned, abreast=abreast))
            for columns in range(2, min(most, 4)):
                yield self.text(part, Arrangement(columns=columns, stacked=stacked))
            yield self.text(part, Arrangement(stacked=stacked, crosswise=True))
        if self._fans(part):
            for rows in (2, 3):
                for crosswise in (False, True):
                    yield self.text(part, Arrangement(wrapped=rows, crosswise=crosswise))

    def _levels(self, tops: Collection[str]) -> list[list[str]]:
        """Return, for each frame below some top-level elements, what stands directly in it."""
        structure = self._structure
        return [
            [*structure.children.get(group, ()), *structure.members.get(group, ())]
            for group in self._cluster
            if structure.top(group) in tops and structure.children.get(group)
        ]

    def _stacked(self, siblings: Sequence[str]) -> Iterator[str]:
        """Yield hints that everything in a frame comes before everything in those that its arrows lead to."""
        if not any(item in self._cluster for item in siblings):
            return
        owner = {box: item for item in siblings for box in (item, *self._structure.inner(item))}
        steps = {
            (owner[arrow.source], owner[arrow.target])
            for arrow in self._structure.plan.arrows
            if arrow.source in owner and arrow.target in owner and arrow.id not in self._back
        }
        for one, other in sorted(steps):
            if one != other:
                source = self._anchor(one, leaving=True)
                for target in self._edge_boxes(other, last=False):
                    yield f"{source} -> {target} [style=invis, weight=4]"

    def _edge_boxes(self, element: str, *, last: bool) -> list[str]:
        """Return the nodes of an element from which none of its own arrows leads on, or to which none leads."""
        if element not in self._cluster:
            return [self._name[element]]
        inside = [box for box in self._structure.boxes_in(element) if box in self._structure.touched]
        within = set(inside)
        passed = {
            (arrow.source if last else arrow.target)
            for arrow in self._structure.plan.arrows
            if arrow.source in within and arrow.target in within and arrow.id not in self._back
        }
        return [self._name[box] for box in inside if box not in passed]

    def _content(self, group: str | None, *, right: bool, tops: frozenset[str] | None = None) -> Iterable[str]:
        boxes = self._sizes[0]
        blocked = self.grids[group].boxes if group in self.grids else ()
        for box in self._structure.members.get(group, ()):
            if (tops is None or box in tops) and box not in blocked:
                yield node(self._name[box], boxes[box].width, boxes[box].height)
        for child in self._structure.children.get(group, ()):
            if (tops is None or child in tops) and child not in self._blocked:
                yield "\n".join(self._frame(child, right=right))

    def _frame(self, group: str, *, right: bool) -> Iterable[str]:
        head = self._sizes[1][group]
        name = self._cluster[group]
        yield f"subgraph {name} {{"
        label = table(head.width + 2 * BORDER, head.height + BORDER)
        yield f"graph [margin={MARGIN + BORDER}, labeljust=l, labelloc=t, label={label}]"
        if not self._structure.members.get(group) and not self._structure.children.get(group):
            yield node(f"empty_{name}", head.width, 12)
        inner = list(self._content(group, right=right))
        yield from reversed(inner) if right else inner
        if group in self.grids:
            yield node(grid_name(self._structure.plan, group), self.grids[group].width, self.grids[group].height)
        yield "}"

    def _columns(self, siblings: Sequence[str], columns: int) -> Iterable[str]:
        """Set sibling frames, row by row, in columns, as far as arrows do not order them already."""
        siblings = [group for group in siblings if group not in self._blocked]
        if columns < 1 or len(siblings) <= columns:
            return
        reached = self._structure.reaches(siblings)
        rows = -(-len(siblings) // columns)
        for index, group in enumerate(siblings[:-rows]):
            after = siblings[index + rows]
            if (after in reached[group]) == (group in reached[after]):
                source, target = self._anchor(group, leaving=True), self._anchor(after, leaving=False)
                yield f"{source} -> {target} [style=invis, weight={HINT}]"

    def _wrapped(self, tops: Collection[str], rows: int) -> Iterator[str]:
        """Yield hints that set boxes in rows that have the same neighbour and no other."""
        for boxes in self._fans(tops):
            across = -(-len(boxes) // rows)
            for one, other in zip(boxes, boxes[across:], strict=False):
                yield f"{self._name[one]} -> {self._name[other]} [style=invis, weight=0]"

    def _fans(self, tops: Collection[str]) -> list[list[str]]:
        """Return boxes of one frame that all lead to one thing, or to which one thing leads, where these are many."""
        ways: dict[str, set[tuple[str, bool]]] = {}
        for arrow in self._structure.plan.arrows:
            ways.setdefault(arrow.source, set()).add((arrow.target, True))
            ways.setdefault(arrow.target, set()).add((arrow.source, False))
        fans: dict[tuple[str | None, str, bool], list[str]] = {}
        for box in self._structure.plan.boxes:
            if self._structure.top(box.id) in tops and len(found := ways.get(box.id, set())) == 1:
                fans.setdefault((box.group, *next(iter(found))), []).append(box.id)
        return [boxes for boxes in fans.values() if len(boxes) >= MANY_ABREAST]

    def _distances(self, *, right: bool) -> str:
        """Distances between boxes, in the words of Graphviz; those along the flow hold the largest label."""
        sizes = [label.width if right else label.height for label in self._sizes[2].values()]
        ranks = min(MOST_BETWEEN_RANKS, max(LEAST_BETWEEN_RANKS, max(sizes, default=0) + LABEL_ROOM))
        direction = "LR" if right else "TB"
        return f"rankdir={direction}, ranksep={inches(ranks)}, nodesep={inches(BETWEEN)}"

    def _joins_like_frames(self, arrow: Arrow) -> bool:
        """Whether an arrow leads from one frame into another one of the same kind, beside it."""
        level = self._structure.common(arrow)
        if self._structure.encloses(arrow):
            return False
        kinds = [self._kinds.get(self._structure.below(end, level)) for end in (arrow.source, arrow.target)]
        return kinds[0] is not None and kinds[0] == kinds[1]

    def _edge(self, arrow: Arrow, *, free: bool) -> Iterator[str]:
        """Yield the statement for an arrow, turned round if it runs against the flow.

        A ``free`` arrow has no say in what comes first, only in what is near what.
        """
        if self._structure.encloses(arrow) or arrow.source == arrow.target:
            return
        source, target = self._anchor(arrow.source, leaving=True), self._anchor(arrow.target, leaving=False)
        if arrow.id in self._back:
            source, target = self._anchor(arrow.target, leaving=True), self._anchor(arrow.source, leaving=False)
        if source != target:
            yield f"{source} -> {target} [constraint=false]" if free else f"{source} -> {target}"

    def _anchor(self, element: str, *, leaving: bool) -> str:
        """Return the node at which an arrow to a box or a frame ends; the arrow is cut at the frame later."""
        if element in self._name:
            return self._name[element]
        structure = self._structure
        box = structure.exit(element) if leaving else structure.entry(element)
        if box is not None:
            return self._name[box]
        while children := structure.children.get(element):
            element = children[0]
        return f"empty_{self._cluster[element]}"


def flow_of(dot: str) -> Flow:
    """Return the direction of the arrows in a DOT text of ours."""
    return Flow.RIGHT if "rankdir=LR" in dot else Flow.DOWN


def grid_name(plan: DiagramPlan, group: str) -> str:
    """Return the name of the node for a frame's boxes that no arrow touches."""
    return f"g{[item.id for item in plan.groups].index(group)}"


def back_arrows(structure: Structure) -> frozenset[str]:
    """Return the arrows that run against the flow: those that close a circle of frames or boxes.

    Graphviz orders what is inside one frame with inner frames taken as wholes; so do we.
    """
    levels: dict[str | None, dict[tuple[str, str], list[str]]] = {}
    for arrow in structure.plan.arrows:
        level = structure.common(arrow)
        if not structure.encloses(arrow):
            step = (structure.below(arrow.source, level), structure.below(arrow.target, level))
            levels.setdefault(level, {}).setdefault(step, []).append(arrow.id)
    return frozenset(
        arrow for steps in levels.values() for step in circle_closers(list(steps)) for arrow in steps[step]
    )


def circle_closers(steps: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the steps that lead back to a place on the way, when all are followed in order, depth first."""
    leaving: dict[str, list[str]] = {}
    for source, target in steps:
        leaving.setdefault(source, []).append(target)
    found: list[tuple[str, str]] = []
    done: set[str] = set()
    for start, first in leaving.items():
        on_way: dict[str, Iterator[str]] = {} if start in done else {start: iter(first)}
        while on_way:
            place, targets = list(on_way.items())[-1]
            target = next(targets, "")
            if not target:
                done.add(place)
                del on_way[place]
            elif target in on_way:
                found.append((place, target))
            elif target not in done:
                on_way[target] = iter(leaving.get(target, ()))
    return found


def node(name: str, width: int, height: int) -> str:
    """Return a node statement of a fixed size in points."""
    return f"{name} [width={inches(width)}, height={inches(height)}]"


def inches(points: int) -> str:
    """Return points as inches, exactly enough to come back as the same whole number."""
    return f"{points / POINTS_PER_INCH:.6f}"


def table(width: int, height: int) -> str:
    """Return a label that is empty and has a fixed size."""
    size = f'FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="{height}"'
    return f'<<TABLE BORDER="0" CELLPADDING="0" CELLSPACING="0" {size}><TR><TD></TD></TR></TABLE>>'
