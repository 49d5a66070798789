import json
import re
from base64 import b64decode
from dataclasses import asdict
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from lsparch.emit.drawing import DrawingFormat, drawing_set, render_drawings
from lsparch.emit.json_schema import schema_texts
from lsparch.emit.notation_d2 import d2_text
from lsparch.emit.notation_drawio import drawio_text
from lsparch.views.chart_plan import Bar, BarChart, ChartPlan, Segment, Tone
from lsparch.views.plan import Box, DiagramPlan, Flow
from lsparch.views.sequence_plan import SequencePlan
from tests.support.hostile import HOSTILE
from tests.support.hostile_plans import HOSTILE_TO_XML, hostile_plan, hostile_sequence
from tests.unit.draw.samples import ASPECT, SAMPLES, TINY
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY, laid_out

SCHEMA = Draft202012Validator(json.loads(schema_texts()["drawing.schema.json"]))
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
        ".dsl",
        ".json",
        ".html",
    ]


@every_sample
def test_drawio_cells_stand_where_our_picture_has_them(plan: DiagramPlan) -> None:
    _, layout = laid_out(plan)
    cells = {
        str(cell.get("id")): cell for cell in ET.fromstring(drawio_text([(plan, layout)], SYMBOLOGY)).iter("mxCell")
    }
    drawn = [name for name in cells if name.startswith("lsparch:")]
    assert len(drawn) == len(plan.groups) + len(plan.boxes) + len(plan.arrows)
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


def test_drawio_keeps_its_rules_whatever_the_texts_are() -> None:
    plans = [*SAMPLES, hostile_plan(*HOSTILE_TO_XML)]
    root = ET.fromstring(drawing_set(plans, DrawingFormat.DRAWIO, SYMBOLOGY, ENGINE))
    pages = list(root.iter("diagram"))
    assert root.get("compressed") == "false"
    assert [page.get("id") for page in pages] == [plan.id for plan in plans]
    for page, plan in zip(pages, plans, strict=True):
        cells = {str(cell.get("id")): cell for cell in page.iter("mxCell")}
        assert len(cells) == len(list(page.iter("mxCell")))
        seen: set[str] = set()
        for name, cell in cells.items():
            assert name == "0" or cell.get("parent") in seen, name
            assert all(cell.get(end) in cells for end in ("source", "target") if cell.get("edge"))
            assert cell.get("vertex") or cell.get("edge") or name in {"0", "1"}
            seen.add(name)
        icons = [cell for name, cell in cells.items() if name.startswith("icon:")]
        assert len(icons) == len(plan.boxes)
        for icon in icons:
            found = re.search("image=data:image/svg[+]xml,([A-Za-z0-9+/=]+);", str(icon.get("style")))
            assert found
            assert ET.fromstring(b64decode(found[1])).tag.endswith("svg")


def test_drawio_leads_arrows_through_the_corners_of_ours() -> None:
    _, layout = laid_out(ASPECT)
    cells = {
        str(cell.get("id")): cell for cell in ET.fromstring(drawio_text([(ASPECT, layout)], SYMBOLOGY)).iter("mxCell")
    }
    for arrow in ASPECT.arrows:
        points = [
            (int(str(p.get("x"))), int(str(p.get("y"))))
            for p in cells[f"lsparch:{arrow.id}"].iterfind(".//Array/mxPoint")
        ]
        ends = layout.curves[arrow.id][0][0], layout.curves[arrow.id][-1][-1]
        way = [(round(ends[0].x), round(ends[0].y)), *points, (round(ends[1].x), round(ends[1].y))]
        assert all(one[0] == other[0] or one[1] == other[1] for one, other in pairwise(way))


@pytest.mark.parametrize(
    "plan",
    [*SAMPLES, hostile_plan(*HOSTILE_TO_XML), hostile_sequence(*HOSTILE)],
    ids=lambda plan: f"{type(plan).__name__} {plan.id}",
)
def test_json_fits_its_schema_and_says_what_the_plan_says(plan: DiagramPlan | SequencePlan) -> None:
    (text,) = render_drawings([plan], DrawingFormat.JSON, SYMBOLOGY, ENGINE)
    found = json.loads(text)
    SCHEMA.validate(found)
    boxes = plan.boxes if isinstance(plan, DiagramPlan) else plan.participants
    assert [(box["id"], box["label"], tuple(box.get("details", ()))) for box in found["boxes"]] == [
        (box.id, box.label, box.details) for box in boxes
    ]
    if isinstance(plan, DiagramPlan):
        _, layout = laid_out(plan)
        assert [box["place"] for box in found["boxes"]] == [asdict(layout.boxes[box.id]) for box in plan.boxes]
        assert [len(arrow["points"]) > 1 for arrow in found["arrows"]] == [True] * len(plan.arrows)


def test_json_of_a_chart_holds_its_figures() -> None:
    chart = BarChart("Nodes", "CPU", (Bar("pool", "Pool", (Segment(1.5, Tone.USED),), "1.5 of 2"),), 2)
    (text,) = render_drawings([ChartPlan("capacity", "Capacity", "", (chart,))], DrawingFormat.JSON, SYMBOLOGY, ENGINE)
    found = json.loads(text)
    SCHEMA.validate(found)
    assert found["charts"][0]["bars"][0]["segments"] == [{"value": 1.5, "tone": "used"}]
