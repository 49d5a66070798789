"""Routes of Ingresses in every version, and of the Gateway API."""

import pytest

from lsparch.graph import EdgeKind
from tests.unit.observe.manifests import deployment, observed, service, value

BACKENDS = {
    "networking.k8s.io/v1": "service: {name: web, port: {number: 8080}}",
    "networking.k8s.io/v1beta1": "serviceName: web, servicePort: 8080",
    "extensions/v1beta1": "serviceName: web, servicePort: http",
}
WEB = (deployment("web"), service("web", ports="[{name: http, port: 8080, targetPort: 80}]"))


@pytest.mark.parametrize("version", sorted(BACKENDS))
def test_an_ingress_leads_to_pods(version: str) -> None:
    graph = observed(
        *WEB,
        f"""\
apiVersion: {version}
kind: Ingress
metadata: {{name: web, namespace: shop}}
spec:
  tls: [{{hosts: [shop.example.org], secretName: cert}}]
  rules:
  - host: shop.example.org
    http: {{paths: [{{path: /buy, backend: {{{BACKENDS[version]}}}}}]}}
""",
    )
    (edge,) = graph.edges(EdgeKind.ROUTES)
    assert (edge.source, edge.target, edge.port) == ("route/shop.example.org/buy", "shop/web", 80)
    assert value(graph, edge.source, "tls") is True


def test_annotations_of_nginx_tell_what_no_field_states() -> None:
    graph = observed(
        *WEB,
        deployment("login"),
        service("login"),
        """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
  annotations:
    nginx.ingress.kubernetes.io/auth-url: http://login.shop.svc.cluster.local/auth?capability=read
    nginx.ingress.kubernetes.io/affinity: cookie
    nginx.ingress.kubernetes.io/proxy-read-timeout: "60"
spec:
  rules: [{host: a.example.org, http: {paths: [{path: /, backend: {service: {name: web, port: {name: http}}}}]}}]
""",
    )
    route = "route/a.example.org/"
    assert [value(graph, route, name) for name in ("authorize", "sticky", "timeout")] == [
        "/auth?capability=read",
        True,
        60,
    ]
    assert [e.target for e in graph.out_edges(route, EdgeKind.AUTHENTICATES)] == ["shop/login"]


GATEWAY = """\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: front, namespace: edge}
spec:
  gatewayClassName: envoy
  listeners:
  - {name: plain, port: 80, protocol: HTTP}
  - {name: secure, port: 443, protocol: HTTPS, hostname: shop.example.org}
"""
ROUTE = """\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec:
  parentRefs: [{name: front, namespace: edge, sectionName: secure}]
  hostnames: [shop.example.org]
  rules:
  - matches: [{path: {type: PathPrefix, value: /buy}, headers: [{name: try, value: new}]}]
    backendRefs: [{name: new, port: 80}]
  - matches: [{path: {type: PathPrefix, value: /buy}}]
    backendRefs: [{name: web, port: 8080, weight: 9}, {name: new, port: 80, weight: 1}]
    timeouts: {request: 30s}
  - {filters: [{type: RequestRedirect}]}
"""


def test_a_route_leads_by_header_and_by_share() -> None:
    graph = observed(*WEB, deployment("new"), service("new"), GATEWAY, ROUTE)
    route = "route/shop.example.org/buy"
    assert [e.target for e in graph.out_edges(route, EdgeKind.ROUTES)] == ["shop/new", "shop/web"]
    assert [e.target for e in graph.out_edges(route, EdgeKind.BALANCES)] == ["edge/front"]
    names = ("header.shop/new", "share.shop/new", "share.shop/web", "tls")
    assert [value(graph, route, name) for name in names] == ["try: new", 1, 9, True]
    assert value(graph, "edge/front", "host.shop.example.org") is True


def test_a_policy_of_envoy_names_who_authenticates() -> None:
    policy = """\
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: SecurityPolicy
metadata: {name: web, namespace: shop}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: web}]
  extAuth: {http: {path: /auth, backendRefs: [{name: login, port: 80}]}}
"""
    graph = observed(*WEB, deployment("login"), service("login"), GATEWAY, ROUTE, policy)
    assert [e.target for e in graph.edges(EdgeKind.AUTHENTICATES)] == ["shop/login"]
    assert value(graph, "route/shop.example.org/buy", "authorize") == "/auth"
