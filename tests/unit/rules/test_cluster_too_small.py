"""Requests compared with what the pools that take them have together."""

import pytest

from tests.unit.rules.samples import Sample, run_sample

_CLUSTER = """\
cluster: main
versions: {{kubernetes: "1.36"}}
cni: {{name: cilium, multicast: false, policy: true}}
pools:
  one: {{nodes: 1, cpu: 0.3, memory: 64Gi}}
  two: {{nodes: {nodes}, cpu: 0.3, memory: 64Gi}}
"""


@pytest.mark.parametrize(("nodes", "small"), [(1, True), (9, False)])
def test_what_any_of_two_pools_takes_is_compared_with_both(nodes: int, small: bool) -> None:
    found = run_sample(Sample({"model/clusters/main.yaml": _CLUSTER.format(nodes=nodes)})).findings
    messages = [finding.message for finding in found if finding.code == "RES003"]
    assert [" on cluster/main.one and cluster/main.two, which can give 0.54" in text for text in messages] == [
        True
    ] * small
