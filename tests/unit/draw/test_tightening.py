"""A finished layout of few arrows has no room that nothing needs, and its labels lie off the edges of frames."""

from dataclasses import replace

from lsparch.draw import layout_request
from lsparch.draw.clearing import clear_of_edges
from lsparch.draw.geometry import Frame
from lsparch.draw.layout import chosen
from lsparch.draw.mesh import Placement
from lsparch.draw.positions import Layout, LayoutRequest, headings_of
from lsparch.draw.quality import measured
from lsparch.draw.routing import Router, as_layout
from lsparch.draw.structure import Structure
from lsparch.draw.tightening import tightened
from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Group
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY
from tests.unit.views.shipped import shipped_plans

PLAN = DiagramPlan(
    "two",
    "Two boxes",
    "",
    Flow.DOWN,
    (Group("frame", "A frame", "aspect", None, "", part="api"),),
    (Box("one", "one", "deployment", None), Box("two", "two", "deployment", "frame")),
    (Arrow("way", "one", "two", "http", "http 8080"),),
)


def led(gap: int, plan: DiagramPlan = PLAN) -> tuple[LayoutRequest, Router, Placement, Layout]:
    """Return the layout of two boxes, one below the other, so far from each other."""
    request = layout_request(plan, SYMBOLOGY)
    router = Router(Structure(plan), request.nets, request.labels)
    one, two, heading = request.boxes["one"], request.boxes["two"], request.groups["frame"]
    top = one.height + gap
    boxes = {
        "one": Frame(40, 0, one.width, one.height),
        "two": Frame(40, top + heading.height + 18, two.width, two.height),
    }
    groups = {"frame": Frame(0, top, heading.width + two.width + 80, heading.height + two.height + 40)}
    placement = Placement(boxes, groups, headings_of(request, groups))
    return request, router, placement, as_layout(placement, router.routed(placement))


def test_room_that_nothing_needs_is_taken_out() -> None:
    request, router, placement, layout = led(600)
    close, found = tightened(request, router, placement, 100)
    assert found.height < layout.height - 300
    assert close.groups["frame"].encloses(close.boxes["two"])
    assert close.groups["frame"].y - close.boxes["one"].bottom >= 24
    quality = measured(request, found)
    assert (quality.faults, quality.edges) == (0, ())


def test_a_label_keeps_its_room() -> None:
    request, router, placement, _ = led(600)
    _, found = tightened(request, router, placement, 100)
    label = found.labels["way"]
    assert not any(label.overlaps(frame) for frame in found.boxes.values())
    bare = replace(PLAN, arrows=(Arrow("way", "one", "two", "http"),))
    request, router, placement, _ = led(600, bare)
    assert tightened(request, router, placement, 100)[1].height <= found.height


def test_a_layout_stays_where_no_arrow_may_be_led() -> None:
    request, router, placement, layout = led(600)
    assert tightened(request, router, placement, 0) == (placement, layout)


def test_what_is_tight_does_not_change() -> None:
    request, router, placement, _ = led(600)
    close, found = tightened(request, router, placement, 100)
    assert tightened(request, router, close, 100) == (close, found)


def test_labels_on_edges_get_room_where_that_is_cheap() -> None:
    plan = shipped_plans()["portal-pods"]
    request = layout_request(plan, SYMBOLOGY)
    placement, layout = chosen(request, ENGINE.layout_many(request.dots))
    before = measured(request, layout)
    router = Router(Structure(plan), request.nets, request.labels)
    _, found = clear_of_edges(request, router, placement, layout)
    after = measured(request, found)
    assert before.edges
    assert after.edges == ()
    assert (after.faults, after.crossings) == (before.faults, before.crossings)
    assert request.strain(found.width, found.height) <= request.strain(layout.width, layout.height) + 0.04
