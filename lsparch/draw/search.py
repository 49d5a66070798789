"""The best way through a mesh: short, with few bends and crossings, not through frames of others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from lsparch.draw.mesh import Mesh

__all__ = ["BEND", "BESIDE", "ENDLESS", "JOINED", "LEVEL", "UPRIGHT", "Traffic", "find_way"]

LEVEL, UPRIGHT = 0, 1
"""Axes of movement; a state is a node times two plus the axis on which it was reached."""

BEND = 34
CROSSING = 42
TOUCH = 22
BESIDE = 0.25
"""Usual cost of a point of way on a line that another arrow uses, beyond its length."""

JOINED = 0.3
"""Cost of a point of way that an arrow shares with its net."""

ENDLESS = float("inf")
NONE: Mapping[int, float] = {}


@dataclass(slots=True)
class Traffic:
    """What the bundles in a mesh cost others that pass or turn at its nodes, and how many use its arcs."""

    level: list[int]
    """Cost of passing each node on the level."""

    upright: list[int]
    turning: list[int]
    down: list[int]
    right: list[int]

    @classmethod
    def none(cls, mesh: Mesh) -> "Traffic":
        """Return the traffic of an empty mesh."""
        count = len(mesh.xs) * len(mesh.ys)
        return cls([0] * count, [0] * count, [BEND] * count, [0] * count, [0] * count)

    def add(self, mesh: Mesh, arcs: Sequence[tuple[int, int]], by: int) -> None:
        """Count the arcs of a bundle, or with ``by=-1`` take them away."""
        ends: dict[int, set[int]] = {}
        for one, other in arcs:
            axis = UPRIGHT if other - one == 1 else LEVEL
            (self.down if axis else self.right)[one] += by
            ends.setdefault(one, set()).add(other)
            ends.setdefault(other, set()).add(one)
        for node, others in ends.items():
            self.turning[node] += by * TOUCH
            if {node - 1, node + 1} <= others:
                self.level[node] += by * CROSSING
            elif {node - mesh.rows, node + mesh.rows} <= others:
                self.upright[node] += by * CROSSING
            else:
                self.level[node] += by * TOUCH
                self.upright[node] += by * TOUCH

    def add_heads(self, states: Iterable[int], by: int) -> None:
        """Count arrowheads that stand at some states, or with ``by=-1`` take them away: nobody should cross one."""
        for state in states:
            (self.level if state & 1 else self.upright)[state >> 1] += by * CROSSING

    def passing(self, state: int) -> int:
        """Return what it costs to go straight on from a state."""
        return (self.upright if state & 1 else self.level)[state >> 1]

    def meets(self, arcs: Sequence[tuple[int, int]]) -> bool:
        """Whether a bundle with these arcs, which is counted, has a node or an arc in common with another."""
        for one, other in arcs:
            if (self.down if other - one == 1 else self.right)[one] > 1:
                return True
        return any(self.turning[node] > BEND + TOUCH for arc in arcs for node in arc)


def find_way(
    mesh: Mesh,
    traffic: Traffic,
    starts: Mapping[int, float],
    goals: Mapping[int, float],
    dear: Sequence[float],
    shy: float = BESIDE,
    haste: float = 1,
    unwanted: Mapping[int, float] = NONE,
) -> list[int] | None:
    """Return the states of the cheapest way from a start to a goal, or None where there is none.

    More haste than 1 finds a way sooner, which may be dearer.

    Parameters
    ----------
    mesh, traffic
        Where one may go, and who goes there already.
    starts, goals
        States with the cost of starting or ending there. From the cheapest goal on, goals cost at least `JOINED` more
        for each point of distance, or no goal costs nothing.
    dear
        For each frame of the mesh, and 0, what a point of way costs in it.
    shy
        Cost of a point of way on a line that another arrow uses, beyond its length.
    unwanted
        What some goals cost beyond that.
    """
    rows, home, closed_down, closed_right = mesh.rows, mesh.home, mesh.down, mesh.right
    level, upright, turning, down, right = traffic.level, traffic.upright, traffic.turning, traffic.down, traffic.right
    widths, heights = mesh.widths, mesh.heights
    (across_level, across_upright), (along_upright, along_level) = least_costs(mesh, goals, haste)
    cost = [ENDLESS] * (2 * len(home))
    came = [-1] * (2 * len(home))
    queue: list[tuple[float, float, int]] = []
    for state, price in starts.items():
        cost[state] = price
        column, row = divmod(state >> 1, rows)
        rest = across_upright[column] + along_upright[row] if state & 1 else across_level[column] + along_level[row]
        queue.append((price + rest, price, state))
    heapify(queue)
    best, found = ENDLESS, -1
    while queue:
        guess, price, state = heappop(queue)
        if guess >= best:
            break
        if price > cost[state]:
            continue
        if state in goals and (total := price + goals[state] + unwanted.get(state, 0)) < best:
            best, found = total, state
        node, before = state >> 1, came[state] >> 1
        column, row = divmod(node, rows)
        # the mesh ends with blocked arcs, so that an index before its first node finds one
        paid_here = upright[node] if state & 1 else turning[node]
        rest = across_upright[column]
        if not closed_down[node] and (other := node + 1) != before:
            paid = price + heights[row] * (dear[home[other]] + shy * down[node]) + paid_here
            if paid < cost[after := 2 * other + 1] and paid < best:
                cost[after], came[after] = paid, state
                heappush(queue, (paid + (rest + along_upright[row + 1]), paid, after))
        if not closed_down[other := node - 1] and other != before:
            paid = price + heights[row - 1] * (dear[home[other]] + shy * down[other]) + paid_here
            if paid < cost[after := 2 * other + 1] and paid < best:
                cost[after], came[after] = paid, state
                heappush(queue, (paid + (rest + along_upright[row - 1]), paid, after))
        paid_here = turning[node] if state & 1 else level[node]
        rest = along_level[row]
        if not closed_right[node] and (other := node + rows) != before:
            paid = price + widths[column] * (dear[home[other]] + shy * right[node]) + paid_here
            if paid < cost[after := 2 * other] and paid < best:
                cost[after], came[after] = paid, state
                heappush(queue, (paid + (rest + across_level[column + 1]), paid, after))
        if not closed_right[other := node - rows] and other != before:
            paid = price + widths[column - 1] * (dear[home[other]] + shy * right[other]) + paid_here
            if paid < cost[after := 2 * other] and paid < best:
                cost[after], came[after] = paid, state
                heappush(queue, (paid + (rest + across_level[column - 1]), paid, after))
    return None if found < 0 else states_to(found, came)


def states_to(state: int, came: Sequence[int]) -> list[int]:
    """Return the states of a way, from its start."""
    found = [state]
    while (state := came[state]) >= 0:
        found.append(state)
    return found[::-1]


Costs = tuple[list[float], list[float]]
"""For each of some lines: for states that cross them, and for those that run along them."""


def least_costs(mesh: Mesh, goals: Mapping[int, float], haste: float) -> tuple[Costs, Costs]:
    """Return the least that is still to be paid on each upright and on each level line; both are added.

    A way leads at least to the rectangle around the goals, with a bend unless that lies straight ahead; and the farther
    a goal is from the cheapest one, the dearer it is.
    """
    first = min(goals, key=goals.__getitem__)
    column, row = divmod(first >> 1, mesh.rows)
    levels = [(goal >> 1) % mesh.rows for goal in goals]
    ends = (min(goals) >> 1) // mesh.rows, (max(goals) >> 1) // mesh.rows
    share = 0 if goals[first] else JOINED
    across = least_cost(mesh.xs, ends, column, share, haste)
    crossing, running = least_cost(mesh.ys, (min(levels), max(levels)), row, share, haste)
    price = haste * goals[first]
    return across, ([price + cost for cost in crossing], [price + cost for cost in running])


def least_cost(places: Sequence[int], ends: tuple[int, int], first: int, share: float, haste: float) -> Costs:
    """Return the least costs from each line to the lines between two; for a share of the way, to one of those."""
    one, other = ends
    low, high, place = places[one], places[other], places[first]
    some, rest, bend = haste * share, haste * (1 - share), haste * BEND
    before, within, after = places[:one], places[one : other + 1], places[other + 1 :]
    crossing = [
        *[rest * (low - x) + some * (place - x) for x in before],
        *([some * abs(place - x) for x in within] if share else [0.0] * len(within)),
        *[rest * (x - high) + some * (x - place) for x in after],
    ]
    running = [cost + bend for cost in crossing]
    running[one : other + 1] = crossing[one : other + 1]
    return crossing, running
