"""Arrows led around boxes and headings, set side by side and labelled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lsparch.draw.corners import rounded_curve
from lsparch.draw.geometry import Curve, Frame, Point, clip_end, clip_start
from lsparch.draw.labelling import Lack, Wanted, place_labels, rectangle
from lsparch.draw.lines import Line, wanted_labels
from lsparch.draw.measure import ArrowLabel
from lsparch.draw.mesh import Placement
from lsparch.draw.nets import Net
from lsparch.draw.positions import Layout, fitted
from lsparch.draw.search import UPRIGHT
from lsparch.draw.spots import find_spot
from lsparch.draw.structure import Structure
from lsparch.draw.tracks import Tight, Track, Way, spread, tracks_of
from lsparch.draw.trails import Pathfinder, legs_of
from lsparch.views.plan import Arrow

__all__ = ["DETOUR", "Routed", "Router", "as_layout"]

MOST_WORK = 30_000
"""Boxes times arrows above which arrows are straight lines without labels; such a plan belongs on several pages."""

HURRIED_WORK = 25_000
"""Boxes and frames times arrows above which ways are looked for once, and with haste."""

HASTE = 4

DETOUR = 140
"""Usual length that a way may be longer for the sake of its label, before things are moved apart for it."""

FEW_LACKS = 3
"""Lacks up to which ways are looked for that do not keep clear of heads; where there are more, things must move."""

MANY_LACKS = 8
"""Lacks above which no arrow is led elsewhere for its label."""

CORRECTIONS = 4
"""Times that arrows are led elsewhere because their label has no place."""


@dataclass(frozen=True, slots=True)
class Routed:
    """Ways and labels."""

    curves: Mapping[str, tuple[Curve, ...]]
    labels: Mapping[str, Frame]
    lacks: Mapping[str, Lack]
    """Labels without a good place."""

    tight: Sequence[Tight]
    """Where lines have no room side by side."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Lines as set side by side."""

    tracks: Sequence[Track]
    lines: Mapping[int, Sequence[Line]]
    """By net."""

    tight: Sequence[Tight]


