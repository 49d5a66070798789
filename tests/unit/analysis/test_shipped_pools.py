"""The shipped model: what it says of placement is what its configuration does."""

import pytest

from lsparch.analysis.capacity import node_shapes
from lsparch.analysis.placement import admits
from lsparch.analysis.pods import pod_groups
from lsparch.api.platform import Platform
from lsparch.graph import EdgeKind
from tests.unit.views.shipped import ROOT

PLATFORM = Platform(ROOT)


@pytest.mark.parametrize("environment", sorted(PLATFORM.environments))
def test_pods_of_a_pool_may_run_on_its_nodes_and_no_others(environment: str) -> None:
    env, graph = PLATFORM.environment(environment), PLATFORM.graph(environment)
    nodes = node_shapes(env.cluster.pools)
    placed = 0
    for group in pod_groups(PLATFORM.manifests(environment).objects):
        element = group.shape.element
        said = {edge.target.rpartition(".")[2] for edge in graph.out_edges(element, EdgeKind.PLACED_ON)}
        if said:
            placed += 1
            assert {shape.pool for shape in nodes if admits(shape, group.shape)} == said, element
    assert placed or not any(env.component(element).pool for element in env.states)
