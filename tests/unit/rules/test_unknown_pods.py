"""Pods that the objects do not show: rules are silent of them, and of them alone."""

import pytest

from tests.unit.rules.samples import run_sample, sample_of

CODES = {"AVL011", "AVL014", "NET010", "NET014", "REF012"}

OBJECTS = """\
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: k8s, namespace: watch}
spec: {replicas: 2, podMetadata: {labels: {app: prometheus}}}
---
apiVersion: v1
kind: Service
metadata: {name: front, namespace: watch}
spec: {selector: SELECTOR, ports: [{port: 9090}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: front, namespace: watch}
spec: {maxUnavailable: 1, selector: {matchLabels: SELECTOR}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: front, namespace: watch}
spec:
  podSelector: {matchLabels: SELECTOR}
  ingress: [{from: [{podSelector: {matchLabels: SELECTOR}}]}]
---
apiVersion: v1
kind: Pod
metadata: {name: page, namespace: watch, labels: {app: page}}
spec:
  containers: [{name: page, image: "registry.example.org/page:1.0"}]
  affinity:
    podAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: SELECTOR}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: watch}
spec:
  replicas: 2
  serviceName: front
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: "registry.example.org/db:1.0"}]}
"""


@pytest.mark.parametrize(
    ("selector", "told"),
    [
        ("{app: prometheus}", False),
        ("{prometheus: k8s}", False),
        ("{operator.prometheus.monitoring.coreos.com/name: any}", False),
        ("{app: prometheuss}", True),
        ("{app: db, statefulset.kubernetes.io/pod-name: db-1}", False),
        ("{app: db, statefulset.kubernetes.io/pod-name: db-2}", True),
        ("{app: db, apps.kubernetes.io/pod-index: '0'}", False),
    ],
)
def test_pods_of_operators_and_labels_of_controllers_are_not_missed(selector: str, told: bool) -> None:
    found = {
        finding.code for finding in run_sample(sample_of(OBJECTS.replace("SELECTOR", selector), objects=True)).findings
    }
    assert found & CODES == (CODES if told else set())
