"""Any plan whose references exist is drawn, and drawn readably."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lsparch.draw import draw_svg, layout_request, read_layout
from lsparch.draw.compose import compose
from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Group, Panel, Status
from tests.unit.draw.collisions import overlaps, text_frames
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY

WORDS = st.text("abcXYZ-./_ 0123456789<&\"'é≥語", min_size=1, max_size=40)
STATUS = st.sampled_from(Status)


@st.composite
def plans(draw: st.DrawFn) -> DiagramPlan:
    """Return a plan with nested frames, arrows between anything, and any text."""
    groups: list[Group] = []
    for index in range(draw(st.integers(0, 4))):
        parent = draw(st.sampled_from([None, *(group.id for group in groups)]))
        symbol = draw(st.sampled_from(sorted(SYMBOLOGY.groups)))
        groups.append(Group(f"g{index}", draw(WORDS), symbol, parent, draw(WORDS), draw(STATUS)))
    homes = [None, *(group.id for group in groups)]
    boxes = [
        Box(
            f"b{index}",
            draw(WORDS),
            draw(st.sampled_from(sorted(SYMBOLOGY.symbols))),
            draw(st.sampled_from(homes)),
            tuple(draw(st.lists(WORDS, max_size=2))),
            tuple(draw(st.lists(st.sampled_from(["sidecar-filebeat", "secret"]), max_size=2, unique=True))),
            draw(STATUS),
        )
        for index in range(draw(st.integers(0, 6)))
    ]
    ends = [*(group.id for group in groups), *(box.id for box in boxes)]
    arrows = [
        Arrow(
            f"a{index}",
            draw(st.sampled_from(ends)),
            draw(st.sampled_from(ends)),
            draw(st.sampled_from(sorted(SYMBOLOGY.arrows))),
            draw(st.one_of(st.just(""), WORDS)),
            draw(STATUS),
            draw(st.booleans()),
        )
        for index in range(draw(st.integers(0, 6)) if ends else 0)
    ]
    panels = tuple(
        Panel(draw(WORDS), ((draw(WORDS), draw(WORDS)), (draw(WORDS),))) for _ in range(draw(st.integers(0, 2)))
    )
    flow = draw(st.sampled_from(Flow))
    return DiagramPlan("any", draw(WORDS), draw(WORDS), flow, tuple(groups), tuple(boxes), tuple(arrows), panels)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(plans())
def test_any_plan_is_drawn_without_overlaps(plan: DiagramPlan) -> None:
    request = layout_request(plan, SYMBOLOGY)
    layout = read_layout(request, ENGINE.layout_many(request.dots))
    assert set(layout.curves) == {arrow.id for arrow in plan.arrows}
    assert not overlaps([*layout.boxes.items(), *layout.labels.items()])
    assert not overlaps(text_frames(compose(request, layout, SYMBOLOGY)))


def test_an_empty_plan_is_a_page_with_a_title() -> None:
    svg = draw_svg(DiagramPlan("empty", "Nothing here", "", Flow.RIGHT), SYMBOLOGY, ENGINE)
    assert "Nothing here" in svg
    assert "whole model" in svg
