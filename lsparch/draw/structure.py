"""The tree of frames in a plan, and what its arrows join, as a layout needs to know them."""

from collections.abc import Iterable, Iterator, Sequence

from lsparch.views.plan import Arrow, DiagramPlan

__all__ = ["Structure"]


class Structure:
    """Answers questions about the nesting and the arrows of a plan.

    Parameters
    ----------
    plan
        Plan whose ids are unique and whose references exist.
    """

    def __init__(self, plan: DiagramPlan) -> None:
        self.plan = plan
        self.parent: dict[str, str | None] = {group.id: group.parent for group in plan.groups}
        self.children: dict[str | None, list[str]] = {}
        for group in plan.groups:
            self.children.setdefault(group.parent, []).append(group.id)
        self.members: dict[str | None, list[str]] = {}
        for box in plan.boxes:
            self.parent[box.id] = box.group
            self.members.setdefault(box.group, []).append(box.id)
        self._around: dict[str, list[str]] = {}
        self._sides: dict[tuple[str, str], tuple[str, str]] = {}
        self.touched = frozenset(end for arrow in plan.arrows for end in (arrow.source, arrow.target))

    def around(self, element: str) -> list[str]:
        """Return the frames around an element, innermost first."""
        if element not in self._around:
            parent = self.parent[element]
            self._around[element] = [] if parent is None else [parent, *self.around(parent)]
        return self._around[element]

    def top(self, element: str) -> str:
        """Return the outermost frame around an element, or the element itself."""
        return [element, *self.around(element)][-1]

    def below(self, element: str, level: str | None) -> str:
        """Return what stands directly in a frame (or at the top) and is, or holds, an element."""
        chain = [element, *self.around(element)]
        return next(item for item in chain if self.parent[item] == level)

    def common(self, arrow: Arrow) -> str | None:
        """Return the innermost frame around both ends of an arrow; a frame is around what is in it."""
        target = [*self.around(arrow.target), *self.inside_out(arrow.target, arrow.source)]
        source = [*self.inside_out(arrow.source, arrow.target), *self.around(arrow.source)]
        return next((group for group in source if group in target), None)

    def side_by_side(self, arrow: Arrow) -> tuple[str, str]:
        """Return what stands directly in the innermost frame around both ends of an arrow and is, or holds, each."""
        key = (arrow.source, arrow.target)
        if key not in self._sides:
            level = self.common(arrow)
            self._sides[key] = self.below(arrow.source, level), self.below(arrow.target, level)
        return self._sides[key]

    def inside_out(self, outer: str, inner: str) -> list[str]:
        """Return the frame itself when it is around the other element, else nothing."""
        return [outer] if outer in self.around(inner) else []

    def encloses(self, arrow: Arrow) -> bool:
        """Whether an arrow joins a frame with something inside it."""
        return arrow.source in self.around(arrow.target) or arrow.target in self.around(arrow.source)

    def boxes_in(self, group: str) -> Iterator[str]:
        """Yield the boxes in a frame at any depth, in plan order."""
        yield from self.members.get(group, ())
        for child in self.children.get(group, ()):
            yield from self.boxes_in(child)

    def depths(self, group: str | None) -> dict[str, int]:
        """Return, for each box in a frame (or at the top), the length of the longest chain of arrows to it."""
        inside = list(self.boxes_in(group)) if group is not None else self.members.get(None, [])
        depth = dict.fromkeys(inside, 0)
        steps = [(a.source, a.target) for a in self.plan.arrows if a.source in depth and a.target in depth]
        for _ in inside:
            moved = False
            for source, target in steps:
                if depth[target] <= depth[source] < len(inside):
                    depth[target] = depth[source] + 1
                    moved = True
            if not moved:
                break
        return depth

    def entry(self, group: str) -> str | None:
        """Return the box of a frame at which an arrow from outside best ends; None for an empty frame."""
        depth = self.depths(group)
        return min(depth, key=lambda box: depth[box], default=None)

    def exit(self, group: str) -> str | None:
        """Return the box of a frame at which an arrow to the outside best starts; None for an empty frame."""
        depth = self.depths(group)
        return max(depth, key=lambda box: depth[box], default=None)

    def components(self) -> list[list[str]]:
        """Return the top-level frames and boxes that arrows join, as lists in plan order."""
        tops = [*self.children.get(None, ()), *self.members.get(None, ())]
        leader = {top: top for top in tops}
        for arrow in self.plan.arrows:
            one, other = leader[self.top(arrow.source)], leader[self.top(arrow.target)]
            if one != other:
                leader = {top: one if found == other else found for top, found in leader.items()}
        parts: dict[str, list[str]] = {}
        for top in tops:
            parts.setdefault(leader[top], []).append(top)
        return list(parts.values())

    def reaches(self, siblings: Sequence[str]) -> dict[str, set[str]]:
        """Return, for each of some frames, the others that arrows lead to, directly or not."""
        owner = {box: group for group in siblings for box in (group, *self.inner(group))}
        direct: dict[str, set[str]] = {group: set() for group in siblings}
        for arrow in self.plan.arrows:
            one, other = owner.get(arrow.source), owner.get(arrow.target)
            if one is not None and other is not None and one != other:
                direct[one].add(other)
        return {group: closure(direct, group) for group in siblings}

    def inner(self, group: str) -> Iterator[str]:
        """Yield everything in a frame: boxes and frames at any depth."""
        yield from self.members.get(group, ())
        for child in self.children.get(group, ()):
            yield child
            yield from self.inner(child)


def closure(direct: dict[str, set[str]], start: str) -> set[str]:
    """Return everything that can be reached from a start."""
    found: set[str] = set()
    queue: Iterable[str] = direct[start]
    while queue:
        found |= set(queue)
        queue = {after for step in queue for after in direct[step]} - found
    return found
