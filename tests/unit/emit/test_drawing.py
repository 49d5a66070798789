import re
from xml.etree import ElementTree as ET

import pytest

from lsparch.emit.drawing import DrawingFormat, render_drawings
from lsparch.emit.notation_d2 import d2_text
from lsparch.emit.notation_drawio import drawio_text
from lsparch.views.plan import Box, DiagramPlan, Flow
from tests.unit.draw.samples import ASPECT, SAMPLES, TINY
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY, laid_out

every_sample = pytest.mark.parametrize("plan", SAMPLES, ids=lambda plan: plan.id)


@pytest.mark.parametrize("form", [form for form in DrawingFormat if form.value not in {"pdf", "html"}])
def test_every_format_gives_one_file_for_each_plan_and_the_same_bytes_again(form: DrawingFormat) -> None:
    files = render_drawings([ASPECT, TINY], form, SYMBOLOGY, ENGINE)
    assert len(files) == 2
    assert files[0] != files[1]
    assert files == render_drawings([ASPECT, TINY], form, SYMBOLOGY, ENGINE)


def test_suffixes_are_those_that_other_tools_know() -> None:
    assert [form.suffix for form in DrawingFormat] == [
        ".svg",
        ".png",
        ".pdf",
        ".dot",
        ".mmd",
        ".d2",
        ".drawio",
        ".py",
        ".html",
    ]


@every_sample
def test_drawio_cells_stand_where_our_picture_has_them(plan: DiagramPlan) -> None:
    _, layout = laid_out(plan)
    cells = {str(cell.get("id")): cell for cell in ET.fromstring(drawio_text(plan, SYMBOLOGY, layout)).iter("mxCell")}
    assert len(cells) == 2 + len(plan.groups) + len(plan.boxes) + len(plan.arrows)
    for box in plan.boxes:
        x = y = 0
        cell = cells[f"lsparch:{box.id}"]
        while cell.get("id") != "1":
            place = cell.find("mxGeometry")
            assert place is not None
            x, y = x + int(str(place.get("x"))), y + int(str(place.get("y")))
            cell = cells[str(cell.get("parent"))]
        assert (x, y) == (layout.boxes[box.id].x, layout.boxes[box.id].y)
    for arrow in plan.arrows:
        assert cells[f"lsparch:{arrow.id}"].get("source") in cells
        assert cells[f"lsparch:{arrow.id}"].get("target") in cells


@every_sample
def test_d2_text_has_balanced_braces_and_every_element(plan: DiagramPlan) -> None:
    text = d2_text(plan, SYMBOLOGY)
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", text)
    assert bare.count("{") == bare.count("}")
    assert '"' not in bare
    assert bare.count("->") == len(plan.arrows)
    assert bare.count("shape: ") == len(plan.boxes)


def test_d2_strings_are_escaped() -> None:
    plan = DiagramPlan("p", "t", "", Flow.DOWN, (), (Box("b", 'a "b" ${c}', "job"),))
    assert r'"b": "a \"b\" \${c}"' in d2_text(plan, SYMBOLOGY)
