"""Which volumes are mounted, where one box stands for several of them."""

from collections.abc import Iterable, Sequence

from lsparch.graph import Edge
from lsparch.views.canvas import Canvas
from lsparch.views.elements import local_name
from lsparch.views.wording import joined

__all__ = ["draw_mounts"]

MOST_NAMES = 3
"""Volumes that a label names, before it names those that are not mounted."""


def draw_mounts(canvas: Canvas, edges: Iterable[Edge], volumes: Sequence[str]) -> None:
    """Draw who mounts what; an arrow says which volumes where they are not all for which its end stands.

    Parameters
    ----------
    canvas
        The picture.
    edges
        Relations of mounting.
    volumes
        Every volume for which a box may stand.
    """
    mounted: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        mounted.setdefault((canvas.end(edge.source), canvas.end(edge.target)), []).append(edge)
    for (_, box), found in mounted.items():
        some = {edge.target for edge in found}
        every = [volume for volume in volumes if canvas.end(volume) == box]
        canvas.arrow(found[0].source, found[0].target, "mounts", _which(some, every) if box else "")


def _which(some: set[str], every: Sequence[str]) -> str:
    """Return the volumes that are mounted, if these are not all."""
    rest = [volume for volume in every if volume not in some]
    if not rest:
        return ""
    if len(some) > max(MOST_NAMES, len(rest)):
        return f"all but {joined(map(local_name, rest))}"
    return joined(local_name(volume) for volume in every if volume in some)
