"""Nets led through a mesh: each arrow from its own end to the end that its net shares, where it joins the others."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lsparch.draw.gates import Gate, gates_of
from lsparch.draw.geometry import Frame
from lsparch.draw.mesh import Mesh, Placement, mesh_of
from lsparch.draw.nets import Net
from lsparch.draw.search import BEND, BESIDE, ENDLESS, JOINED, UPRIGHT, Traffic, find_way
from lsparch.draw.structure import Structure
from lsparch.draw.tracks import Leg
from lsparch.views.plan import Arrow, Flow

__all__ = ["Pathfinder", "Trail", "legs_of"]

FOREIGN = 2.2
"""Cost of a point of way in a frame around neither end."""

FORK = 300
"""Cost of a joint in a frame around neither end of the arrow that joins there."""

SHY = 3.0
"""Cost of a point of way on a line that others use, for an arrow that finds no room there."""

STRAIGHT = 10
"""Points by which two boxes must overlap sideways, at both ends, for a straight line between them."""

HIDDEN = 16
"""Distance of two lines that is less than the height of a label."""


@dataclass(frozen=True, slots=True)
class Trail:
    """A way through the mesh as states, with the sides at which it starts and ends."""

    states: tuple[int, ...]
    start: int
    end: int
    end_axis: int

    @property
    def head(self) -> int:
        """The last node, with the axis on which the way leaves it."""
        return (self.states[-1] >> 1) * 2 + self.end_axis

    @property
    def returns(self) -> bool:
        """Whether the way ends where it starts, so that there is nothing to see of it."""
        return len(self.states) > 1 and self.states[0] >> 1 == self.states[-1] >> 1 and self.start == self.end

    @property
    def reversed(self) -> "Trail":
        """The same way from its end to its start."""
        axes = [*(state & 1 for state in self.states[1:]), self.end_axis]
        states = [(state >> 1) * 2 + axis for state, axis in zip(self.states, axes, strict=True)]
        return Trail(tuple(reversed(states)), self.end, self.start, self.states[0] & 1)


Trails = dict[str, Trail]
"""Ways of the arrows of a net, each from its source to its target."""


@dataclass(frozen=True, slots=True)
class Joints:
    """States at which an arrow may join others of its net."""

    prices: dict[int, float] = field(default_factory=dict)
    tails: dict[int, tuple[Trail, int]] = field(default_factory=dict)
    """The ways that lead on, each with the number of its first state there."""

    free: bool = False
    """Whether to join costs nothing in foreign frames, as where all must run along a line for the sake of a label."""


class Pathfinder:
    """Finds ways for nets through one placement, one after the other.

    Parameters
    ----------
    structure
        The plan's tree and arrows.
    nets
        Arrows that are drawn as one; all of their ends stand in the placement.
    placement
        Where everything is.
    haste
        More than 1 finds ways sooner, which may be longer.
    clear
        Whether ways keep clear of the heads of others.
    """

    def __init__(
        self, structure: Structure, nets: Sequence[Net], placement: Placement, haste: float = 1, *, clear: bool = True
    ) -> None:
        self._structure = structure
        self._arrows = {arrow.id: arrow for arrow in structure.plan.arrows}
        self._nets = nets
        self._headings = placement.headings
        self._groups = tuple(placement.groups)
        self._down = structure.plan.flow is Flow.DOWN
        self.places: dict[str, Frame] = {**placement.groups, **placement.boxes}
        self.mesh = mesh_of(placement, *self._straight_lines())
        self._traffic = Traffic.none(self.mesh)
        self._shy = BESIDE
        self._haste = haste
        self._clear = clear
        self._known_gates: dict[tuple[str, bool, bool], dict[int, Gate]] = {}
        self._arcs: list[list[tuple[int, int]]] = [[] for _ in nets]
        self.trails: list[Trails] = [{} for _ in nets]
        """Ways of each net; empty where there is none."""

    def find_all(self, rounds: int = 2) -> None:
        """Find a way for every net, the short ones first, and again for those that meet others when all are known."""
        order = sorted(range(len(self._nets)), key=lambda net: (self._distance(self._nets[net]), net))
        for number in range(rounds):
            for net in order:
                if not number or self._traffic.meets(self._arcs[net]):
                    self._keep(net, lambda net: self._net(self._nets[net], None))

    def lead_elsewhere(self, net: int) -> bool:
        """Look for another way for a net, on lines that others do not use; return whether it went there."""
        before = self.trails[net]
        self._shy = SHY
        self._keep(net, lambda net: self._net(self._nets[net], None) or before)
        self._shy = BESIDE
        return self.trails[net] != before

    def lead_through(self, net: int, trunk: Sequence[int]) -> bool:
        """Lead all arrows of a net along some nodes in one line, in the better direction; return whether it went."""
        before = self.trails[net]
        self._keep(net, lambda _: {})
        found = [self._net(self._nets[net], nodes) for nodes in (trunk, trunk[::-1])]
        led = (trails for trails in found if trails and not any(map(self._goes_back, trails.values())))
        best = min(led, key=self._effort, default=before)
        self._keep(net, lambda _: best)
        return best is not before

    def _goes_back(self, trail: Trail) -> bool:
        """Tell whether a way ends where it starts, or turns and goes back so near that a label would hide it."""
        legs = list(legs_of(self.mesh, trail))
        return trail.returns or any(
            abs(one.line - other.line) < HIDDEN and (one.end > one.start) != (other.end > other.start)
            for one, other in zip(legs, legs[2:], strict=False)
        )

    def _effort(self, trails: Trails) -> float:
        """Return the length of some ways, and what their bends cost."""
        bends = sum(one & 1 != other & 1 for trail in trails.values() for one, other in pairwise(trail.states))
        length = sum(distance(self.mesh, *arc) for arc in arcs_of(trails.values()))
        return length + BEND * bends

    def ends(self, net: int) -> tuple[list[Frame], Frame]:
        """Return the places of the ends of a net that differ, and of the one that is shared."""
        arrows = [self._arrows[arrow] for arrow in self._nets[net].arrows]
        into = self._nets[net].into
        own = [self.places[arrow.source if into else arrow.target] for arrow in arrows]
        return own, self.places[arrows[0].target if into else arrows[0].source]

    def dear(self, net: int) -> list[float]:
        """Return what a point of way costs a net in each frame of the mesh."""
        costs = [self._dear(self._arrows[arrow]) for arrow in self._nets[net].arrows]
        return [min(column) for column in zip(*costs, strict=True)]

    def _keep(self, net: int, find: Callable[[int], Trails]) -> None:
        self._count(net, -1)
        self.trails[net] = find(net)
        self._arcs[net] = arcs_of(self.trails[net].values())
        self._count(net, 1)

    def _count(self, net: int, by: int) -> None:
        self._traffic.add(self.mesh, self._arcs[net], by)
        if self._clear:
            self._traffic.add_heads({trail.head for trail in self.trails[net].values()}, by)

    def _straight_lines(self) -> tuple[set[int], set[int]]:
        """Return the lines on which boxes that overlap sideways are joined by a straight way."""
        xs: set[int] = set()
        ys: set[int] = set()
        for net in self._nets:
            for arrow in net.arrows:
                one, other = self.places[self._arrows[arrow].source], self.places[self._arrows[arrow].target]
                left, right = max(one.x, other.x) + STRAIGHT, min(one.right, other.right) - STRAIGHT
                top, bottom = max(one.y, other.y) + STRAIGHT, min(one.bottom, other.bottom) - STRAIGHT
                if left <= right:
                    xs.add((left + right) // 2)
                if top <= bottom:
                    ys.add((top + bottom) // 2)
        return xs, ys

    def _distance(self, net: Net) -> float:
        return max(self._length(self._arrows[arrow]) for arrow in net.arrows)

    def _length(self, arrow: Arrow) -> float:
        return self.places[arrow.source].centre.distance(self.places[arrow.target].centre)

    def _net(self, net: Net, trunk: Sequence[int] | None) -> Trails:
        """Return the ways of a net, each arrow joining those before; nothing when one finds none."""
        found: Trails = {}
        joints = Joints()
        arrows = sorted((self._arrows[arrow] for arrow in net.arrows), key=self._length)
        if trunk is not None:
            joints = self._trunk(arrows[0], net.into, trunk)
            if not joints.prices:
                return {}
        for arrow in arrows:
            trail = self._trail(arrow, net.into, joints)
            if trail is None:
                return {}
            found[arrow.id] = trail
            nodes = [state >> 1 for state in trail.states]
            self._join(joints, trail, len(nodes) if trunk is None else nodes.index(trunk[0]))
        return {arrow: found[arrow] if net.into else found[arrow].reversed for arrow in net.arrows}

    def _trunk(self, arrow: Arrow, into: bool, trunk: Sequence[int]) -> Joints:
        """Return where arrows may join a trunk that runs along some nodes: at its first node, on either axis."""
        axis = axis_into(trunk)
        states = [node * 2 + axis for node in trunk]
        end = self._gates(arrow, leaving=not into)
        goals = self._goals(end, heads=into)
        if not goals:
            return Joints()
        rest = find_way(self.mesh, self._traffic, {states[-1]: 0.0}, goals, self._dear(arrow), self._shy, self._haste)
        if rest is None or set(rest[1:]) & set(states):
            return Joints()
        gate = end[rest[-1]]
        tail = Trail((*states[1:], *rest[1:]), 0, gate.edge, gate.state & 1)
        sides = [trunk[0] * 2 + side for side in (axis, 1 - axis)]
        return Joints(dict.fromkeys(sides, 0.0), dict.fromkeys(sides, (tail, 0)), free=True)

    def _trail(self, arrow: Arrow, into: bool, joints: Joints) -> Trail | None:
        """Return the way of one arrow, from its own end to the shared one, where it joins others of its net."""
        start = self._gates(arrow, leaving=into)
        starts = {state: gate.price for state, gate in start.items()}
        if self._clear and not into:
            starts = {state: price + self._traffic.passing(state) for state, price in starts.items()}
        goals: Mapping[int, float] = joints.prices
        end: Mapping[int, Gate] = {}
        if not goals:
            end = self._gates(arrow, leaving=not into)
            goals = self._goals(end, heads=into)
            if arrow.source == arrow.target:
                starts = {state: price for state, price in starts.items() if state & 1 == UPRIGHT}
                goals = {state: price for state, price in goals.items() if state & 1 != UPRIGHT}
        if not starts or not goals:
            return None
        dear = self._dear(arrow)
        strange = {} if end or joints.free else {state: FORK for state in goals if dear[self.mesh.home[state >> 1]] > 1}
        states = find_way(self.mesh, self._traffic, starts, goals, dear, self._shy, self._haste, strange)
        if states is None:
            return None
        edge, last = start[states[0]].edge, states[-1]
        if end:
            return Trail(tuple(states), edge, end[last].edge, last & 1)
        joined, first = joints.tails[last]
        return Trail((*states, *joined.states[first:]), edge, joined.end, joined.end_axis)

    def _goals(self, end: Mapping[int, Gate], *, heads: bool) -> dict[int, float]:
        """Return what each gate costs that ends a search; to cross others costs twice where an arrowhead stands."""
        times = (2 if heads else 1) if self._clear else 0
        return {state: gate.price + times * self._traffic.passing(state) for state, gate in end.items()}

    def _join(self, joints: Joints, trail: Trail, last: int) -> None:
        """Add the places of a way, but for those from ``last`` on, to those where others may join it."""
        length = 0.0
        for index in range(len(trail.states) - 1, -1, -1):
            node = trail.states[index] >> 1
            if index < len(trail.states) - 1:
                length += distance(self.mesh, node, trail.states[index + 1] >> 1)
            price = JOINED * length
            for state in (node * 2, node * 2 + 1) if index < last else ():
                if price < joints.prices.get(state, ENDLESS):
                    joints.prices[state] = price
                    joints.tails[state] = (trail, index + 1)

    def _gates(self, arrow: Arrow, *, leaving: bool) -> Mapping[int, Gate]:
        """Return the gates of one end of an arrow, by state."""
        element, other = (arrow.source, arrow.target) if leaving else (arrow.target, arrow.source)
        key = (element, leaving, element in self._structure.around(other))
        if key not in self._known_gates:
            found = gates_of(
                self.mesh,
                self.places[element],
                down=self._down,
                leaving=leaving,
                inwards=key[2],
                heading=self._headings.get(element),
            )
            self._known_gates[key] = {gate.state: gate for gate in found}
        return self._known_gates[key]

    def _dear(self, arrow: Arrow) -> list[float]:
        own = {*self._structure.around(arrow.source), *self._structure.around(arrow.target)}
        return [1.0, *(1.0 if group in own else FOREIGN for group in self._groups)]


def axis_into(trunk: Sequence[int]) -> int:
    """Return the axis of a straight line of nodes."""
    return UPRIGHT if abs(trunk[1] - trunk[0]) == 1 else 1 - UPRIGHT


def arcs_of(trails: Iterable[Trail]) -> list[tuple[int, int]]:
    """Return the arcs of a net, each once, from its upper or left end."""
    pairs = {pair for trail in trails for pair in pairwise([state >> 1 for state in trail.states])}
    return sorted({(min(pair), max(pair)) for pair in pairs})


def distance(mesh: Mesh, one: int, other: int) -> float:
    """Return the distance between two nodes of one line."""
    (a, b), (c, d) = divmod(one, mesh.rows), divmod(other, mesh.rows)
    return abs(mesh.xs[a] - mesh.xs[c]) + abs(mesh.ys[b] - mesh.ys[d])


def legs_of(mesh: Mesh, trail: Trail) -> Iterator[Leg]:
    """Yield the straight stretches of a trail, which change their axis from one to the next."""
    axis, start = trail.states[0] & 1, trail.start
    column, row = divmod(trail.states[0] >> 1, mesh.rows)
    for turn, node in [*((state & 1, state >> 1) for state in trail.states[1:]), (trail.end_axis, -1)]:
        x, y = mesh.xs[column], mesh.ys[row]
        if turn != axis:
            yield Leg(axis, x, start, y) if axis == UPRIGHT else Leg(axis, y, start, x)
            axis, start = turn, y if turn == UPRIGHT else x
        if node >= 0:
            column, row = divmod(node, mesh.rows)
    yield Leg(axis, mesh.xs[column] if axis == UPRIGHT else mesh.ys[row], start, trail.end)
