"""Plans of which one page would show too small type: an overview with a box for each big part, and a page for each."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from math import sqrt

from lsparch.models.paper import LEAST_TYPE
from lsparch.views.fans import without_stars
from lsparch.views.pages import FULL, MOST, PAGE, Unit, frames_around, homes, inside, page, paged, sign_id
from lsparch.views.plan import Box, DiagramPlan
from lsparch.views.shaping import collapsed

__all__ = ["expected_type", "on_pages"]

BIG = 5
"""Boxes from which a part is worth a page."""

FEWEST = 24
"""Boxes up to which a picture is not divided."""

PARTS = frozenset({"aspect", "service", "namespace", "application", "team"})
"""Frames that may have a page."""

BETTER = 1.2
"""Factor by which the type of every page must be larger than that of the whole."""

BACK = 1.1
"""Factor above the least type at which a picture that is divided becomes one again, so that no small edit does that."""

PER_BOX, PER_FRAME, AROUND = 51_000, 94_000, 160_000
"""Square points of a page that each box, each frame, and title with legend take: as the shipped pictures do."""

PER_CROSSWAY = 800
"""Square points for each pair of an arrow and a box, because arrows go around boxes."""

SIGNS = "What leads to another page, or comes from one, ends at a sign with its number."

UNIT, RATIO, HEIGHT = 10.5, 16 / 9, 540
"""Smallest type of a picture, and shape and height of a slide, in points."""


def on_pages(name: str, plan: DiagramPlan, *, divided: bool = False) -> list[tuple[str, DiagramPlan]]:
    """Return a plan as pictures with names: itself, or an overview and pages if one page could not be read.

    Parameters
    ----------
    name
        Name of the picture.
    plan
        Any plan.
    divided
        Whether it was divided before: then it stays so until its type is clearly large enough.
    """
    if len(plan.boxes) > MOST:
        return [(page, without_stars(one)) for page, one in paged(name, plan)]
    if plan.quick:
        plan = without_stars(plan)
    least = LEAST_TYPE * (BACK if divided else 1)
    whole = expected_type(plan)
    if len(plan.boxes) <= FEWEST or whole >= least:
        return [(name, plan)]
    pages = by_part(name, plan)
    if not pages and plan.quick and len(plan.boxes) > FULL:
        pages = [(page, without_stars(one)) for page, one in paged(name, plan, FULL)]
    worth_it = len(pages) > 1 and all(expected_type(part) >= BETTER * whole for _, part in pages)
    return pages if worth_it else [(name, plan)]


def expected_type(plan: DiagramPlan) -> float:
    """Return about how large the smallest type of a picture will be on a slide, in points, before it is laid out."""
    boxes = len(plan.boxes)
    area = PER_BOX * boxes + PER_CROSSWAY * boxes * len(plan.arrows) + PER_FRAME * len(plan.groups) + AROUND
    return UNIT * HEIGHT / sqrt(area / RATIO)


def by_part(name: str, plan: DiagramPlan) -> list[tuple[str, DiagramPlan]]:
    """Return an overview and a page for each big part; nothing if there are not several."""
    groups = {group.id: group for group in plan.groups}
    units = {frame: Unit(groups[frame].label, tuple(inside(plan, frame, groups))) for frame in big_parts(plan)}
    if len(units) < 2:  # noqa: PLR2004
        return []
    names = [f"{name}-{PAGE}-{number}" for number in range(1, len(units) + 1)]
    titles = [f"{PAGE.capitalize()} {number}: {unit.title}" for number, unit in enumerate(units.values(), 1)]
    plan = without_frames(plan, {frame for part in units for frame in frames_around(groups[part].parent, groups)})
    home = homes(plan, list(units.values()))
    pages = [replace(page(plan, number, home, names, titles), description=SIGNS) for number in range(len(units))]
    return [(name, overview_of(plan, list(units), names, titles)), *zip(names, pages, strict=True)]


def overview_of(plan: DiagramPlan, parts: Sequence[str], names: Sequence[str], titles: Sequence[str]) -> DiagramPlan:
    """Return the plan with one box for each part that has a page."""
    overview = collapsed(plan, parts)
    known = {part: (titles[number], names[number]) for number, part in enumerate(parts)}
    signs = {part: sign_id(name, out=True) for part, (_, name) in known.items()}

    def box_of(box: Box) -> Box:
        if box.id not in known:
            return box
        title, name = known[box.id]
        return replace(box, id=signs[box.id], label=title, symbol=PAGE, link=name, description=f"Goes on {title}")

    arrows = (
        replace(a, source=signs.get(a.source, a.source), target=signs.get(a.target, a.target)) for a in overview.arrows
    )
    return replace(
        overview,
        boxes=tuple(map(box_of, overview.boxes)),
        arrows=tuple(arrows),
        description=f"{plan.description} Overview: a box for each page.".strip(),
    )


def big_parts(plan: DiagramPlan) -> list[str]:
    """Return the outermost parts with many boxes that leave something to others, in the order of the plan."""
    groups = {group.id: group for group in plan.groups}
    sizes = {group: len(list(inside(plan, group, groups))) for group in groups if groups[group].symbol in PARTS}
    big = [group for group, size in sizes.items() if BIG <= size < len(plan.boxes)]
    return [group for group in big if not any(around in big for around in frames_around(groups[group].parent, groups))]


def without_frames(plan: DiagramPlan, frames: Collection[str]) -> DiagramPlan:
    """Return a plan in which some frames are not drawn, nor arrows to them; what is in them stands around them."""
    groups = {group.id: group for group in plan.groups}

    def home(group: str | None) -> str | None:
        return next((frame for frame in frames_around(group, groups) if frame not in frames), None)

    return replace(
        plan,
        groups=tuple(replace(group, parent=home(group.parent)) for group in plan.groups if group.id not in frames),
        boxes=tuple(replace(box, group=home(box.group)) for box in plan.boxes),
        arrows=tuple(arrow for arrow in plan.arrows if not {arrow.source, arrow.target} & set(frames)),
    )
