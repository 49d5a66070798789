from itertools import combinations

from lsparch.draw.grid import grids_of
from lsparch.draw.measure import box_text
from lsparch.draw.structure import Structure
from tests.unit.draw.samples import DEPLOYMENT
from tests.unit.draw.shipped import SYMBOLOGY, laid_out

SIZES = {box.id: box_text(box, SYMBOLOGY) for box in DEPLOYMENT.boxes}


def test_only_boxes_that_no_arrow_touches_make_a_block() -> None:
    structure = Structure(DEPLOYMENT)
    grids = grids_of(structure, SIZES)
    assert grids
    for group, grid in grids.items():
        lone = [box for box in structure.members[group] if box not in structure.touched]
        assert list(grid.boxes) == lone


def test_a_block_holds_its_boxes_side_by_side() -> None:
    for grid in grids_of(Structure(DEPLOYMENT), SIZES).values():
        assert not any(one.overlaps(other) for one, other in combinations(grid.boxes.values(), 2))
        assert max(frame.right for frame in grid.boxes.values()) <= grid.width
        assert max(frame.bottom for frame in grid.boxes.values()) == grid.height


def test_a_block_is_drawn_as_it_was_measured() -> None:
    request, layout = laid_out(DEPLOYMENT)
    for grid in request.grids.values():
        moves = {(layout.boxes[box].x - frame.x, layout.boxes[box].y - frame.y) for box, frame in grid.boxes.items()}
        assert len(moves) == 1
