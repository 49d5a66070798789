"""Connections that configuration names."""

import pytest

from lsparch.graph import EdgeKind
from tests.unit.observe.manifests import arrows, deployment, observed, policy, service

DB = deployment("db", "data")
SERVICE = service("db", "data", "[{port: 5432}]")


def with_variable(text: str) -> str:
    return deployment("web", container=f"env: [{{name: DB, value: {text!r}}}]")


@pytest.mark.parametrize(
    ("text", "protocol"),
    [
        ("jdbc:postgresql://db.data:5432/shop", "postgresql"),
        ("postgresql://me@db.data.svc.cluster.local:5432/shop", "postgresql"),
        ("db.data.svc:5432", "tcp"),
        ("tcp://db-0.db.data.svc:5432", "tcp"),
    ],
)
def test_an_address_of_a_service_is_a_connection(text: str, protocol: str) -> None:
    graph = observed(with_variable(text), DB, SERVICE)
    (edge,) = graph.edges(EdgeKind.CONNECTS)
    assert (edge.source, edge.target, edge.port, edge.protocol) == ("shop/web", "data/db", 5432, protocol)
    assert (edge.purpose, edge.container) == ("variable DB of main", "main")


def test_a_bare_name_is_a_service_of_the_same_namespace() -> None:
    graph = observed(with_variable("db"), deployment("db"), service("db"))
    assert arrows(graph) == ["shop/web > shop/db 80/TCP"]
    assert arrows(observed(with_variable("db"), DB, SERVICE)) == []


def test_a_host_outside_is_an_address() -> None:
    graph = observed(with_variable("https://login.example.org/token"))
    (edge,) = graph.edges(EdgeKind.CONNECTS)
    assert (edge.target, edge.protocol) == ("address/login.example.org", "https")


def test_files_and_arguments_count() -> None:
    config = (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\n"
        'data: {settings.ini: "host = db.data.svc:5432"}\n'
    )
    mounted = deployment(
        "web",
        pod="volumes: [{name: c, configMap: {name: settings}}]",
        container="volumeMounts: [{name: c, mountPath: /etc/c}]",
    )
    graph = observed(mounted, config, DB, SERVICE)
    assert [e.purpose for e in graph.edges(EdgeKind.CONNECTS)] == ["file settings.ini of settings"]
    argued = deployment("web", container="args: [--db, 'db.data.svc:5432']")
    assert [e.purpose for e in observed(argued, DB, SERVICE).edges(EdgeKind.CONNECTS)] == ["args of main"]


SETTINGS = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data:
  DB: "postgresql://db.data:5432/shop"
  place: data