class Router:
    """Routes the nets of one plan, for any placement of it.

    Parameters
    ----------
    structure
        The plan's tree and arrows.
    nets
        Arrows that are drawn as one.
    labels
        Sizes of labels, by arrow.
    detour
        How much longer than the direct one a way may be for the sake of its label.
    """

    def __init__(
        self, structure: Structure, nets: Sequence[Net], labels: Mapping[str, ArrowLabel], detour: int = DETOUR
    ) -> None:
        self.detour = detour
        self._structure = structure
        self._arrows = {arrow.id: arrow for arrow in structure.plan.arrows}
        self._nets = nets
        self._labels = labels
        self._faultless: dict[int, tuple[Placement, Routed]] = {}

    def routed(self, placement: Placement, *, quick: bool = False) -> Routed:
        """Return ways and labels for a placement of some or all elements; ``quick`` is enough to compare placements.

        Arrows keep clear of the heads of others where all labels have room then.
        """
        if id(placement) in self._faultless:
            return self._faultless[id(placement)][1]
        known = {*placement.groups, *placement.boxes}
        nets = [net for net in self._nets if self._arrows[net.leader].source in known]
        if len(known) * len(nets) > MOST_WORK:
            places = {**placement.groups, **placement.boxes}
            return Routed(self._plain(nets, places), {}, {}, ())
        hurried = self.is_hurried(placement)
        corrections = 0 if hurried or quick else CORRECTIONS
        found = self._led(nets, placement, corrections, hurried=hurried)
        if not found.lacks and not found.tight:  # without haste, they would be the same
            self._faultless[id(placement)] = placement, found
        if not corrections or not 0 < len(found.lacks) + len(found.tight) <= FEW_LACKS:
            return found
        other = self._led(nets, placement, corrections, clear=False)
        return min(found, other, key=lambda ways: len(ways.lacks) + len(ways.tight))

    def _led(
        self, nets: Sequence[Net], placement: Placement, corrections: int, *, hurried: bool = False, clear: bool = True
    ) -> Routed:
        """Return ways and labels of some nets, which keep clear of the heads of others or do not care."""
        finder = Pathfinder(self._structure, nets, placement, HASTE if hurried else 1, clear=clear)
        finder.find_all(1 if hurried else 2)
        for correction in range(corrections + 1):
            drawn = self._drawn(finder, nets, placement)
            wanted = [label for net, lines in drawn.lines.items() for label in self._wanted(nets[net], net, lines)]
            frames, lacks = place_labels(wanted, drawn.tracks, placement)
            if correction == corrections or not 0 < len(lacks) + len(drawn.tight) <= MANY_LACKS:
                break
            led = [finder.lead_elsewhere(net) for net in sorted({max(pair.nets) for pair in drawn.tight})]
            if not self._corrected(finder, wanted, lacks, frames, drawn.tracks, placement) and not any(led):
                break
        curves: dict[str, tuple[Curve, ...]] = {
            line.arrow: (rounded_curve(line.corners),) for lines in drawn.lines.values() for line in lines
        }
        lost = [net for number, net in enumerate(nets) if number not in drawn.lines]
        curves |= self._plain(lost, finder.places)
        return Routed(curves, frames, lacks, drawn.tight)

    def is_hurried(self, placement: Placement) -> bool:
        """Whether there is so much in a placement that one look at it must do."""
        places = {*placement.groups, *placement.boxes}
        arrows = [arrow for net in self._nets for arrow in net.arrows if self._arrows[arrow].source in places]
        return len(places) * len(arrows) > HURRIED_WORK

    def _plain(self, nets: Sequence[Net], places: Mapping[str, Frame]) -> dict[str, tuple[Curve, ...]]:
        """Return straight lines for nets."""
        return {arrow: (straight(self._arrows[arrow], places),) for net in nets for arrow in net.arrows}

    def _drawn(self, finder: Pathfinder, nets: Sequence[Net], placement: Placement) -> Drawn:
        """Return the lines of all nets that have found a way, set side by side."""
        ways = [
            [
                Way(
                    tuple(legs_of(finder.mesh, trail)),
                    finder.places[self._arrows[arrow].source],
                    finder.places[self._arrows[arrow].target],
                )
                for arrow, trail in trails.items()
            ]
            for trails in finder.trails
        ]
        tracks = tracks_of(ways)
        unique = list({id(track): track for track in tracks.values()}.values())
        for track in unique:
            label = self._labels.get(nets[track.net].leader)
            if label is not None and track.sides:
                track.reach = (label.width if track.axis == UPRIGHT else label.height) / 2
        tight = spread(unique, placement)
        lines = {
            net: [
                Line(arrow, ways[net][number], [tracks[net, number, leg] for leg in range(len(ways[net][number].legs))])
                for number, arrow in enumerate(trails)
            ]
            for net, trails in enumerate(finder.trails)
            if trails
        }
        return Drawn(unique, lines, tight)

    def _wanted(self, net: Net, number: int, lines: Sequence[Line]) -> list[Wanted]:
        label = self._labels.get(net.leader)
        return [] if label is None else list(wanted_labels(number, lines, (label.width, label.height)))

    def _corrected(
        self,
        finder: Pathfinder,
        wanted: Sequence[Wanted],
        lacks: Mapping[str, Lack],
        frames: Mapping[str, Frame],
        tracks: Sequence[Track],
        placement: Placement,
    ) -> bool:
        """Lead the nets of some labels without a place where they have one; return whether any found one."""
        solid = [*placement.boxes.values(), *placement.headings.values()]
        placed = [frame for arrow, frame in frames.items() if arrow not in lacks]
        found = False
        for net, size in dict.fromkeys((label.net, label.size) for label in wanted if label.arrow in lacks):
            lines = [rectangle(track) for track in tracks if track.net != net]
            spot = find_spot(
                finder.mesh, size, [*solid, *placed, *lines], finder.ends(net), finder.dear(net), self.detour
            )
            found = (spot is not None and finder.lead_through(net, spot)) or found
        return found


def as_layout(placement: Placement, ways: Routed) -> Layout:
    """Return the layout of a placement and its arrows."""
    return fitted(Layout(0, 0, placement.boxes, placement.groups, ways.labels, ways.curves))


def straight(arrow: Arrow, places: Mapping[str, Frame]) -> Curve:
    """Return a straight line from edge to edge, for an arrow that finds no way or is one of very many."""
    one, other = places[arrow.source], places[arrow.target]
    start, end = one.centre, other.centre
    if start == end:
        end = Point(end.x, other.bottom)
    curve = tuple(start.towards(end, part / 3) for part in range(4))
    if not one.holds(end) and not other.holds(start):
        curve = clip_end(clip_start(curve, one), other)
    return tuple(Point(round(place.x), round(place.y)) for place in curve)
