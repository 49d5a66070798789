"""Each notation is read by the program that it is for, and says there what the plan says.

Plans are those of every view of the shipped platform, and one with every hostile text in every place.
"""

import json
from functools import cache
from pathlib import Path

from lsparch.api.plans import plan_drawings
from lsparch.api.platform import open_platform
from lsparch.draw.look import Look, look_of
from lsparch.emit.drawing import diagram, drawing_set, render_drawings
from lsparch.emit.drawing_format import DrawingFormat
from lsparch.emit.notation_words import arrow_words, box_words, frame_words, one_line
from lsparch.models.symbology import Symbology
from lsparch.outside.graphviz import GraphvizEngine
from lsparch.views.chart_plan import ChartPlan
from lsparch.views.plan import DiagramPlan
from lsparch.views.plans import Plan
from lsparch.views.sequence_plan import SequencePlan
from tests.e2e.notations import d2_read, mermaid_read, node
from tests.support.hostile import HOSTILE
from tests.support.hostile_plans import HOSTILE_TO_NOTATIONS, HOSTILE_TO_XML, hostile_plan, hostile_sequence
from tests.unit.draw.samples import SAMPLES
from tests.unit.draw.shipped import ENGINE

SECONDS = 15.0
"""How long Graphviz may take for one view; on an idle machine it is done in less than one."""

TEXTS = (*HOSTILE, *HOSTILE_TO_NOTATIONS)


@cache
def _plans() -> tuple[tuple[Plan, ...], Symbology]:
    drawings, symbology = plan_drawings(open_platform(Path(__file__).parents[2] / "model"))
    plans = [drawing.plan for drawing in drawings if not isinstance(drawing.plan, ChartPlan)]
    return (*plans, *SAMPLES, hostile_plan(*TEXTS), hostile_sequence(*TEXTS)), symbology


def _written(folder: Path, form: DrawingFormat) -> list[Path]:
    plans, symbology = _plans()
    files = [folder / f"{number}{form.suffix}" for number in range(len(plans))]
    for file, text in zip(files, render_drawings(plans, form, symbology, ENGINE), strict=True):
        file.write_bytes(text)
    return files


def _looks() -> list[tuple[Plan, DiagramPlan, Look]]:
    plans, symbology = _plans()
    return [(plan, diagram(plan), look_of(diagram(plan), symbology)) for plan in plans]


def test_mermaid_reads_every_text_as_the_label_of_one_thing(tmp_path: Path) -> None:
    found = mermaid_read(_written(tmp_path, DrawingFormat.MERMAID))
    for (given, plan, look), read in zip(_looks(), found, strict=True):
        frames = sorted(one_line(item["text"][0]) for item in read["frames"])
        if isinstance(given, SequencePlan):
            assert read["type"] == "sequence"
            assert [one_line(item["text"][0]) for item in read["boxes"]] == [one_line(box.label) for box in plan.boxes]
            assert [one_line(item["text"][0]) for item in read["arrows"]] == [
                one_line(f"{message.number} {message.does}") for message in given.messages
            ]
            continue
        names = {f"b{number}": box for number, box in enumerate(plan.boxes)}
        assert {item["id"]: item["text"] for item in read["boxes"]} == {
            name: [one_line(box.label), *box_words(box, look)] for name, box in names.items()
        }
        assert frames == sorted(
            " · ".join(filter(None, [one_line(group.label), *frame_words(group, look)])) for group in plan.groups
        )
        places = {box.id: name for name, box in names.items()}
        places |= {group.id: f"g{number}" for number, group in enumerate(plan.groups)}
        assert [(item["start"], item["end"], item["text"]) for item in read["arrows"]] == [
            (places[arrow.source], places[arrow.target], [" · ".join(arrow_words(arrow, look))])
            for arrow in plan.arrows
        ]


def test_d2_draws_every_box_frame_and_arrow_with_its_words(tmp_path: Path) -> None:
    for (given, plan, look), file in zip(_looks(), _written(tmp_path, DrawingFormat.D2), strict=True):
        keys, arrows, lines = d2_read(file)
        if isinstance(given, SequencePlan):
            assert len(keys) >= len(plan.boxes)
            assert len([arrow for arrow in arrows if not arrow.endswith(" -- )[0]")]) == len(given.messages)
            wanted = [one_line(box.label) for box in plan.boxes]
        else:
            assert len(keys) == len(plan.boxes) + len(plan.groups)
            assert len(arrows) == len(plan.arrows)
            wanted = [line for box in plan.boxes for line in (one_line(box.label), *box_words(box, look))]
            wanted += [line for group in plan.groups for line in (one_line(group.label), *frame_words(group, look))]
            wanted += [" · ".join(arrow_words(arrow, look)) for arrow in plan.arrows]
        assert set(filter(None, wanted)) <= set(lines)


def test_graphviz_lays_out_every_graph_within_its_time() -> None:
    plans, symbology = _plans()
    bounded = GraphvizEngine(timeout=SECONDS)
    for plan, dot in zip(
        map(diagram, plans), render_drawings(plans, DrawingFormat.DOT, symbology, ENGINE), strict=True
    ):
        found = json.loads(bounded.layout(dot.decode()))
        nodes = [item for item in found.get("objects", ()) if "nodes" not in item]
        frames = [item for item in found.get("objects", ()) if "nodes" in item]
        assert len(nodes) >= len(plan.boxes)
        assert len(frames) == len(plan.groups)
        assert len(found.get("edges", ())) == len(plan.arrows)
        assert all("pos" in item for item in (*nodes, *found.get("edges", ())))


def test_a_drawio_file_becomes_the_graph_of_each_plan(tmp_path: Path) -> None:
    planned, symbology = _plans()
    plans = [*planned[:-2], hostile_plan(*HOSTILE_TO_XML)]
    file = tmp_path / "diagrams.drawio"
    file.write_bytes(drawing_set(plans, DrawingFormat.DRAWIO, symbology, ENGINE))
    (pages,) = node("drawio.mjs", [file])
    for page, plan in zip(pages, map(diagram, plans), strict=True):
        cells = {cell["id"].removeprefix("lsparch:"): cell for cell in page if cell["id"].startswith("lsparch:")}
        parents = {one_line(group.id): group.parent for group in plan.groups} | {
            one_line(b.id): b.group for b in plan.boxes
        }
        assert {name: cell["parent"] for name, cell in cells.items() if not cell["edge"]} == {
            name: f"lsparch:{one_line(parent)}" if parent else "1" for name, parent in parents.items()
        }
        assert {name: (cell["source"], cell["target"]) for name, cell in cells.items() if cell["edge"]} == {
            one_line(arrow.id): (f"lsparch:{one_line(arrow.source)}", f"lsparch:{one_line(arrow.target)}")
            for arrow in plan.arrows
        }
        assert all(cell["points"] is not None for cell in cells.values() if cell["edge"])
