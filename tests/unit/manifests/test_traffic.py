"""Network policies and routes."""

from typing import Any

import pytest

from lsparch.manifests import build_manifests
from tests.support.models import PLATFORM
from tests.unit.manifests.example import FILES, INGRESS, made, the_environment

_NAME, _INSTANCE = "app.kubernetes.io/name", "app.kubernetes.io/instance"


def policy(name: str, namespace: str = "tiny-sky") -> dict[str, Any]:
    found: dict[str, Any] = made(build_manifests(the_environment()), "NetworkPolicy", name, namespace)
    return found


def pods(name: str, namespace: str = "tiny-sky") -> dict[str, Any]:
    return {"podSelector": {"matchLabels": {_NAME: name, _INSTANCE: namespace}}}


def tcp(port: int) -> list[dict[str, Any]]:
    return [{"port": port, "protocol": "TCP"}]


def test_every_namespace_denies_everything_and_lets_names_be_looked_up() -> None:
    for namespace in ("tiny-sky", "logging"):
        assert policy("default-deny", namespace)["spec"] == {
            "podSelector": {}, "policyTypes": ["Ingress", "Egress"],
        }  # fmt: skip
        ports = policy("allow-dns", namespace)["spec"]["egress"][0]["ports"]
        assert ports == [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}]


def test_an_arrow_is_allowed_at_both_ends_by_the_port_of_the_container() -> None:
    assert {"to": [pods("db")], "ports": tcp(3306)} in policy("web")["spec"]["egress"]
    assert policy("db")["spec"]["ingress"] == [
        {"from": [pods("nightly")], "ports": tcp(3306)},
        {"from": [pods("web")], "ports": tcp(3306)},
    ]


def test_exactly_the_arrows_leave_a_component() -> None:
    ends = [list(rule["to"][0]) for rule in policy("web")["spec"]["egress"]]
    # archive and world outside, the database, logstash: nothing planned, nothing to itself
    assert sorted(ends) == [["ipBlock"], ["ipBlock"], ["podSelector"], ["podSelector"]]


def test_addresses_outside_are_named_where_they_are_known() -> None:
    egress = policy("web")["spec"]["egress"]
    assert {"to": [{"ipBlock": {"cidr": "192.0.2.16/28"}}], "ports": tcp(443)} in egress


def test_a_wider_policy_is_reported_at_the_arrow_and_annotated() -> None:
    manifests = build_manifests(the_environment())
    wider = next(f for f in manifests.findings if f.code == "GEN001")
    line = next(n for n, row in enumerate(FILES["model/aspects/sky.yaml"].splitlines(), 1) if "external/world" in row)
    assert (wider.severity, wider.place.line) == ("note", line)
    assert "any public address for external/world" in wider.message
    annotations = made(manifests, "NetworkPolicy", "web")["metadata"]["annotations"]
    assert annotations["lsparch.lsst.io/wider"] == "external/world: any public address"


def test_the_proxies_of_the_gateway_reach_what_is_published() -> None:
    gateway = {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "gateway-system"}},
        "podSelector": {"matchLabels": {"app": "envoy"}},
    }
    assert {"from": [gateway], "ports": tcp(8080)} in policy("web")["spec"]["ingress"]


def test_logs_flow_from_each_shipper_to_the_aggregator_of_the_part() -> None:
    sources = [rule["from"][0] for rule in policy("logstash")["spec"]["ingress"]]
    assert sources == [pods("db"), pods("operator"), pods("scaled"), pods("web")]


def test_pods_of_users_are_known_by_the_label_of_their_namespace() -> None:
    users = {"namespaceSelector": {"matchLabels": {"lsparch.lsst.io/users-of": "tiny-sky"}}, **pods("lab")}
    assert {"from": [users], "ports": tcp(8080)} in policy("web")["spec"]["ingress"]


def test_only_components_with_rights_reach_the_kubernetes_api() -> None:
    api = {"ipBlock": {"cidr": "198.51.100.7/32"}}
    assert {"to": [api], "ports": [*tcp(443), *tcp(6443)]} in policy("operator")["spec"]["egress"]
    assert "198.51.100.7" not in str(policy("web"))


def test_before_1_11_a_peer_in_another_namespace_is_the_whole_namespace() -> None:
    manifests = build_manifests(the_environment(INGRESS), "1.10")
    ingress = made(manifests, "NetworkPolicy", "web")["spec"]["ingress"]
    assert [len(rule["from"][0]) for rule in ingress] == [1] * len(ingress)
    assert any("all pods of namespace gateway-system" in f.message for f in manifests.findings)


