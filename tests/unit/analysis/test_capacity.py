"""Nodes that pods need, and what does not fit."""

from fractions import Fraction

import pytest

from lsparch.analysis.capacity import Capacity, find_capacity
from lsparch.analysis.node_needs import Pods, node_needs, placements
from lsparch.analysis.placement import NodeShape, PodShape, Requests
from lsparch.api.platform import Platform
from lsparch.k8s.store import StoredObject
from lsparch.resolve import Environment
from tests.unit.test_laws import SMALL
from tests.unit.views.shipped import ROOT

GENERAL = NodeShape("general", 9, Requests(4000, 8 << 30))
PORTAL = NodeShape("portal", 9, Requests(2000, 4 << 30), {"pool": "portal"}, (("dedicated", "", "NoSchedule"),))


BATCH = NodeShape("batch", 9, Requests(4000, 8 << 30), {"pool": "batch"})
SHIPPED = Platform(ROOT)
Given = list[tuple[Environment, list[StoredObject]]]


def pod(name: str, cpu: int, memory: int = 1, pool: str = "") -> PodShape:
    return PodShape(name, name, Requests(cpu, memory << 30), ({"pool": (pool,)},) if pool else ())


def needs(pods: Pods, nodes: list[NodeShape]) -> dict[str, tuple[int, int]]:
    return {" or ".join(need.pools): (need.needed, need.least) for need in node_needs(pods, nodes)}


def given(*environments: str) -> Given:
    return [(SHIPPED.environment(name), list(SHIPPED.manifests(name).objects)) for name in environments]


def asked(capacity: Capacity) -> dict[str, tuple[Requests, int]]:
    return {pool.pool: (pool.asked, pool.needed) for pool in capacity.pools}


def test_as_many_nodes_are_needed_as_pods_fill() -> None:
    assert needs([(pod("a", 1000), 9)], [GENERAL, PORTAL]) == {"general": (3, 3), "portal": (0, 0)}


def test_pods_that_do_not_fit_together_need_more_than_their_sum() -> None:
    assert needs([(pod("a", 2500), 3)], [GENERAL]) == {"general": (3, 3)}


def test_what_fits_in_one_order_and_not_in_another_is_told_by_two_numbers() -> None:
    pods = [(pod("small", 1000), 4), (pod("large", 3000), 2), (pod("middle", 2000), 1)]
    needed, least = needs(pods, [GENERAL])["general"]
    assert least < needed
    pending = [
        bool(outcome.pending) for outcome in placements(pods, [NodeShape("general", least, GENERAL.allocatable)])
    ]
    assert any(pending)
    assert not all(pending)


def test_what_runs_on_every_node_takes_its_share_of_each() -> None:
    agent = PodShape("agent", "agent", Requests(1000, 1), daemon=True)
    assert needs([(agent, 0), (pod("a", 1000), 9)], [GENERAL])["general"] == (3, 3)
    assert needs([(agent, 0), (pod("a", 3500), 1)], [GENERAL])["general"] == (0, 0), "fits no node beside it"


def test_the_shipped_small_platform_fits_and_less_of_each_node_does_not() -> None:
    platform = Platform(SMALL)
    found = [(platform.environment("production"), platform.manifests("production").objects)]
    assert find_capacity(found, Fraction(1), at_peak=True).shortages == ()
    shortages = find_capacity(found, Fraction(1, 1000), at_peak=False).shortages
    assert {short.why for short in shortages} == {"no node that takes it is big enough"}
    assert all(short.pending == short.of > 0 for short in shortages)


def test_what_several_pools_take_stands_apart_and_changes_no_pool() -> None:
    free, fixed = pod("free", 1000), pod("fixed", 1000, pool="batch")
    assert needs([(fixed, 5)], [GENERAL, BATCH]) == {"general": (0, 0), "batch": (2, 2)}
    for count, more in ((0, 0), (3, 0), (4, 1), (11, 2)):
        found = needs([(free, count), (fixed, 5)], [GENERAL, BATCH])
        assert found["batch"] == (2, 2)
        assert found["general"] == (0, 0)
        assert found["general or batch"][0] == more


def test_nodes_that_are_said_to_do_do_in_every_order_wherever_they_are() -> None:
    pods = [(pod("free", 1500), 5), (pod("fixed", 2500, pool="batch"), 3), (pod("other", 3000, pool="x"), 1)]
    nodes = [GENERAL, BATCH, NodeShape("x", 9, Requests(4000, 8 << 30), {"pool": "x"})]
    counts = {shape.pool: 0 for shape in nodes}
    for need in node_needs(pods, nodes):
        for pool, number in need.where.items():
            counts[pool] += number
    machines = [NodeShape(s.pool, counts[s.pool], s.allocatable, s.labels) for s in nodes]
    assert not any(outcome.pending for outcome in placements(pods, machines))


@pytest.mark.parametrize("environment", ["pdac", "usdac", "qserv-sandbox", "notebook-sandbox"])
def test_no_pool_needs_less_at_peak_and_both_have_the_same_lines(environment: str) -> None:
    rest, peak = (asked(find_capacity(given(environment), Fraction(9, 10), at_peak=at)) for at in (False, True))
    assert list(rest) == list(peak)
    for pool, (amount, nodes) in rest.items():
        assert amount.fits(peak[pool][0]), pool
        assert nodes <= peak[pool][1], pool


@pytest.mark.parametrize("workload", ["tap", "hub", "webserv", "registry"])
def test_more_pods_of_one_component_ask_more_where_they_run_and_nothing_else_elsewhere(workload: str) -> None:
    def capacity(add: int) -> dict[str, tuple[Requests, int]]:
        ((env, objects),) = given("usdac")
        found = [
            StoredObject(
                {**s.data, "spec": {**s.data["spec"], "replicas": s.data["spec"].get("replicas", 1) + add}},
                s.place(),
                s.element,
            )
            if s.kind in {"Deployment", "StatefulSet"} and s.name == workload
            else s
            for s in objects
            if s.kind != "HorizontalPodAutoscaler"
        ]
        return asked(find_capacity([(env, found)], Fraction(9, 10), at_peak=False))

    before = capacity(0)
    for add in (1, 4, 20):
        after = capacity(add)
        changed = [pool for pool in before if after[pool][0] != before[pool][0]]
        assert len(changed) == 1
        for pool, (amount, nodes) in before.items():
            assert amount.fits(after[pool][0])
            assert nodes <= after[pool][1]
        before = after


def test_an_export_counts_once_however_many_namespaces_and_environments_mount_it() -> None:
    for environments, claims in ((("usdac",), 2), (("usdac", "science-validation"), 4)):
        storage = find_capacity(given(*environments), Fraction(9, 10), at_peak=False).storage
        (export,) = (use for use in storage if use.name.endswith(":/lsst/datasets"))
        assert (export.claims, export.asked) == (claims, Fraction(1100 * 2**40))
        assert "" not in {use.name for use in storage}


def test_what_several_pools_take_may_fill_any_one_of_them_first() -> None:
    machines = [
        NodeShape("one", 1, GENERAL.allocatable, {"pool": "one"}),
        NodeShape("two", 1, GENERAL.allocatable, {"pool": "two"}),
    ]
    pods = [(pod("free", 1000), 2), (pod("first", 3000, pool="one"), 1), (pod("second", 3000, pool="two"), 1)]
    pending = {tuple(outcome.pending) for outcome in placements(pods, machines)}
    assert {("first",), ("second",)} <= pending
