import json
from dataclasses import replace
from itertools import combinations

import pytest

from lsparch.diagnostics import LsparchError
from lsparch.draw import LaidOut, LayoutBook, lock_text
from lsparch.draw.lock import moved_boxes, read_lock
from lsparch.draw.quality import measured
from lsparch.outside.graphviz import GraphvizEngine
from lsparch.views.plan import DiagramPlan
from tests.unit.draw.edits import edits, flipped_share, flow_of_services, locked, new_leaf
from tests.unit.draw.samples import ASPECT
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY
from tests.unit.views.shipped import shipped_plans

MOST_MOVED = 0.10
MOST_FLIPPED = 0.05

SHIPPED = ("api-pods", "authentication", "deployment-usdac", "logging", "platform", "storage", "supply-chain")
SYNTHETIC = {str(size): flow_of_services(size) for size in (40, 100)}


def plan_of(name: str) -> DiagramPlan:
    """Return a shipped plan or a made one."""
    plan = SYNTHETIC.get(name) or shipped_plans()[name]
    assert isinstance(plan, DiagramPlan)
    return plan


def lock_of(made: LaidOut) -> str:
    """Return the file of a layout."""
    return lock_text(made.request, made.placement, made.detour)


def faults(made: LaidOut) -> tuple[object, ...]:
    """Return what makes a layout hard to read."""
    found = measured(made.request, made.layout)
    return (*found.through, *found.hidden, *found.labels)


@pytest.mark.parametrize("name", [*SHIPPED, *SYNTHETIC])
def test_a_layout_guided_by_itself_is_the_same(name: str) -> None:
    plan = plan_of(name)
    before = locked(plan)
    after = locked(replace(plan), before)
    assert after.layout == before.layout
    assert (after.moved, after.anew) == (0, False)
    assert lock_of(after) == lock_of(before)


@pytest.mark.parametrize("name", [*SHIPPED, *SYNTHETIC])
def test_a_small_edit_moves_little(name: str) -> None:
    plan = plan_of(name)
    before = locked(plan)
    for edit, changed in edits(plan):
        after = locked(changed, before)
        assert not after.anew, edit
        assert after.moved <= max(1, MOST_MOVED * len(before.placement.boxes)), edit
        assert flipped_share(before.placement.boxes, after.placement.boxes) <= MOST_FLIPPED, edit
        assert faults(after) == (), edit


def test_what_is_new_stands_in_its_frame_and_on_nothing_else() -> None:
    before = locked(ASPECT)
    changed = new_leaf(ASPECT)
    after = locked(changed, before)
    group = changed.boxes[-1].group
    assert group is not None
    assert after.layout.groups[group].encloses(after.layout.boxes["an extra box"])
    assert not any(one.overlaps(other) for one, other in combinations(after.layout.boxes.values(), 2))


def test_what_is_gone_leaves_the_rest_where_it_is() -> None:
    before = locked(ASPECT)
    gone = "external/cilogon"
    boxes = tuple(box for box in ASPECT.boxes if box.id != gone)
    arrows = tuple(arrow for arrow in ASPECT.arrows if gone not in {arrow.source, arrow.target})
    after = locked(replace(ASPECT, boxes=boxes, arrows=arrows), before)
    assert moved_boxes(before.placement.boxes, after.placement.boxes) == []


def test_a_layout_of_something_else_guides_nothing() -> None:
    before = locked(ASPECT)
    other = replace(flow_of_services(40), id=ASPECT.id, environment=ASPECT.environment)
    assert locked(other, before).layout == locked(other).layout


@pytest.mark.parametrize("section", ["boxes", "frames"])
def test_what_a_merge_took_out_of_a_file_is_given_a_place_again(section: str) -> None:
    before = locked(ASPECT)
    file = lock_of(before)
    for lost in json.loads(file)[section]:
        content = json.loads(file)
        del content[section][lost]
        locks = {(ASPECT.id, ASPECT.environment): ("lock", json.dumps(content))}
        after = LayoutBook(ENGINE, locks).lay_out([ASPECT], SYMBOLOGY)[0]
        assert faults(after) == (), lost
        assert set(after.placement.boxes) == set(before.placement.boxes)
        assert set(after.placement.groups) == set(before.placement.groups)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{\n"digest": "1",\n<<<<<<< ours\n', "lock:3:1"),
        ("[]", "lock:1:1"),
        ('{"digest": "1", "detour": 0, "boxes": {"a": [1, 2, 3]}, "frames": {}}', "lock:1:1"),
        ('{"digest": "1", "detour": 0, "boxes": {"a": [1, 2, 3, "4"]}, "frames": {}}', "lock:1:1"),
    ],
)
def test_a_broken_file_is_told_with_what_to_do(text: str, place: str) -> None:
    with pytest.raises(LsparchError, match=f"^{place}: not a locked layout.*; delete it"):
        read_lock(text, "lock")


def test_a_layout_that_takes_too_long_is_an_error_that_names_the_view() -> None:
    with pytest.raises(LsparchError, match=r"found no layout within .* show less in it \(laid out: api-pods\)"):
        LayoutBook(GraphvizEngine(timeout=0.001)).lay_out([ASPECT], SYMBOLOGY)