def test_a_part_of_the_cluster_has_a_policy_of_its_own_for_each_environment() -> None:
    text = FILES["model/aspects/sky.yaml"].replace("title: Sky\n", "title: Sky\nlogging: {aggregator: shared}\n")
    manifests = build_manifests(the_environment({"model/aspects/sky.yaml": text}))
    own = made(manifests, "NetworkPolicy", "logstash", "logging")["spec"]
    assert [rule["from"][0] for rule in own["ingress"]] == [pods("collector", "logging")]
    theirs = made(manifests, "NetworkPolicy", "logstash-tiny", "logging")["spec"]
    assert {"app.kubernetes.io/name": "web", _INSTANCE: "tiny-sky"} in [
        rule["from"][0]["podSelector"]["matchLabels"] for rule in theirs["ingress"]
    ]


def test_a_route_leads_from_the_balancer_to_the_service() -> None:
    manifests = build_manifests(the_environment())
    listeners = made(manifests, "Gateway", "balancer")["spec"]["listeners"]
    assert [(li["name"], li.get("hostname")) for li in listeners] == [
        ("http", None), ("https-sky-tiny-example-org", "sky.tiny.example.org"),
    ]  # fmt: skip
    route = made(manifests, "HTTPRoute", "web-sky")["spec"]
    assert route["hostnames"] == ["sky.tiny.example.org"]
    assert route["rules"][0]["backendRefs"] == [{"kind": "Service", "name": "web", "port": 8080, "weight": 1}]
    redirect = made(manifests, "HTTPRoute", "balancer-https")["spec"]
    assert redirect["rules"][0]["filters"][0]["requestRedirect"]["scheme"] == "https"


def test_without_the_gateway_api_routes_are_ingresses_of_the_shape_of_their_version() -> None:
    new = made(build_manifests(the_environment(INGRESS)), "Ingress", "web-sky")["spec"]
    path = {"path": "/sky", "pathType": "Prefix", "backend": {"service": {"name": "web", "port": {"number": 8080}}}}
    assert new["rules"][0]["http"]["paths"] == [path]
    old = made(build_manifests(the_environment(INGRESS), "1.8"), "Ingress", "web-sky")
    assert old["apiVersion"] == "extensions/v1beta1"
    assert old["spec"]["rules"][0]["http"]["paths"] == [
        {"path": "/sky", "backend": {"serviceName": "web", "servicePort": 8080}}
    ]


def test_a_route_whose_users_nobody_authenticates_is_an_error() -> None:
    text = FILES["model/aspects/sky.yaml"].replace("auth: none, because: open to all", "auth: oauth2")
    for files in ({}, INGRESS):
        findings = build_manifests(the_environment({**files, "model/aspects/sky.yaml": text})).findings
        found = next(f for f in findings if f.severity == "error")
        assert (found.code, found.element) == ("GEN007", "sky/route/sky")


@pytest.mark.parametrize("name", ["identity", "log-in"])
def test_guarded_routes_ask_the_identity_service_and_leave_open_what_is_anonymous(name: str) -> None:
    identity = f"""\
service: {name}
title: Log-in
owner: ldf
source: DOC
components: {{guard: {{image: web, endpoints: {{http: {{port: 4180, paths: [/auth]}}}}}}}}
routes: [{{path: /oauth2, to: guard.http, auth: application}}]
"""
    text = FILES["model/aspects/sky.yaml"].replace(
        "auth: none, because: open to all", "auth: oauth2, capability: see, anonymous: [/alive]"
    )
    files = {
        "model/platform.yaml": f"{PLATFORM}identity: {name}\n",
        "model/services/identity.yaml": identity,
        "model/aspects/sky.yaml": text,
        "model/environments/tiny.yaml": FILES["model/environments/tiny.yaml"].replace("[sky,", f"[sky, {name},"),
    }
    manifests = build_manifests(the_environment(files))
    assert [f.code for f in manifests.findings if f.severity == "error"] == []
    guard = made(manifests, "SecurityPolicy", "web-sky")["spec"]
    assert guard["targetRefs"][0]["name"] == "web-sky"
    assert guard["extAuth"]["http"] == {
        "backendRefs": [{"name": "guard", "namespace": f"tiny-{name}", "port": 4180}],
        "path": "/auth?capability=see",
    }
    assert guard["extAuth"]["failOpen"] is False
    paths = made(manifests, "HTTPRoute", "web-sky-anonymous")["spec"]["rules"][0]["matches"]
    assert [match["path"]["value"] for match in paths] == ["/sky/alive"]
    assert made(manifests, "ReferenceGrant", "guard", f"tiny-{name}")["spec"]["from"][0]["namespace"] == "tiny-sky"
    nginx = build_manifests(the_environment({**INGRESS, **files}))
    annotations = made(nginx, "Ingress", "web-sky")["metadata"]["annotations"]
    url = f"http://guard.tiny-{name}.svc.cluster.local:4180/auth?capability=see"
    assert annotations["nginx.ingress.kubernetes.io/auth-url"] == url
    assert "nginx.ingress.kubernetes.io/auth-url" not in str(made(nginx, "Ingress", "web-sky-anonymous"))
