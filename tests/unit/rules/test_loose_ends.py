"""What manifests leave open: a namespace that they do not state, what Kubernetes makes itself, ports of probes."""

import pytest

from tests.unit.rules.samples import run_sample, sample_of

BINDING = """\
apiVersion: v1
kind: ServiceAccount
metadata: {name: ctl WITHIN}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: ctl, namespace: kube-system}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ROLE}
subjects: [{kind: ServiceAccount, name: ctl, namespace: argocd}]
"""

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: "registry.example.org/web:1.0"
      PORTS
      livenessProbe: {tcpSocket: {port: ASKED}}
"""


@pytest.mark.parametrize(
    ("within", "role", "messages"),
    [
        ("", "extension-apiserver-authentication-reader", []),
        (", namespace: argocd", "extension-apiserver-authentication-reader", []),
        (
            ", namespace: elsewhere",
            "extension-apiserver-authentication-reader",
            ["RoleBinding ctl grants to ServiceAccount ctl, which does not exist in namespace argocd"],
        ),
        ("", "reader", ["RoleBinding ctl grants Role reader, which does not exist in namespace kube-system"]),
    ],
)
def test_what_states_no_namespace_may_be_in_any(within: str, role: str, messages: list[str]) -> None:
    findings = run_sample(sample_of(BINDING.replace(" WITHIN", within).replace("ROLE", role), objects=True)).findings
    assert [finding.message for finding in findings if finding.code == "REF021"] == messages


@pytest.mark.parametrize(
    ("ports", "asked", "severities"),
    [
        ("ports: [{name: http, containerPort: 8080}]", "8080", []),
        ("ports: [{name: http, containerPort: 8080}]", "http", []),
        ("ports: [{name: http, containerPort: 8080}]", "htpp", ["error"]),
        ("ports: [{name: http, containerPort: 8080}]", "8081", ["warning"]),
        ("ports: []", "8081", []),
        ("ports: []", "http", ["error"]),
    ],
)
def test_a_probe_may_ask_a_number_that_is_not_declared(ports: str, asked: str, severities: list[str]) -> None:
    findings = run_sample(sample_of(POD.replace("PORTS", ports).replace("ASKED", asked), objects=True)).findings
    assert [finding.severity.value for finding in findings if finding.code == "REF010"] == severities
