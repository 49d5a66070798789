from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from lsparch.draw.geometry import Frame
from lsparch.draw.grid import MANY, SHAPE, grids_of
from lsparch.draw.measure import box_text, group_heading
from lsparch.draw.structure import Structure
from lsparch.views.plan import Box, DiagramPlan, Flow, Group
from tests.unit.draw.samples import DEPLOYMENT
from tests.unit.draw.shipped import SYMBOLOGY, laid_out

SIZES = {box.id: box_text(box, SYMBOLOGY) for box in DEPLOYMENT.boxes}
HEADINGS = {group.id: group_heading(group, SYMBOLOGY) for group in DEPLOYMENT.groups}


def test_only_boxes_that_no_arrow_touches_make_a_block() -> None:
    structure = Structure(DEPLOYMENT)
    grids = grids_of(structure, SIZES, HEADINGS)
    assert grids
    for group, grid in grids.items():
        lone = [box for box in structure.members[group] if box not in structure.touched]
        assert list(grid.boxes) == lone


def test_a_block_holds_its_boxes_side_by_side() -> None:
    for grid in grids_of(Structure(DEPLOYMENT), SIZES, HEADINGS).values():
        assert not any(one.overlaps(other) for one, other in combinations(grid.boxes.values(), 2))
        assert max(frame.right for frame in grid.boxes.values()) <= grid.width
        assert max(frame.bottom for frame in grid.boxes.values()) == grid.height


def test_a_block_is_drawn_in_rows_of_plan_order() -> None:
    request, layout = laid_out(DEPLOYMENT)
    assert request.grids
    for grid in request.grids.values():
        rows: list[list[Frame]] = []
        for box in grid.boxes:
            frame = layout.boxes[box]
            if not rows or frame.x < rows[-1][-1].right:
                rows.append([])
            rows[-1].append(frame)
        assert all(max(f.bottom for f in one) < min(f.y for f in other) for one, other in pairwise(rows))


def test_frames_that_no_arrow_touches_are_packed_with_all_that_is_in_them() -> None:
    outer = ("pool/general", "pool/qserv")
    plan = replace(DEPLOYMENT, arrows=tuple(a for a in DEPLOYMENT.arrows if a.source in {"user", "lb"}))
    request, layout = laid_out(plan)
    block = request.grids["cluster"]
    assert set(block.groups) == {"pool/qserv", "pool/logging"}
    for group in block.groups:
        frame = layout.groups[group]
        inside = [layout.boxes[box.id] for box in plan.boxes if box.group == group]
        assert inside
        assert all(frame.encloses(box) for box in inside)
        assert not any(frame.overlaps(other) for name, other in layout.groups.items() if name not in {group, "cluster"})
    assert layout.groups["cluster"].encloses(layout.groups[outer[0]])


@pytest.mark.parametrize(("number", "quick"), [(2 * MANY, False), (10, True)])
@pytest.mark.parametrize("lines", [0, 12])
def test_a_block_of_very_many_boxes_has_the_shape_of_a_page_whatever_the_shape_of_these(
    lines: int, number: int, *, quick: bool
) -> None:
    boxes = tuple(Box(f"b{n}", f"box {n}", "deployment", "all", ("line",) * lines) for n in range(number))
    plan = DiagramPlan("many", "Many", "", Flow.DOWN, (Group("all", "All", "namespace"),), boxes, quick=quick)
    sizes = {box.id: box_text(box, SYMBOLOGY) for box in boxes}
    grid = grids_of(Structure(plan), sizes, {"all": group_heading(plan.groups[0], SYMBOLOGY)})["all"]
    assert 0.75 < grid.width / grid.height / SHAPE < 1.33
