"""The best way through a mesh: short, with few bends and crossings, not through frames of others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from lsparch.draw.mesh import Mesh

__all__ = ["BEND", "BESIDE", "LEVEL", "UPRIGHT", "Traffic", "find_way"]

LEVEL, UPRIGHT = 0, 1
"""Axes of movement; a state is a node times two plus the axis on which it was reached."""

BEND = 34
CROSSING = 42
TOUCH = 22
BESIDE = 0.25
"""Usual cost of a point of way on a line that another arrow uses, beyond its length."""


@dataclass(slots=True)
class Traffic:
    """How many bundles pass each node of a mesh."""

    level: list[int]
    upright: list[int]
    turning: list[int]
    down: list[int]
    right: list[int]

    @classmethod
    def none(cls, mesh: Mesh) -> "Traffic":
        """Return the traffic of an empty mesh."""
        count = len(mesh.xs) * len(mesh.ys)
        return cls(*([0] * count for _ in range(5)))

    def add(self, mesh: Mesh, arcs: Sequence[tuple[int, int]], by: int) -> None:
        """Count the arcs of a bundle, or with ``by=-1`` take them away."""
        ends: dict[int, set[int]] = {}
        for one, other in arcs:
            axis = UPRIGHT if other - one == 1 else LEVEL
            (self.down if axis else self.right)[one] += by
            ends.setdefault(one, set()).add(other)
            ends.setdefault(other, set()).add(one)
        for node, others in ends.items():
            if {node - 1, node + 1} <= others:
                self.upright[node] += by
            elif {node - mesh.rows, node + mesh.rows} <= others:
                self.level[node] += by
            else:
                self.turning[node] += by

    def meets(self, mesh: Mesh, arcs: Sequence[tuple[int, int]]) -> bool:
        """Whether a bundle with these arcs, which is counted, has a node or an arc in common with another."""
        for one, other in arcs:
            if (self.down if other - one == 1 else self.right)[one] > 1:
                return True
        nodes = {node for arc in arcs for node in arc}
        return any(self.level[node] + self.upright[node] + self.turning[node] > 1 for node in nodes)


def find_way(
    mesh: Mesh,
    traffic: Traffic,
    starts: Mapping[int, float],
    goals: Mapping[int, float],
    dear: Sequence[float],
    shy: float = BESIDE,
    haste: float = 1,
) -> list[int] | None:
    """Return the states of the cheapest way from a start to a goal, or None where there is none.

    More haste than 1 finds a way sooner, which may be dearer.

    Parameters
    ----------
    mesh, traffic
        Where one may go, and who goes there already.
    starts, goals
        States with the cost of starting or ending there.
    dear
        For each frame of the mesh, and 0, what a point of way costs in it.
    shy
        Cost of a point of way on a line that another arrow uses, beyond its length.
    """
    xs, ys, rows, home = mesh.xs, mesh.ys, mesh.rows, mesh.home
    level, upright, turning = traffic.level, traffic.upright, traffic.turning
    rest = distance_to(mesh, goals, haste)
    cost: dict[int, float] = {}
    came: dict[int, int] = {}
    queue: list[tuple[float, float, int]] = []
    for state, price in starts.items():
        cost[state] = price
        heappush(queue, (price + rest(state >> 1), price, state))
    best, found = float("inf"), -1
    while queue:
        guess, price, state = heappop(queue)
        if guess >= best:
            break
        if price > cost[state]:
            continue
        if state in goals and price + goals[state] < best:
            best, found = price + goals[state], state
        node, axis = state >> 1, state & 1
        column, row = divmod(node, rows)
        for step, turn in ((1, UPRIGHT), (-1, UPRIGHT), (rows, LEVEL), (-rows, LEVEL)):
            other = node + step
            if turn:
                if mesh.down[node] if step > 0 else row == 0 or mesh.down[other]:
                    continue
                length = abs(ys[row + step] - ys[row])
                beside = traffic.down[node if step > 0 else other]
            else:
                if mesh.right[node] if step > 0 else column == 0 or mesh.right[other]:
                    continue
                length = abs(xs[column + (1 if step > 0 else -1)] - xs[column])
                beside = traffic.right[node if step > 0 else other]
            paid = price + length * (dear[home[other]] + shy * beside)
            if turn == axis:
                paid += CROSSING * (level[node] if turn else upright[node]) + TOUCH * turning[node]
            else:
                paid += BEND + TOUCH * (level[node] + upright[node] + turning[node])
            after = other * 2 + turn
            if paid < cost.get(after, best) and came.get(state, -1) >> 1 != other:
                cost[after] = paid
                came[after] = state
                heappush(queue, (paid + rest(other), paid, after))
    return None if found < 0 else states_to(found, came)


def states_to(state: int, came: Mapping[int, int]) -> list[int]:
    """Return the states of a way, from its start."""
    found = [state]
    while state in came:
        state = came[state]
        found.append(state)
    return found[::-1]


def distance_to(mesh: Mesh, goals: Mapping[int, float], haste: float) -> Callable[[int], float]:
    """Return a function that gives the least way from a node to the goals, so many times."""
    nodes = [divmod(state >> 1, mesh.rows) for state in goals]
    left, right = mesh.xs[min(x for x, _ in nodes)], mesh.xs[max(x for x, _ in nodes)]
    top, bottom = mesh.ys[min(y for _, y in nodes)], mesh.ys[max(y for _, y in nodes)]
    across = [haste * max(0, left - x, x - right) for x in mesh.xs]
    along = [haste * max(0, top - y, y - bottom) for y in mesh.ys]
    rows = mesh.rows

    def rest(node: int) -> float:
        column, row = divmod(node, rows)
        return across[column] + along[row]

    return rest
