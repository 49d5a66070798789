import pytest

from lsparch.draw.compose import compose
from lsparch.draw.geometry import Frame
from lsparch.draw.quality import measured
from lsparch.views.plan import DiagramPlan
from tests.unit.draw.collisions import EDGE, overlaps, text_frames
from tests.unit.draw.samples import ASPECT, DEPLOYMENT, PLATFORM, SAMPLES
from tests.unit.draw.shipped import SYMBOLOGY, laid_out

every_sample = pytest.mark.parametrize("plan", SAMPLES, ids=lambda plan: plan.id)


@every_sample
def test_boxes_and_labels_never_overlap(plan: DiagramPlan) -> None:
    _, layout = laid_out(plan)
    assert not overlaps([*layout.boxes.items(), *layout.labels.items()])


@every_sample
def test_no_text_of_the_page_overlaps_another(plan: DiagramPlan) -> None:
    request, layout = laid_out(plan)
    assert not overlaps(text_frames(compose(request, layout, SYMBOLOGY)))


@every_sample
def test_no_text_leaves_the_page(plan: DiagramPlan) -> None:
    request, layout = laid_out(plan)
    scene = compose(request, layout, SYMBOLOGY)
    page = Frame(0, 0, scene.width, scene.height)
    assert [text for text, frame in text_frames(scene) if not page.encloses(frame)] == []


@every_sample
def test_the_text_of_a_box_fits_into_it(plan: DiagramPlan) -> None:
    request, layout = laid_out(plan)
    frames = dict(layout.boxes)
    for box, text in request.boxes.items():
        assert (frames[box].width, frames[box].height) == (text.width, text.height)
    assert len(frames) == len(plan.boxes)


@every_sample
def test_frames_enclose_what_is_in_them_and_no_others(plan: DiagramPlan) -> None:
    _, layout = laid_out(plan)
    parents = {group.id: group.parent for group in plan.groups}
    for box in plan.boxes:
        around = set()
        group = box.group
        while group is not None:
            around.add(group)
            group = parents[group]
        for group_id, frame in layout.groups.items():
            assert frame.encloses(layout.boxes[box.id]) == (group_id in around)
            assert frame.overlaps(layout.boxes[box.id]) == (group_id in around)


@every_sample
def test_arrows_do_not_run_through_boxes_or_labels(plan: DiagramPlan) -> None:
    request, layout = laid_out(plan)
    found = measured(request, layout)
    assert (found.through, found.hidden, found.labels) == ((), (), ())


@every_sample
def test_arrows_start_and_end_at_the_outline_of_their_boxes(plan: DiagramPlan) -> None:
    _, layout = laid_out(plan)
    for arrow in plan.arrows:
        curves = layout.curves[arrow.id]
        for box, end in ((arrow.source, curves[0][0]), (arrow.target, curves[-1][-1])):
            if box in layout.boxes:
                frame = layout.boxes[box]
                assert Frame(frame.x - EDGE, frame.y - EDGE, frame.width + 2 * EDGE, frame.height + 2 * EDGE).holds(end)
                assert not frame.shrunk(EDGE).holds(end)


@pytest.mark.parametrize("plan", [ASPECT, PLATFORM, DEPLOYMENT], ids=lambda plan: plan.id)
def test_a_page_has_nearly_the_shape_of_a_slide(plan: DiagramPlan) -> None:
    request, layout = laid_out(plan)
    scene = compose(request, layout, SYMBOLOGY)
    assert 1.2 < scene.width / scene.height < 2.1
