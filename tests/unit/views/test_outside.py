"""Tests of the way in from outside."""

from types import MappingProxyType

import pytest

from lsparch.diagnostics import Place
from lsparch.graph import Node, NodeKind
from lsparch.views.outside import USERS, let_in
from lsparch.views.plan import Box
from tests.unit.views.test_canvas import canvas


@pytest.mark.parametrize(
    ("labels", "style", "label"), [({}, "https", "https 443"), ({"entry": "http 80"}, "http", "http 80")]
)
def test_users_reach_a_balancer_at_the_port_that_it_takes(labels: dict[str, str], style: str, label: str) -> None:
    made = canvas()
    made.box(Box(USERS, "Users", "user"))
    balancer = Node("b", NodeKind.BALANCER, "B", Place("a.yaml", 1, 1), labels=MappingProxyType(labels))
    let_in(made, balancer)
    let_in(made, balancer, target="a")
    assert [(a.source, a.target, a.style, a.label) for a in made.plan().arrows] == [
        (USERS, "b", style, label),
        (USERS, "a", style, label),
    ]