"""


@pytest.mark.parametrize(
    ("container", "purposes"),
    [
        ("envFrom: [{configMapRef: {name: settings}}]", ["variable DB of main, in settings"]),
        ("envFrom: [{prefix: X_, configMapRef: {name: settings}}]", ["variable X_DB of main, in settings"]),
        (
            "env: [{name: AT, valueFrom: {configMapKeyRef: {name: settings, key: DB}}}]",
            ["variable AT of main, in settings"],
        ),
        (
            """env:
        - {name: PLACE, valueFrom: {configMapKeyRef: {name: settings, key: place}}}
        - {name: AT, value: 'postgresql://db.$(PLACE):5432'}""",
            ["variable AT of main"],
        ),
        (
            """envFrom: [{prefix: X_, configMapRef: {name: settings}}]
        args: ['--db=db.$(X_place):5432']
        env: [{name: X_DB, value: none}]""",
            ["args of main"],
        ),
        ("env: [{name: AT, valueFrom: {configMapKeyRef: {name: settings, key: other}}}]", []),
        ("env: [{name: AT, valueFrom: {configMapKeyRef: {name: other, key: DB}}}]", []),
        ("env: [{name: AT, valueFrom: {secretKeyRef: {name: settings, key: DB}}}]", []),
        ("envFrom: [{configMapRef: {name: settings}}]\n        env: [{name: DB, value: none}]", []),
    ],
)
def test_a_variable_that_a_config_map_holds_is_as_good_as_one_that_is_stated(
    container: str, purposes: list[str]
) -> None:
    graph = observed(deployment("web", container=container), SETTINGS, DB, SERVICE)
    assert [e.purpose for e in graph.edges(EdgeKind.CONNECTS) if e.port == 5432 and e.protocol] == purposes


def test_a_file_may_be_projected() -> None:
    pod = "volumes: [{name: all, projected: {sources: [{configMap: {name: settings}}]}}]"
    mounted = deployment("web", pod=pod, container="volumeMounts: [{name: all, mountPath: /etc/all}]")
    graph = observed(mounted, SETTINGS, DB, SERVICE)
    assert arrows(graph) == ["shop/web > data/db 5432/TCP"]


def test_what_policies_deny_is_no_connection_though_it_is_configured() -> None:
    deny = policy("deny", "{podSelector: {}, policyTypes: [Egress]}")
    assert arrows(observed(with_variable("db.data.svc:5432"), DB, SERVICE, deny)) == []


def test_configuration_tells_the_protocol_of_what_policies_allow() -> None:
    allow = policy(
        "web",
        "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {matchLabels: "
        "{kubernetes.io/metadata.name: data}}}], ports: [{port: 5432}]}]}",
    )
    (edge,) = observed(with_variable("postgresql://db.data:5432"), DB, SERVICE, allow).edges(EdgeKind.CONNECTS)
    assert (edge.protocol, edge.purpose) == ("postgresql", "variable DB of main")


def test_a_log_shipper_beside_a_container_ships_logs() -> None:
    text = deployment("web").rstrip() + (
        "\n      - {name: shipper, image: 'elastic/filebeat:9', env: [{name: TO, value: 'db.data.svc:5044'}]}\n"
    )
    assert [e.id for e in observed(text, DB, SERVICE).edges(EdgeKind.SHIPS_LOGS)] == ["shop/web ships-logs data/db"]


def test_what_is_open_to_everybody_is_used_by_those_whose_configuration_names_it() -> None:
    opened = policy(
        "open",
        "{podSelector: {}, policyTypes: [Ingress, Egress], egress: [{}], "
        "ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 5432}]}]}",
    )
    both = (opened, opened.replace("namespace: shop", "namespace: data"))
    found = observed(with_variable("postgresql://db.data:5432"), DB, SERVICE, *both).edges(EdgeKind.CONNECTS)
    assert [(e.port, e.status) for e in found if (e.source, e.target) == ("shop/web", "data/db")] == [(5432, "assumed")]
    found = observed(with_variable("http://db.data:80"), DB, SERVICE, *both).edges(EdgeKind.CONNECTS)
    assert not [e for e in found if (e.source, e.target) == ("shop/web", "data/db")]


def test_remarks_names_of_languages_and_the_api_are_no_hosts() -> None:
    mount = "volumeMounts: [{name: conf, mountPath: /conf}]"
    pod = "volumes: [{name: conf, configMap: {name: conf}}]"
    config = """
apiVersion: v1
kind: ConfigMap
metadata: {name: conf, namespace: shop}
data:
  app.xml: |
    <!-- see https://docs.example.org/app -->
    <app xmlns="https://names.example.org/app" xmlns:x='https://x.example.org/' s:schemaLocation="https://a.org b">
      <url>https://used.example.org/</url>
    </app>
  app.yaml: |
    # Licence: https://licence.example.org/
    authority: ivo://authority.example.org/tap
    $schema: https://json-schema.org/draft/2020-12/schema
    flags: {"$schema": "https://flags.example.org/schema.json", "$id": "https://id.example.org/flags"}
    identity: spiffe://cluster.example.org/ns/shop/sa/web
    program: ko://code.example.org/shop/cmd/web
    api: https://kubernetes.default.svc.cluster.local:443
"""
    graph = observed(deployment("web", pod=pod, container=mount), config)
    assert [edge.target for edge in graph.edges(EdgeKind.CONNECTS)] == ["address/used.example.org"]


def test_a_service_of_one_pod_of_a_statefulset_leads_to_it() -> None:
    database = deployment("db", "data").replace("kind: Deployment", "kind: StatefulSet")
    one = service("db", "data", spec="").replace("name: db, namespace", "name: db-0, namespace")
    named = one.replace("{app: db}", "{app: db, statefulset.kubernetes.io/pod-name: db-0}")
    counted = one.replace("{app: db}", "{app: db, apps.kubernetes.io/pod-index: '0'}")
    for text in (named, counted):
        found = observed(with_variable("http://db-0.data:80"), database, text).edges(EdgeKind.CONNECTS)
        assert [(e.source, e.target, e.port) for e in found] == [("shop/web", "data/db", 80)]
    other = named.replace("pod-name: db-0", "pod-name: cache-0")
    found = observed(with_variable("http://db-0.data:80"), database, other).edges(EdgeKind.CONNECTS)
    assert "data/db" not in [e.target for e in found]
