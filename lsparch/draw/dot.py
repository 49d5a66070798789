"""DOT texts for a layout engine: fixed sizes, plan order, hints against strips and staircases.

Labels of arrows are nodes in the middle of their arrow: nothing is then drawn over them, and no arrow runs
through them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lsparch.draw.grid import grids_of
from lsparch.draw.joints import joints_of
from lsparch.draw.measure import ArrowLabel, BoxText, GroupHeading
from lsparch.draw.structure import Structure
from lsparch.views.plan import Arrow, DiagramPlan, Flow

__all__ = ["DotWriter", "grid_name"]

BIG = 260
"""Boxes and arrows above which the layout gives up some beauty for time."""

TUNED = "graph [nslimit=1, nslimit1=1, mclimit=0.2, splines=line]"
ACROSS = "rankdir=LR, ranksep=0.3, nodesep=0.32"
DOWNWARDS = "rankdir=TB, ranksep=0.32, nodesep=0.26"
HINT = 20
"""Weight of a hint between frames, against 1 for an arrow: Graphviz takes such edges as wishes only."""

POINTS_PER_INCH = 72


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
        self.grids = grids_of(structure, boxes)
        for group, grid in self.grids.items():
            self._name |= dict.fromkeys(grid.boxes, grid_name(plan, group))
        self._cluster = {group.id: f"cluster_{index}" for index, group in enumerate(plan.groups)}
        self._right = plan.flow is Flow.RIGHT
        self._back = back_arrows(structure)
        self._label_nodes: dict[str | None, list[tuple[str, Arrow]]] = {}
        self.joints = joints_of(structure, labels, self._back)
        self._middle: dict[str, str] = {arrow.id: f"l{index}" for index, arrow in enumerate(plan.arrows)}
        for index, arrow in enumerate(plan.arrows):
            if arrow.id in labels and self._leads(arrow):
                self._label_nodes.setdefault(label_home(structure, arrow), []).append((f"l{index}", arrow))
        self._big = len(plan.boxes) + len(plan.arrows) > BIG

    def text(self, part: Sequence[str], *, columns: int = 0, turned: bool = False) -> str:
        """Return the DOT text for some top-level elements.

        Sibling frames are set in about ``columns`` columns. With ``turned``, the outermost elements are named in
        the opposite order, which Graphviz often turns round again when arrows run to the right.
        """
        tops = frozenset(part)
        plan = self._structure.plan
        outermost = list(self._content(None, tops))
        lines = [
            "digraph plan {",
            f"graph [remincross=true, {ACROSS if self._right else DOWNWARDS}]",
            'node [shape=box, fixedsize=true, label=""]',
            "edge [arrowhead=none]",
            *([TUNED] if self._big else []),
            *(reversed(outermost) if turned else outermost),
            *self._columns([group for group in part if group in self._cluster], columns),
        ]
        for group in plan.groups:
            if self._structure.top(group.id) in tops:
                lines += self._columns(self._structure.children.get(group.id, []), columns)
        for index, arrow in enumerate(plan.arrows):
            if self._structure.top(arrow.source) in tops:
                lines += self._edges(index, arrow)
        return "\n".join([*lines, "}", ""])

    def variants(self, part: Sequence[str]) -> Iterable[str]:
        """Yield the DOT texts of the arrangements of a part worth trying; one only for a big plan."""
        yield self.text(part)
        if self._big:
            return
        if self._right:
            yield self.text(part, turned=True)
        siblings = [self._structure.children.get(group, []) for group in self._cluster]
        siblings.append([group for group in part if group in self._cluster])
        most = max(len(groups) for groups in siblings)
        for columns in range(2, min(most, 4)):
            yield self.text(part, columns=columns)

    def _content(self, group: str | None, tops: frozenset[str] | None = None) -> Iterable[str]:
        boxes, _, labels = self._sizes
        blocked = self.grids[group].boxes if group in self.grids else ()
        for box in self._structure.members.get(group, ()):
            if (tops is None or box in tops) and box not in blocked:
                yield node(self._name[box], boxes[box].width, boxes[box].height)
        for name, arrow in self._label_nodes.get(group, ()):
            if tops is None or self._structure.top(arrow.source) in tops:
                yield node(name, labels[arrow.id].width, labels[arrow.id].height)
        for child in self._structure.children.get(group, ()):
            if tops is None or child in tops:
                yield "\n".join(self._frame(child))

    def _frame(self, group: str) -> Iterable[str]:
        head = self._sizes[1][group]
        name = self._cluster[group]
        yield f"subgraph {name} {{"
        yield f"graph [margin=12, labeljust=l, labelloc=t, label={table(head.width, head.height)}]"
        if not self._structure.members.get(group) and not self._structure.children.get(group):
            yield node(f"empty_{name}", head.width, 12)
        inner = list(self._content(group))
        yield from reversed(inner) if self._right else inner
        if group in self.grids:
            yield node(grid_name(self._structure.plan, group), self.grids[group].width, self.grids[group].height)
        leaving = [name for name, arrow in self._label_nodes.get(group, ()) if self._leaves(arrow, group)]
        if leaving:
            yield f"subgraph {{ rank=max; {'; '.join(leaving)} }}"
        yield "}"

    def _columns(self, siblings: Sequence[str], columns: int) -> Iterable[str]:
        """Set sibling frames, row by row, in columns, as far as arrows do not order them already."""
        if columns < 1 or len(siblings) <= columns:
            return
        reached = self._structure.reaches(siblings)
        rows = -(-len(siblings) // columns)
        for index, group in enumerate(siblings[:-rows]):
            after = siblings[index + rows]
            if (after in reached[group]) == (group in reached[after]):
                source, target = self._anchor(group, leaving=True), self._anchor(after, leaving=False)
                yield f"{source} -> {target} [style=invis, weight={HINT}, minlen={self._length}]"

    @property
    def _length(self) -> int:
        """Ranks between two boxes: two when there are labels between boxes."""
        return 2 if self._sizes[2] else 1

    def _edges(self, index: int, arrow: Arrow) -> list[str]:
        source, target = self._anchor(arrow.source, leaving=True), self._anchor(arrow.target, leaving=False)
        back = arrow.id in self._back
        if arrow.id not in self._sizes[2]:
            first, last, name = (target, source, "u") if back else (source, target, "s")
            return [f"{first} -> {last} [id=a{index}{name}, minlen={self._length}]"]
        joint = self.joints.get(arrow.id)
        middle = self._middle[joint.leader if joint else arrow.id]
        inner = self._structure.around(arrow.target)
        if arrow.source in inner:
            return [f"{middle} -> {target} [id=a{index}t]"]
        if arrow.target in self._structure.around(arrow.source):
            return [f"{source} -> {middle} [id=a{index}s]"]
        if back:
            return [f"{target} -> {middle} [id=a{index}v]", f"{middle} -> {source} [id=a{index}u]"]
        halves = [f"{source} -> {middle} [id=a{index}s]", f"{middle} -> {target} [id=a{index}t]"]
        if joint is None or self._leads(arrow):
            return halves
        return halves[:1] if joint.into else halves[1:]

    def _leaves(self, arrow: Arrow, group: str) -> bool:
        """Whether an arrow leads out of a frame."""
        around = self._structure.around
        return group in around(arrow.source) and group not in around(arrow.target) and arrow.target != group

    def _leads(self, arrow: Arrow) -> bool:
        """Whether an arrow has a label of its own, because it meets no other or leads those that it meets."""
        return arrow.id not in self.joints or self.joints[arrow.id].leader == arrow.id

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


def grid_name(plan: DiagramPlan, group: str) -> str:
    """Return the name of the node for a frame's boxes that no arrow touches."""
    return f"g{[item.id for item in plan.groups].index(group)}"


def label_home(structure: Structure, arrow: Arrow) -> str | None:
    """Return the frame that an arrow's label stands in: one around both ends, or a frame of frames around one end.

    Graphviz leads an arrow out of a frame by the shortest way and then around it. Where a frame holds the most of a
    picture, a label inside keeps the arrow inside, up to the frame's end.
    """
    level = structure.common(arrow)
    if structure.encloses(arrow):
        return level
    for end in (arrow.source, arrow.target):
        home = structure.below(end, level)
        if structure.children.get(home):
            return home
    return level


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
