"""Empty room taken out of a placement: things move together along one axis, in the order in which they stand.

What must stay apart is a list of least distances; the places nearest to the start follow from it. Within the room
that then is left over, things stand in line with what their arrows lead to.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from lsparch.draw.geometry import Frame
from lsparch.draw.labelling import Lack
from lsparch.draw.measure import MARGIN, ArrowLabel
from lsparch.draw.mesh import Placement
from lsparch.draw.positions import HEADING_LEFT, HEADING_TOP, LayoutRequest, headings_of
from lsparch.draw.settling import Middle, Settling
from lsparch.draw.structure import Structure
from lsparch.views.plan import Arrow, Flow

__all__ = ["compacted", "pushed"]

ACROSS, DOWN = 0, 1
"""Axes."""

APART = 56
"""Distance that is kept between things side by side; where lines need more, they get it later."""

LABELLED = 46
"""Distance beyond the size of a label that is kept between a box and the one to which its arrow leads."""

LEAST = 44
"""Distance between boxes that an arrow joins."""

CLEAR = 24
"""Things nearer than this to passing each other count as one before the other."""

NEAR = 24
"""Distance at which something stands in the way of a label."""

KEPT = 30
"""Distance that is kept where things are pushed away."""

SAME = 2
"""Difference of two middles, doubled, below which things are in line."""


def compacted(request: LayoutRequest, structure: Structure, placement: Placement, flow: Flow) -> Placement:
    """Return a placement without the room that nothing needs, in the same order."""
    first = DOWN if flow is Flow.DOWN else ACROSS
    for axis in (first, 1 - first, first):
        placement = Compaction(request, structure, placement, axis, along=axis == first).result()
    return placement


def pushed(request: LayoutRequest, structure: Structure, placement: Placement, lacks: Iterable[Lack]) -> Placement:
    """Return a placement with room for some labels, in which only that moves which stands in the way."""
    lacks = list(lacks)
    along = DOWN if request.plan.flow is Flow.DOWN else ACROSS
    for axis, back in ((ACROSS, False), (ACROSS, True), (DOWN, False), (DOWN, True)):
        pushes = [
            Push(*((lack.x, lack.y, lack.width) if axis == ACROSS else (lack.y, lack.x, lack.height))).half(back=back)
            for lack in lacks
            if (lack.width if axis == ACROSS else lack.height)
        ]
        if pushes:
            work = Compaction(request, structure, placement, axis, along=axis == along, kept=KEPT)
            placement = work.pushed_back(pushes) if back else work.pushed_on(pushes)
    return placement


@dataclass(frozen=True, slots=True)
class Push:
    """Room wanted along an axis at a place."""

    along: float
    across: float
    amount: int

    def half(self, *, back: bool) -> "Push":
        """Return half of the push, for what stands before the place (``back``) or after it."""
        return Push(self.along, self.across, self.amount // 2 if back else self.amount - self.amount // 2)


@dataclass(frozen=True, slots=True)
class Gap:
    """A least distance from the place of one thing to that of another."""

    before: str
    after: str
    least: int


class Compaction:
    """Moves what is in a placement together along one axis.

    Boxes have one place each, as have the blocks of those that no arrow touches; a frame has two, that of its heading
    and its end. Where ``kept`` is given, that distance is enough everywhere, and nothing is kept in line.
    """

    def __init__(
        self,
        request: LayoutRequest,
        structure: Structure,
        placement: Placement,
        axis: int,
        *,
        along: bool,
        kept: int | None = None,
    ) -> None:
        self._request = request
        self._kept = kept
        self._along = along
        self._structure = structure
        self._placement = placement
        self._axis = axis
        self._block: dict[str, str] = {}
        self._frames: dict[str, Frame] = {}
        self._blocks()
        self._frames |= {key: f for key, f in placement.boxes.items() if key not in self._block}
        self._frames |= {key: f for key, f in placement.groups.items() if key not in self._block}
        self._is_group = {key: None for key in placement.groups if key in self._frames}
        self._home = {key: self._parent(key) for key in self._frames}
        self._leader: dict[str, str] = {}
        if kept is None:
            self._tie()
            self._leader = {key: self._lead(key) for key in self._leader}
        self._after: dict[str, list[tuple[str, int]]] = {}
        self._before: dict[str, list[tuple[str, int]]] = {}
        self._start = {key: self._low(frame) for key, frame in self._frames.items()}
        self._start |= {tail(key): self._high(self._frames[key]) for key in self._is_group}
        for gap in (*self._inside(), *self._between()):
            self._add(gap)

    def _low(self, frame: Frame) -> int:
        return frame.x if self._axis == ACROSS else frame.y

    def _high(self, frame: Frame) -> int:
        return frame.right if self._axis == ACROSS else frame.bottom

    def _size(self, frame: Frame) -> int:
        return frame.width if self._axis == ACROSS else frame.height

    def _across(self, frame: Frame) -> tuple[int, int]:
        """Return where a frame begins and ends across the axis."""
        return (frame.y, frame.bottom) if self._axis == ACROSS else (frame.x, frame.right)

    def _blocks(self) -> None:
        """Take what stands in a block as one thing."""
        boxes, groups = self._placement.boxes, self._placement.groups
        for group, grid in self._request.grids.items():
            if group in groups:
                inside = [*(boxes[key] for key in grid.boxes), *(groups[key] for key in grid.groups)]
                left, top = min(f.x for f in inside), min(f.y for f in inside)
                right, bottom = max(f.right for f in inside), max(f.bottom for f in inside)
                self._block |= dict.fromkeys((*grid.boxes, *grid.groups), block(group))
                self._frames[block(group)] = Frame(left, top, right - left, bottom - top)

    def _parent(self, key: str) -> str | None:
        return self._structure.parent[key] if key in self._structure.parent else key[len(BLOCK) :]

    def _tie(self) -> None:
        """Keep boxes of one frame in line that are: those of a row, and those that an arrow joins."""
        joined = {frozenset((arrow.source, arrow.target)) for arrow in self._request.plan.arrows}
        boxes = [key for key in self._frames if key not in self._is_group]
        for one, other in combinations(boxes, 2):
            if self._home[one] == self._home[other] and (self._along or frozenset((one, other)) in joined):
                mine, theirs = self._frames[one], self._frames[other]
                if abs(self._low(mine) + self._high(mine) - self._low(theirs) - self._high(theirs)) <= SAME:
                    self._join(one, other)

    def _lead(self, key: str) -> str:
        while key in self._leader:
            key = self._leader[key]
        return key

    def _join(self, one: str, other: str) -> None:
        one, other = self._lead(one), self._lead(other)
        if one != other:
            self._leader[other] = one

    def _add(self, gap: Gap) -> None:
        """Note a distance, as one between the leaders of what is in line."""
        one, other = self._lead(gap.before), self._lead(gap.after)
        if one == other:
            return
        least = gap.least + self._offset(gap.before, one) - self._offset(gap.after, other)
        self._after.setdefault(one, []).append((other, least))
        self._before.setdefault(other, []).append((one, least))

    def _offset(self, key: str, leader: str) -> int:
        return self._start[key] - self._start[leader]

    def _inside(self) -> Iterator[Gap]:
        """Yield the distances of frames from what is in them."""
        heading = self._request.groups
        for group in self._is_group:
            size = heading[group]
            width = (size.width + 2 * HEADING_LEFT) if self._axis == ACROSS else size.height + HEADING_TOP + MARGIN
            yield Gap(group, tail(group), min(width, self._size(self._frames[group])))
        for key, home in self._home.items():
            if home is not None:
                top = MARGIN if self._axis == ACROSS else heading[home].height + HEADING_TOP + MARGIN - 6
                frame, around = self._frames[key], self._frames[home]
                yield Gap(home, key, min(top, self._low(frame) - self._low(around)))
                room = min(MARGIN, self._high(around) - self._high(frame))
                if key in self._is_group:
                    yield Gap(tail(key), tail(home), room)
                else:
                    yield Gap(key, tail(home), self._size(frame) + room)

    def _between(self) -> Iterator[Gap]:
        """Yield the distances of things side by side."""
        siblings: dict[str | None, list[str]] = {}
        for key, home in self._home.items():
            siblings.setdefault(home, []).append(key)
        needs = self._needs()
        for inside in siblings.values():
            ordered = sorted(inside, key=lambda key: self._low(self._frames[key]))
            spans = [(key, *self._across(self._frames[key])) for key in ordered]
            for (one, start, end), (other, first, last) in combinations(spans, 2):
                if start < last + CLEAR and first < end + CLEAR:  # they cannot pass each other
                    yield self._gap(one, other, needs.get(frozenset((one, other)), self._kept or APART))
        for arrow in self._request.plan.arrows if self._along else ():
            one, other = self._known(arrow.source), self._known(arrow.target)
            if (
                one in self._frames
                and other in self._frames
                and self._is_ordered(arrow)
                and self._high(self._frames[one]) <= self._low(self._frames[other])
            ):
                yield self._gap(one, other, self._need(arrow))

    def _known(self, key: str) -> str:
        return self._block.get(key, key)

    def _is_ordered(self, arrow: Arrow) -> bool:
        """Whether an arrow says what comes first: not between two frames, which may stand side by side."""
        if self._structure.encloses(arrow):
            return False
        return not all(end in self._placement.groups for end in self._structure.side_by_side(arrow))

    def _needs(self) -> dict[frozenset[str], int]:
        """Return the distance that arrows want between neighbours."""
        found: dict[frozenset[str], int] = {}
        for arrow in self._request.plan.arrows:
            if arrow.source in self._home and arrow.target in self._home and not self._structure.encloses(arrow):
                pair = frozenset(self._structure.side_by_side(arrow))
                found[pair] = max(found.get(pair, self._kept or APART), self._need(arrow))
        return found

    def _need(self, arrow: Arrow) -> int:
        if self._kept is not None:
            return self._kept
        label: ArrowLabel | None = self._request.labels.get(arrow.id)
        if label is None:
            return LEAST
        return max(LEAST, LABELLED + (label.width if self._axis == ACROSS else label.height))

    def _gap(self, one: str, other: str, need: int) -> Gap:
        """Return the distance between two things, at most what it is.

        It is that from the end of a frame to what stands after it, but from its heading to what stands beside it: each
        distance leads to what begins later, so that none of them go in a circle.
        """
        mine, theirs = self._frames[one], self._frames[other]
        room = min(need, self._low(theirs) - self._high(mine))
        return (
            Gap(tail(one), other, room)
            if one in self._is_group and room >= 0
            else Gap(one, other, self._size(mine) + room)
        )

    def result(self) -> Placement:
        """Return the placement with everything moved together."""
        order = self._order()
        places: dict[str, int] = {}
        for key in order:
            places[key] = self._least(key, places)
        end = max(places.values(), default=0)
        late: dict[str, int] = {}
        for key in reversed(order):
            late[key] = self._most(key, late, end)
        base = min(self._start[key] for key in order)
        old = max(1, max(self._start[key] for key in order) - base)
        for key in order:
            wanted = round((self._start[key] - base) * end / old)
            places[key] = max(self._least(key, places), min(late[key], wanted))
        self._settle(order, places, late)
        return self._moved(places)

    def _least(self, key: str, places: Mapping[str, int]) -> int:
        """Return the first place that what stands before a thing leaves to it."""
        return max([places[one] + least for one, least in self._before.get(key, ())], default=0)

    def _most(self, key: str, places: Mapping[str, int], end: int) -> int:
        """Return the last place that what stands after a thing leaves to it."""
        return min([places[one] - least for one, least in self._after.get(key, ())], default=end)

    def pushed_on(self, pushes: Iterable[Push]) -> Placement:
        """Return the placement with what is beyond some places pushed on, with what that then would come too near."""
        places: dict[str, int] = {}
        wanted = self._pushed(pushes, 1)
        for key in self._order():
            places[key] = max([wanted[key], *(places[one] + least for one, least in self._before.get(key, ()))])
        return self._moved(places)

    def pushed_back(self, pushes: Iterable[Push]) -> Placement:
        """Return the placement with what is before some places pushed back, with what that then would come too near."""
        places: dict[str, int] = {}
        wanted = self._pushed(pushes, -1)
        for key in reversed(self._order()):
            places[key] = min([wanted[key], *(places[one] - least for one, least in self._after.get(key, ()))])
        return self._moved(places)

    def _pushed(self, pushes: Iterable[Push], sign: int) -> dict[str, int]:
        """Return where things are that stand in the way of labels, when those are pushed, and where all others are."""
        wanted = dict(self._start)
        for push in pushes:
            for key, frame in self._frames.items():
                low, high = self._across(frame)
                if key in self._is_group:
                    end, place = (key, self._low(frame)) if sign > 0 else (tail(key), self._high(frame))
                else:
                    end, place = key, (self._low(frame) + self._high(frame)) // 2
                if sign * (place - push.along) >= 0 and low - NEAR < push.across < high + NEAR:
                    wanted[end] = sign * max(sign * wanted[end], sign * self._start[end] + push.amount)
        return wanted

    def _order(self) -> list[str]:
        """Return the leaders, each after those before it."""
        keys = [key for key in self._start if key not in self._leader]
        waiting = {key: len(self._before.get(key, ())) for key in keys}
        ready = [key for key in keys if not waiting[key]]
        for key in ready:
            for other, _ in self._after.get(key, ()):
                waiting[other] -= 1
                if not waiting[other]:
                    ready.append(other)
        return ready

    def _settle(self, order: Sequence[str], places: dict[str, int], late: Mapping[str, int]) -> None:
        """Move things, within the room that there is, to where their arrows are short."""
        groups = [self._members(group) for group in self._is_group]
        end = max(late.values(), default=0)
        Settling(self._before, self._after, self._pulls()).settle(order, groups, places, end)
        for group in self._is_group:
            low = min(places[key] - least for key, least in self._after[group])
            places[group] = max(places[group], low)
        for group in reversed(list(self._is_group)):
            key = tail(group)
            places[key] = max((places[one] + least for one, least in self._before[key]), default=places[key])

    def _members(self, group: str) -> list[str]:
        """Return the leaders of all that is in a frame."""
        inside = [group, tail(group)]
        for key in self._structure.inner(group):
            if key in self._frames:
                inside += [key, tail(key)] if key in self._is_group else [key]
        if block(group) in self._frames:
            inside.append(block(group))
        return list(dict.fromkeys(self._lead(key) for key in inside))

    def _pulls(self) -> dict[str, list[tuple[Middle, Middle]]]:
        """Return, by leader, what arrows pull at there, and to where."""
        found: dict[str, list[tuple[Middle, Middle]]] = {}
        for arrow in self._request.plan.arrows:
            ends = [self._known(end) for end in (arrow.source, arrow.target)]
            if all(end in self._frames for end in ends):
                one, other = (self._middle(end) for end in ends)
                found.setdefault(one.one, []).append((one, other))
                found.setdefault(other.one, []).append((other, one))
        return found

    def _middle(self, key: str) -> Middle:
        """Return the middle of a thing."""
        if key in self._is_group:
            return Middle(key, tail(key), 0)
        leader = self._lead(key)
        return Middle(leader, leader, 2 * self._offset(key, leader) + self._size(self._frames[key]))

    def _moved(self, places: Mapping[str, int]) -> Placement:
        """Return the placement with everything at its place on the axis."""
        step = {
            key: places[self._lead(key)] + self._offset(key, self._lead(key)) - start
            for key, start in self._start.items()
        }

        def by(key: str, frame: Frame) -> Frame:
            return frame.moved(step[key], 0) if self._axis == ACROSS else frame.moved(0, step[key])

        boxes = {key: by(self._known(key), frame) for key, frame in self._placement.boxes.items()}
        groups: dict[str, Frame] = {}
        for key, frame in self._placement.groups.items():
            if key in self._block:
                groups[key] = by(self._block[key], frame)
                continue
            placed, more = by(key, frame), step[tail(key)] - step[key]
            groups[key] = (
                Frame(placed.x, placed.y, placed.width + more, placed.height)
                if self._axis == ACROSS
                else Frame(placed.x, placed.y, placed.width, placed.height + more)
            )
        return Placement(boxes, groups, headings_of(self._request, groups))


BLOCK = "block of "


def block(group: str) -> str:
    """Return the name of a frame's block."""
    return f"{BLOCK}{group}"


def tail(group: str) -> str:
    """Return the name of a frame's end."""
    return f"end of {group}"
