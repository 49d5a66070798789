"""Nodes that pods need, and what does not fit."""

from fractions import Fraction

from lsparch.analysis.capacity import find_capacity, node_needs, placements
from lsparch.analysis.placement import NodeShape, PodShape, Requests
from lsparch.api.platform import Platform
from tests.unit.test_laws import SMALL

GENERAL = NodeShape("general", 9, Requests(4000, 8 << 30))
PORTAL = NodeShape("portal", 9, Requests(2000, 4 << 30), {"pool": "portal"}, (("dedicated", "", "NoSchedule"),))


def pod(name: str, cpu: int, memory: int = 1) -> PodShape:
    return PodShape(name, name, Requests(cpu, memory << 30))


def test_as_many_nodes_are_needed_as_pods_fill() -> None:
    assert node_needs([(pod("a", 1000), 9)], [GENERAL, PORTAL]) == {"general": (3, 3), "portal": (0, 0)}


def test_pods_that_do_not_fit_together_need_more_than_their_sum() -> None:
    assert node_needs([(pod("a", 2500), 3)], [GENERAL]) == {"general": (3, 3)}


def test_what_fits_in_one_order_and_not_in_another_is_told_by_two_numbers() -> None:
    pods = [(pod("small", 1000), 4), (pod("large", 3000), 2), (pod("middle", 2000), 1)]
    needed, least = node_needs(pods, [GENERAL])["general"]
    assert least < needed
    pending = [
        bool(outcome.pending) for outcome in placements(pods, [NodeShape("general", least, GENERAL.allocatable)])
    ]
    assert any(pending)
    assert not all(pending)


def test_what_runs_on_every_node_takes_its_share_of_each() -> None:
    agent = PodShape("agent", "agent", Requests(1000, 1), daemon=True)
    assert node_needs([(agent, 0), (pod("a", 1000), 9)], [GENERAL])["general"] == (3, 3)
    assert node_needs([(agent, 0), (pod("a", 3500), 1)], [GENERAL])["general"] == (0, 0), "fits no node beside it"


def test_the_shipped_small_platform_fits_and_less_of_each_node_does_not() -> None:
    platform = Platform(SMALL)
    found = [(platform.environment("production"), platform.manifests("production").objects)]
    assert find_capacity(found, Fraction(1), at_peak=True).shortages == ()
    shortages = find_capacity(found, Fraction(1, 1000), at_peak=False).shortages
    assert {short.why for short in shortages} == {"no node that takes it is big enough"}
    assert all(short.pending == short.of > 0 for short in shortages)
