"""Labels lie on their lines, and where there is room not on the edges of frames, which they would interrupt."""

from lsparch.draw.geometry import Frame
from lsparch.draw.labelling import Stretch, Wanted, place_labels
from lsparch.draw.mesh import Placement
from lsparch.draw.search import LEVEL, UPRIGHT
from tests.unit.draw.shipped import laid_out
from tests.unit.views.shipped import shipped_plans

SIZE = (80, 18)
ON_EDGES = 10
"""Labels of shipped pictures on edges of frames, for which there is no other place on their arrow."""


def placed(line: Stretch, frame: Frame, *boxes: Frame) -> Frame:
    """Return where the label of one line is put beside a frame and boxes."""
    placement = Placement({str(number): box for number, box in enumerate(boxes)}, {"frame": frame}, {})
    labels, lacks = place_labels([Wanted("a", 0, SIZE, (line,))], [], placement)
    assert lacks == {}
    return labels["a"]


def interrupts(label: Frame, frame: Frame) -> bool:
    """Whether a label lies on the edge of a frame."""
    return label.overlaps(frame.shrunk(-1)) and not frame.shrunk(1).encloses(label)


def test_a_label_lies_in_the_middle_of_its_line_where_nothing_is() -> None:
    label = placed(Stretch(UPRIGHT, 400, 0, 200, 0), Frame(0, 0, 100, 100))
    assert label == Frame(360, 91, *SIZE)


def test_a_label_moves_along_its_line_off_the_edge_of_a_frame() -> None:
    frame = Frame(0, 100, 600, 300)
    label = placed(Stretch(UPRIGHT, 300, 0, 200, 0), frame)
    assert not interrupts(label, frame)
    assert label.centre.x == 300


def test_a_label_moves_aside_where_its_line_runs_along_an_edge() -> None:
    frame = Frame(0, 0, 385, 400)
    label = placed(Stretch(UPRIGHT, 400, 100, 200, 0), frame)
    assert not interrupts(label, frame)
    assert label.x + 5 <= 400 <= label.right - 5


def test_a_label_stays_on_the_edge_where_there_is_no_room_beside_it() -> None:
    frame = Frame(0, 0, 385, 400)
    label = placed(Stretch(UPRIGHT, 400, 100, 200, 0), frame, Frame(445, 0, 100, 400))
    assert interrupts(label, frame)
    assert label.centre.x == 400


def test_a_level_line_keeps_its_label_on_it() -> None:
    frame = Frame(0, 0, 300, 95)
    label = placed(Stretch(LEVEL, 102, 0, 300, 0), frame)
    assert not interrupts(label, frame)
    assert label.y + 5 <= 102 <= label.bottom - 5


def test_a_label_makes_room_for_one_that_else_would_be_on_an_edge() -> None:
    """One line has room for its label in the frame only where the label of the other would stand first."""
    frame = Frame(0, 0, 172, 88)
    lines = [Stretch(UPRIGHT, 60, 20, 100, 0), Stretch(UPRIGHT, 130, 24, 300, 0)]
    placement = Placement({"below": Frame(90, 90, 80, 220)}, {"frame": frame}, {})
    wanted = [Wanted(name, net, SIZE, (line,)) for net, (name, line) in enumerate(zip("ab", lines, strict=True))]
    labels, lacks = place_labels(wanted, [], placement)
    assert lacks == {}
    assert not any(interrupts(label, frame) for label in labels.values())
    assert not labels["a"].overlaps(labels["b"])


def test_few_labels_of_shipped_pictures_interrupt_a_frame() -> None:
    found = [
        (name, label, group)
        for name, plan in shipped_plans().items()
        for _, layout in [laid_out(plan)]
        for label, place in layout.labels.items()
        for group, frame in layout.groups.items()
        if interrupts(place, frame)
    ]
    assert len(found) <= ON_EDGES, found
