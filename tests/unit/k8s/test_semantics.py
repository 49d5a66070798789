"""What the API server refuses beyond schemas."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from lsparch.k8s.semantics import semantic_faults
from lsparch.k8s.semantics.schedule import schedule_fault, time_zone_fault
from tests.e2e.mutation import faults_of

_ODD: tuple[Any, ...] = (None, [], {}, "text", 7, True, [None], [7], ["text"], [{}], {"key": None}, {7: 7}, [[]])


@pytest.mark.parametrize(
    "schedule",
    ["0 4 * * *", "*/15 0-6 1,15 jan-mar MON", "@daily", "@every 1h30m", "5 4 ? * 0-6/2"],
)
def test_schedules_that_kubernetes_reads_are_accepted(schedule: str) -> None:
    assert schedule_fault(schedule) == ""


@pytest.mark.parametrize(
    ("schedule", "part"),
    [
        ("0 4 * *", "five fields"),
        ("61 4 * * *", "from 0 to 59"),
        ("0 4 * * 7", "from 0 to 6"),
        ("0 4 * * monday", "neither a number nor a range"),
        ("*/0 4 * * *", "no step"),
        ("0 6-4 * * *", "ends before it begins"),
        ("@often", "no schedule"),
        ("CRON_TZ=UTC 0 4 * * *", "timeZone"),
    ],
)
def test_other_schedules_are_refused_with_the_reason(schedule: str, part: str) -> None:
    assert part in schedule_fault(schedule)


def test_a_time_zone_exists_or_not() -> None:
    assert time_zone_fault("America/Santiago") == ""
    assert "no time zone" in time_zone_fault("Chile/Pachon")


def test_the_faults_of_an_object_are_at_their_paths() -> None:
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web", "labels": {"app": "a b"}},
        "spec": {"ports": [{"port": 80, "name": "http"}, {"port": 80, "name": "Web"}]},
    }
    assert [path for path, _ in semantic_faults(service)] == [
        ("metadata", "labels", "app"),
        ("spec", "ports", 1, "port"),
        ("spec", "ports", 1, "name"),
    ]


def _paths(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, item in entries:
        yield from _paths(item, (*path, key))


def _samples() -> Iterator[dict[str, Any]]:
    for fault in faults_of():
        if "create" in fault.row:
            yield fault.row["create"]
    pod = {
        "restartPolicy": "Never",
        "securityContext": {"runAsUser": 1, "seccompProfile": {"type": "Localhost"}},
        "tolerations": [{"key": "a", "operator": "Exists", "effect": "NoExecute"}],
        "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "a", "labelSelector": {"matchLabels": {"a": "b"}}}],
        "hostAliases": [{"ip": "10.0.0.1"}],
        "volumes": [{"name": "a", "configMap": {"name": "a", "items": [{"key": "a", "path": "a", "mode": 4}]}}],
        "containers": [
            {
                "name": "a",
                "image": "a",
                "env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}],
                "ports": [{"name": "a", "containerPort": 1}],
                "volumeMounts": [{"name": "a", "mountPath": "/a", "subPath": "a"}],
                "livenessProbe": {"exec": {"command": ["a"]}},
                "lifecycle": {"preStop": {"sleep": {"seconds": 1}}},
                "resources": {"requests": {"cpu": 1, "example.org/a": 1}, "limits": {"cpu": 1, "example.org/a": 1}},
                "securityContext": {"privileged": False, "capabilities": {"add": ["KILL"]}},
            }
        ],
    }
    template = {"metadata": {"labels": {"a": "b"}}, "spec": pod}
    yield {
        "kind": "CronJob",
        "spec": {"schedule": "0 4 * * *", "timeZone": "Etc/UTC", "jobTemplate": {"spec": {"template": template}}},
    }
    rolling = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}
    yield {"kind": "Deployment", "spec": {"selector": {"matchLabels": {"a": "b"}}, "strategy": rolling}}
    yield {"kind": "PodDisruptionBudget", "spec": {"minAvailable": 1}}
    port = {"name": "a", "port": 1, "targetPort": 1, "nodePort": 30000}
    yield {"kind": "Service", "spec": {"type": "NodePort", "clusterIP": "10.0.0.1", "ports": [port]}}
    peer = {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}}
    yield {"kind": "NetworkPolicy", "spec": {"ingress": [{"from": [peer], "ports": [{"port": 1, "endPort": 2}]}]}}
    match = {"path": {"type": "Exact", "value": "/"}}
    rule = {"matches": [match], "filters": [{"type": "URLRewrite"}], "backendRefs": [{"name": "a", "port": 1}]}
    yield {"kind": "HTTPRoute", "spec": {"rules": [rule]}}
    listener = {"name": "a", "port": 1, "protocol": "HTTPS", "tls": {"mode": "Terminate", "certificateRefs": []}}
    yield {"kind": "Gateway", "spec": {"listeners": [listener]}}
    yield {"kind": "Role", "rules": [{"verbs": ["get"], "resources": ["pods"], "apiGroups": [""]}]}
    yield {"kind": "RoleBinding", "roleRef": {"kind": "Role"}, "subjects": [{"kind": "User", "name": "a"}]}
    yield {"kind": "LimitRange", "spec": {"limits": [{"type": "Pod", "min": {"cpu": 1}, "max": {"cpu": 2}}]}}
    yield {"kind": "ResourceQuota", "spec": {"hard": {"pods": 1}}}
    yield {"kind": "PersistentVolume", "spec": {"capacity": {"storage": 1}, "accessModes": ["a"], "nfs": {}}}


def test_no_odd_value_anywhere_makes_a_check_fail() -> None:
    for sample in _samples():
        for path in _paths(sample):
            if path in {(), ("kind",)}:
                continue
            for odd in _ODD:
                changed = copy.deepcopy(sample)
                node: Any = changed
                for step in path[:-1]:
                    node = node[step]
                node[path[-1]] = copy.deepcopy(odd)
                assert all(isinstance(text, str) for _, text in semantic_faults(changed))
