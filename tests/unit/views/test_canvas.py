"""Tests of plans under construction."""

from lsparch.diagnostics import Place
from lsparch.graph import Edge, EdgeKind
from lsparch.models.view import ViewFile
from lsparch.views.canvas import Canvas
from lsparch.views.plan import Box, Group
from tests.unit.draw.shipped import SYMBOLOGY

VIEW = ViewFile.model_validate({"view": "v", "title": "V", "show": {"level": "pod"}})
HERE = Place("model/a.yaml", 1, 1)


def canvas() -> Canvas:
    made = Canvas(VIEW, SYMBOLOGY, "env")
    made.box(Box("a", "a", "deployment"), "a/one", "a/two")
    made.box(Box("b", "b", "deployment"))
    return made


def connect(
    source: str, target: str, protocol: str, port: int, *, optional: bool = False, status: str = "known"
) -> Edge:
    return Edge(EdgeKind.CONNECTS, source, target, HERE, f"{port}", protocol, port, optional=optional, status=status)


def test_connections_of_elements_that_share_a_box_become_one_arrow() -> None:
    made = canvas()
    made.connections([connect("a/one", "b", "http", 80), connect("a/two", "b", "http", 81)])
    (arrow,) = made.plan().arrows
    assert (arrow.source, arrow.target, arrow.label, arrow.style) == ("a", "b", "http 80, 81", "http")


def test_an_arrow_is_optional_only_if_all_its_connections_are() -> None:
    made = canvas()
    made.connections([connect("a", "b", "http", 80, optional=True), connect("a", "b", "http", 81)])
    assert not made.plan().arrows[0].optional


def test_planned_and_known_connections_stay_apart() -> None:
    made = canvas()
    made.connections([connect("a", "b", "http", 80), connect("a", "b", "http", 81, status="planned")])
    assert [(arrow.label, arrow.status.value) for arrow in made.plan().arrows] == [
        ("http 80", "known"),
        ("http 81", "planned"),
    ]


def test_connections_inside_a_box_and_to_what_is_not_shown_are_left_out() -> None:
    made = canvas()
    made.connections([connect("a/one", "a/two", "http", 80), connect("a", "c", "http", 80)])
    assert made.plan().arrows == ()


def test_empty_frames_are_left_out_and_frames_around_full_ones_kept() -> None:
    made = canvas()
    made.frame(Group("outer", "o", "cluster"))
    made.frame(Group("inner", "i", "aspect", "outer"))
    made.frame(Group("empty", "e", "aspect", "outer"))
    made.box(Box("c", "c", "deployment", "inner"))
    assert [group.id for group in made.plan().groups] == ["outer", "inner"]
