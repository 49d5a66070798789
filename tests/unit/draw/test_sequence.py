"""How sequences are drawn: every message between its lifelines, nothing on top of anything else."""

from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from lsparch.draw import draw_svg
from lsparch.draw.sequence import set_stage
from lsparch.draw.text import line_height, text_width
from lsparch.emit.drawing import DrawingFormat, render_drawings
from lsparch.views.plan import Auth, Box, Group, Status
from lsparch.views.sequence_plan import Message, SequencePlan
from tests.unit.draw.shipped import ENGINE, SYMBOLOGY

SVG = "{http://www.w3.org/2000/svg}"
LONG = "asks for every row of every table in the widest possible area of the whole sky, and waits for an answer"

STORY = SequencePlan(
    "story",
    "A story",
    "usdac",
    "story",
    (Group("api", "API Aspect", "aspect", None, "owner dax"), Group("qserv", "Qserv", "service")),
    (
        Box("actor/a", "Somebody", "user"),
        Box("api/one", "one", "deployment", "api", ("×2",), ("sidecar-filebeat",)),
        Box("api/two", "two", "statefulset", "api", status=Status.PLANNED),
        Box("qserv/czar", "czar", "database", "qserv"),
        Box("external/elk", "ELK", "elk"),
    ),
    (
        Message("s 1", "1", "actor/a", "api/one", "asks", "https", "https 443"),
        Message("s 1.1", "1.1", "api/one", "api/two", LONG, "http", "http 8080", "user's token", (Auth.USER,)),
        Message("s 2", "2", "api/one", "api/one", "thinks", "http"),
        Message(
            "s 3", "3", "api/two", "qserv/czar", LONG, "database", "mysql 4040", "secret db.password", (Auth.SECRET,)
        ),
        Message("s 4", "4", "external/elk", "api/one", "asks back", "amqp", "amqp 5672", status=Status.PLANNED),
        Message("s 5", "5", "actor/a", "external/elk", "x", "https", optional=True, note="not in usdac"),
        Message("s 6", "6", "external/elk", "external/elk", LONG, "tcp"),
    ),
    description="What is told.",
)


def texts(svg: str) -> list[tuple[float, float, float, float]]:
    """Return left, top, right and bottom of every text."""
    found = []
    for item in ET.fromstring(svg).iter(f"{SVG}text"):
        size = float(item.get("font-size", "0"))
        width = text_width(item.text or "", size, bold=item.get("font-weight") == "700")
        x, y = float(item.get("x", "0")), float(item.get("y", "0"))
        left = x - {"start": 0.0, "middle": width / 2, "end": float(width)}[item.get("text-anchor", "start")]
        found.append((left, y - size * 0.74, left + width, y + size * 0.2))
    return found


def test_no_text_lies_on_another_or_outside_the_page() -> None:
    svg = draw_svg(STORY, SYMBOLOGY, ENGINE)
    root = ET.fromstring(svg)
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    found = texts(svg)
    assert all(left >= 0 and top >= 0 and right <= width and low <= height for left, top, right, low in found)
    for one, other in combinations(found, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)


def test_time_runs_downwards_and_participants_to_the_right() -> None:
    stage = set_stage(STORY, SYMBOLOGY)
    rows = [row for row, _ in stage.rows]
    assert rows == sorted(set(rows))
    assert list(stage.centres) == sorted(set(stage.centres))


def test_every_message_says_its_ends_and_facts_to_assistive_technology() -> None:
    root = ET.fromstring(draw_svg(STORY, SYMBOLOGY, ENGINE))
    found = {
        item.get("data-element"): (item.findtext(f"{SVG}title"), item.findtext(f"{SVG}desc"))
        for item in root.iter(f"{SVG}g")
        if item.get("class") == "message"
    }
    assert list(found) == [message.id for message in STORY.messages]
    assert found["s 3"] == ("3: two → czar", f"{LONG}; mysql 4040; secret db.password")
    assert found["s 5"] == ("5: Somebody → ELK", "x; optional; not in usdac")
    assert found["s 4"][1] == "asks back; amqp 5672; planned"


def test_a_planned_message_is_dashed_and_an_optional_one_has_a_hollow_head() -> None:
    root = ET.fromstring(draw_svg(STORY, SYMBOLOGY, ENGINE))
    marks = {item.get("data-element"): item for item in root.iter(f"{SVG}g") if item.get("class") == "message"}
    dashes = {name: [path.get("stroke-dasharray") for path in item.iter(f"{SVG}path")] for name, item in marks.items()}
    assert dashes["s 4"][0] == " ".join(f"{part:g}" for part in SYMBOLOGY.statuses.planned.dash)
    assert dashes["s 1"][0] is None
    assert [path.get("fill") for path in marks["s 5"].iter(f"{SVG}path")][-1] == "#ffffff"


def test_an_empty_story_is_a_page_all_the_same() -> None:
    empty = replace(STORY, parts=(), participants=(), messages=())
    assert "A story" in draw_svg(empty, SYMBOLOGY, ENGINE)


@pytest.mark.parametrize(
    "form", [form for form in DrawingFormat if form not in {DrawingFormat.PDF, DrawingFormat.HTML}]
)
def test_every_format_can_tell_a_story(form: DrawingFormat) -> None:
    (first,) = render_drawings([STORY], form, SYMBOLOGY, ENGINE)
    assert first == render_drawings([STORY], form, SYMBOLOGY, ENGINE)[0]
    assert first


def test_mermaid_and_d2_get_sequences() -> None:
    mermaid = render_drawings([STORY], DrawingFormat.MERMAID, SYMBOLOGY, ENGINE)[0].decode()
    lines = [line.strip() for line in mermaid.splitlines()]
    assert lines[3] == "sequenceDiagram"
    assert lines.count("end") == sum(line.startswith(("box ", "opt ")) for line in lines)
    assert "p0->>p1: 1 asks<br/>https 443" in lines
    assert any(line.startswith("p4-->>p1: 4 asks back") for line in lines)
    d2 = render_drawings([STORY], DrawingFormat.D2, SYMBOLOGY, ENGINE)[0].decode()
    assert "shape: sequence_diagram" in d2
    assert '"actor/a" -> "api/one": "1 asks\\nhttps 443" {' in d2


def test_lines_of_a_message_stand_between_its_row_and_the_next() -> None:
    stage = set_stage(STORY, SYMBOLOGY)
    for (row, text), (following, other) in zip(stage.rows, stage.rows[1:], strict=False):
        assert following - other.above - row >= text.below
        assert text.below >= len(text.way) * line_height(10.5)
