"""Pools that pods ask for, and what holds the pods to them: labels, taints, or that there is no other node."""

import pytest

from tests.unit.rules.samples import BASE, Sample, run_sample

_PORTAL = "model/aspects/portal.yaml"
_CLUSTER = """\
cluster: main
versions: {{kubernetes: "1.36"}}
cni: {{name: cilium, multicast: false, policy: true}}
pools:
  rest: {{nodes: 4, cpu: 16, memory: 64Gi{rest}}}
  general: {{nodes: 4, cpu: 16, memory: 64Gi, purposes: [services]{general}}}
"""
_BOTH = ", labels: {a: b}"
_TAINT = ", taints: [{key: dedicated, effect: %s}]"


@pytest.mark.parametrize(
    ("general", "rest", "reason"),
    [
        ("", "", "has no labels"),
        ("", ", labels: {a: b}", "has no labels"),
        (_BOTH, ", labels: {a: b, c: d}", "has labels that they have, too"),
        (_BOTH, ", labels: {a: c}", ""),
        (_BOTH, "", ""),
        ("", _TAINT % "NoSchedule", ""),
        ("", _TAINT % "PreferNoSchedule", "has no labels"),
        (_TAINT % "NoSchedule", _TAINT % "NoSchedule", "has no labels"),
        ("", ", purposes: [services]", ""),
    ],
)
def test_pods_are_held_to_their_pool_by_labels_of_it_or_taints_elsewhere(general: str, rest: str, reason: str) -> None:
    web = BASE[_PORTAL].replace("    replicas: 2\n", "    replicas: 2\n    pool: services\n")
    files = {_PORTAL: web, "model/clusters/main.yaml": _CLUSTER.format(general=general, rest=rest)}
    found = [finding for finding in run_sample(Sample(files)).findings if finding.code == "RES008"]
    assert [finding.message.rpartition(" serves it, ")[2] for finding in found] == ([reason] if reason else [])
    assert [(finding.place.line, finding.element) for finding in found] == [(6, "cluster/main.general")] * bool(reason)
    assert [related.message for finding in found for related in finding.related] == (
        ["portal/web asks for `services`"] * bool(reason)
    )
