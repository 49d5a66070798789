"""What is asked of a layout engine, and positions: whole points, y downwards."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Protocol

from lsparch.draw.geometry import Curve, Frame, Point
from lsparch.draw.grid import Grid
from lsparch.draw.measure import ArrowLabel, BoxText, GroupHeading
from lsparch.draw.nets import Net
from lsparch.views.plan import DiagramPlan

__all__ = [
    "Layout",
    "LayoutEngine",
    "LayoutRequest",
    "extent",
    "fitted",
    "heading_frame",
    "headings_of",
    "merged",
    "moved",
]

HEADING_LEFT, HEADING_TOP = 8, 6
"""Place of a heading in its frame."""


class LayoutEngine(Protocol):
    """Gives positions to DOT texts."""

    def layout_many(self, dots: Sequence[str]) -> list[str]:
        """Return Graphviz's ``json0`` for each DOT text, in order."""
        ...


@dataclass(frozen=True, slots=True)
class LayoutRequest:
    """What is asked of the engine, with the sizes that it was made from."""

    plan: DiagramPlan
    boxes: Mapping[str, BoxText]
    groups: Mapping[str, GroupHeading]
    labels: Mapping[str, ArrowLabel]
    nets: tuple[Net, ...]
    """Arrows, those together that are drawn as one."""

    grids: Mapping[str, Grid]
    """Blocks of boxes that no arrow touches, by frame."""

    written: Callable[[], tuple[tuple[str, ...], ...]]
    """Makes `parts`."""

    page: Callable[[int, int], tuple[int, int]]
    """Width and height of the page that becomes of a picture of some width and height."""

    strain: Callable[[int, int], float]
    """How bad that page is."""

    ratio: float
    """Width by height of a page."""

    @property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """For each part that no arrow joins with others: DOT texts of its arrangements."""
        return self.written()

    @property
    def dots(self) -> tuple[str, ...]:
        """All DOT texts, in the order in which `read_layout` wants the answers."""
        return tuple(dot for part in self.parts for dot in part)

    @property
    def leaders(self) -> dict[str, str]:
        """For each arrow, the first one of those with which it is drawn as one."""
        return {arrow: net.leader for net in self.nets for arrow in net.arrows}


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions: whole points, y downwards, origin at the upper left."""

    width: int
    height: int
    boxes: Mapping[str, Frame]
    groups: Mapping[str, Frame]
    labels: Mapping[str, Frame]
    """Frames of arrow labels, by arrow id."""

    curves: Mapping[str, tuple[Curve, ...]]
    """By arrow id: the parts of its line, from its start to its end."""


def heading_frame(frame: Frame, heading: GroupHeading) -> Frame:
    """Return the place of the heading in a frame."""
    return Frame(frame.x + HEADING_LEFT, frame.y + HEADING_TOP, heading.width, heading.height)


def headings_of(request: LayoutRequest, groups: Mapping[str, Frame]) -> dict[str, Frame]:
    """Return the places of the headings of frames."""
    return {group: heading_frame(frame, request.groups[group]) for group, frame in groups.items()}


def merged(parts: Sequence[Layout]) -> Layout:
    """Return the layout of everything in some layouts."""
    boxes: dict[str, Frame] = {}
    groups: dict[str, Frame] = {}
    labels: dict[str, Frame] = {}
    curves: dict[str, tuple[Curve, ...]] = {}
    for part in parts:
        boxes |= part.boxes
        groups |= part.groups
        labels |= part.labels
        curves |= part.curves
    return fitted(Layout(0, 0, boxes, groups, labels, curves))


def extent(frames: Iterable[Frame], curves: Iterable[tuple[Curve, ...]]) -> tuple[int, int]:
    """Return the greatest x and y of anything."""
    places = [Point(frame.right, frame.bottom) for frame in frames]
    places += [point for parts in curves for curve in parts for point in curve]
    return ceil(max(place.x for place in places)), ceil(max(place.y for place in places))


def moved(layout: Layout, x: int, y: int) -> Layout:
    """Return the layout, moved."""
    if x == y == 0:
        return layout

    def shift(curve: Curve) -> Curve:
        return tuple(Point(point.x + x, point.y + y) for point in curve)

    return Layout(
        layout.width,
        layout.height,
        {key: frame.moved(x, y) for key, frame in layout.boxes.items()},
        {key: frame.moved(x, y) for key, frame in layout.groups.items()},
        {key: frame.moved(x, y) for key, frame in layout.labels.items()},
        {key: tuple(shift(curve) for curve in curves) for key, curves in layout.curves.items()},
    )


def fitted(layout: Layout) -> Layout:
    """Return a layout moved to the origin, with its size."""
    frames = (*layout.boxes.values(), *layout.groups.values(), *layout.labels.values())
    if not frames:
        return Layout(0, 0, {}, {}, {}, {})
    points = [point for curves in layout.curves.values() for curve in curves for point in curve]
    left = min([*(frame.x for frame in frames), *(int(point.x) for point in points)])
    top = min([*(frame.y for frame in frames), *(int(point.y) for point in points)])
    right, bottom = extent(frames, layout.curves.values())
    placed = moved(layout, -left, -top)
    return Layout(right - left, bottom - top, placed.boxes, placed.groups, placed.labels, placed.curves)
