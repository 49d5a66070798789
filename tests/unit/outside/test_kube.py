"""Reading clusters, of an API server that answers what a test wants and remembers what it was asked."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from lsparch.diagnostics import LsparchError
from lsparch.k8s.live import Unread
from lsparch.outside.kube import read_cluster, read_schemas
from lsparch.outside.kube_connection import Connection, KubeContext, find_context

CORE = [
    ("namespaces", "Namespace", "Cluster"),
    ("configmaps", "ConfigMap", "Namespaced"),
    ("secrets", "Secret", "Namespaced"),
]


class Server(ThreadingHTTPServer):
    """An API server of few kinds."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, str]] = []
        self.answers: dict[str, tuple[int, Any]] = {
            "/api": (200, discovery("", CORE)),
            "/apis": (200, {"kind": "APIGroupDiscoveryList", "items": []}),
            "/version": (200, {"gitVersion": "v1.36.2"}),
            "/api/v1/namespaces": (200, {"items": [{"metadata": {"name": "portal"}}]}),
            "/api/v1/configmaps": (200, {"items": [named("web", "portal")]}),
            "/api/v1/namespaces/portal/configmaps": (200, {"items": [named("web", "portal")]}),
            "/api/v1/namespaces/portal/secrets": (200, TABLE),
        }


class Handler(BaseHTTPRequestHandler):
    def answer(self) -> None:
        assert isinstance(self.server, Server)
        self.server.asked.append((self.command, self.path, self.headers["Accept"]))
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        token = query.get("continue", [""])[0]
        status, body = self.server.answers.get(f"{path}#{token}" if token else path, (404, {}))
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


TABLE = {
    "kind": "Table",
    "columnDefinitions": [{"name": "Name"}, {"name": "Type"}, {"name": "Data"}],
    "rows": [{"cells": ["suit", "Opaque", 2]}],
}


def named(name: str, namespace: str) -> dict[str, Any]:
    return {"metadata": {"name": name, "namespace": namespace}}


def discovery(group: str, rows: list[tuple[str, str, str]], version: str = "v1", **more: str) -> dict[str, Any]:
    resources = [
        {"resource": plural, "responseKind": {"kind": kind}, "scope": scope, "verbs": ["get", "list", "watch"]}
        for plural, kind, scope in rows
    ]
    versions = [{"version": version, "resources": resources, **more}]
    return {"kind": "APIGroupDiscoveryList", "items": [{"metadata": {"name": group}, "versions": versions}]}


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    running = Server()
    thread = threading.Thread(target=running.serve_forever, args=(0.01,))
    thread.start()
    contexts = {"prod": "", "admin@site/prod": "portal", "site": "inner"}
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "c", "cluster": {"server": f"http://127.0.0.1:{running.server_port}"}}],
        "users": [{"name": "u", "user": {"token": "t"}}],
        "contexts": [
            {"name": name, "context": {"cluster": "c", "user": "u"} | ({"namespace": ns} if ns else {})}
            for name, ns in contexts.items()
        ],
        "current-context": "prod",
    }
    (tmp_path / "config").write_text(yaml.safe_dump(config))
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


PROD = KubeContext("prod")


def test_only_get_is_ever_sent_and_nothing_is_written(server: Server, tmp_path: Path) -> None:
    before = (tmp_path / "config").read_bytes()
    read_cluster(PROD, (), {})
    read_schemas(PROD, ["example.org/v1"])
    assert {method for method, _, _ in server.asked} == {"GET"}
    assert (tmp_path / "config").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["config"]


def test_secrets_are_asked_for_as_a_table_without_objects(server: Server) -> None:
    read = read_cluster(PROD, (), {})
    asked = [(path, accept) for _, path, accept in server.asked if "secrets" in path]
    assert [path for path, _ in asked] == ["/api/v1/namespaces/portal/secrets?limit=500&includeObject=None"]
    assert asked[0][1] == "application/json;as=Table;v=v1;g=meta.k8s.io"
    assert [o for o in read.objects if o["kind"] == "Secret"] == [
        {"apiVersion": "v1", "kind": "Secret", "metadata": named("suit", "portal")["metadata"], "type": "Opaque"}
    ]


def test_a_server_that_knows_no_tables_shows_no_secret(server: Server) -> None:
    server.answers["/api/v1/namespaces/portal/secrets"] = (200, {"items": [{"data": {"password": "x"}}]})
    read = read_cluster(PROD, (), {})
    assert not any(o["kind"] == "Secret" for o in read.objects)
    assert read.unread == (Unread("", "Secret", "the API server lists them with values only", ("portal",)),)


@pytest.mark.usefixtures("server")
def test_items_of_lists_are_given_kind_and_version() -> None:
    read = read_cluster(PROD, (), {})
    assert read.version == "v1.36.2"
    assert {"apiVersion": "v1", "kind": "ConfigMap", **named("web", "portal")} in read.objects


def test_given_namespaces_are_read_and_no_others(server: Server) -> None:
    read_cluster(PROD, ("portal",), {}, cluster=False)
    lists = {path.partition("?")[0] for _, path, _ in server.asked if path.startswith("/api/v1/")}
    assert lists == {"/api/v1/namespaces/portal/configmaps", "/api/v1/namespaces/portal/secrets"}


def test_all_pages_of_a_list_are_read(server: Server) -> None:
    server.answers["/api/v1/configmaps"] = (200, {"metadata": {"continue": "2"}, "items": [named("a", "portal")]})
    server.answers["/api/v1/configmaps#2"] = (200, {"items": [named("b", "portal")]})
    names = [o["metadata"]["name"] for o in read_cluster(PROD, (), {}).objects if o["kind"] == "ConfigMap"]
    assert names == ["a", "b"]


def test_a_list_that_changed_too_much_between_pages_is_read_again_at_once(server: Server) -> None:
    whole = {"items": [named("a", "portal"), named("c", "portal")]}
    server.answers["/api/v1/configmaps"] = (200, whole | {"metadata": {"continue": "2"}})
    server.answers["/api/v1/configmaps#2"] = (410, {"message": "the continue token is too old"})
    server.asked.clear()
    read_cluster(PROD, (), {})
    assert [path for _, path, _ in server.asked if "configmaps" in path][-1] == "/api/v1/configmaps"


def test_what_is_forbidden_is_told_by_kind_and_namespaces(server: Server) -> None:
    for name in ("api", "portal"):
        server.answers[f"/api/v1/namespaces/{name}/configmaps"] = (403, {"message": "no"})
        server.answers[f"/api/v1/namespaces/{name}/secrets"] = (200, TABLE)
    read = read_cluster(PROD, ("api", "portal"), {})
    assert read.unread == (Unread("", "ConfigMap", "forbidden", ("api", "portal")),)


def test_a_cluster_of_which_nothing_may_be_read_is_refused(server: Server) -> None:
    for path in ("namespaces", "configmaps", "secrets", "namespaces/portal/configmaps", "namespaces/portal/secrets"):
        server.answers[f"/api/v1/{path}"] = (403, {})
    with pytest.raises(LsparchError, match="kube:prod: nothing can be read: forbidden"):
        read_cluster(PROD, ("portal",), {})


def test_a_fault_of_the_server_is_told_with_its_message(server: Server) -> None:
    server.answers["/api/v1/configmaps"] = (500, {"message": "etcd is\ngone"})
    assert read_cluster(PROD, (), {}).unread == (Unread("", "ConfigMap", "500 etcd is gone"),)


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (401, {}, "kube:prod: the credentials are not accepted; log in to the cluster again"),
        (403, {}, "kube:prod: the cluster does not tell what it serves: forbidden"),
        (200, b"<html>", "does not answer as an API server"),
    ],
)
def test_a_server_without_discovery_is_refused_in_one_line(server: Server, status: int, body: Any, reason: str) -> None:
    server.answers["/api"] = (status, body)
    with pytest.raises(LsparchError, match=reason) as caught:
        read_cluster(PROD, (), {})
    assert "\n" not in str(caught.value)


def test_a_server_that_is_not_there_is_named(server: Server, tmp_path: Path) -> None:
    config = (tmp_path / "config").read_text().replace(str(server.server_port), "9")
    (tmp_path / "config").write_text(config)
    with pytest.raises(LsparchError, match=r"kube:prod: http://127.0.0.1:9 cannot be reached: .*[Cc]onnection refused"):
        read_cluster(PROD, (), {})


def test_a_plugin_for_credentials_that_fails_is_named(server: Server, tmp_path: Path) -> None:
    config = yaml.safe_load((tmp_path / "config").read_text())
    plugin = {"apiVersion": "client.authentication.k8s.io/v1", "command": "no-such-plugin", "interactiveMode": "Never"}
    config["users"] = [{"name": "u", "user": {"exec": plugin}}]
    (tmp_path / "config").write_text(yaml.safe_dump(config))
    server.answers["/api"] = (401, {})
    with pytest.raises(LsparchError, match=r"the credentials are not accepted .*no-such-plugin"):
        read_cluster(PROD, (), {})


def test_an_old_server_is_asked_group_by_group(server: Server) -> None:
    rows = [
        {"name": "configmaps", "kind": "ConfigMap", "namespaced": True, "verbs": ["get", "list"]},
        {"name": "configmaps/status", "kind": "ConfigMap", "namespaced": True, "verbs": ["get", "list"]},
        {"name": "bindings", "kind": "Binding", "namespaced": True, "verbs": ["create"]},
    ]
    server.answers["/api"] = (200, {"kind": "APIVersions", "versions": ["v1"]})
    server.answers["/api/v1"] = (200, {"resources": rows})
    group = {"name": "down.example.org", "versions": [{"version": "v1"}]}
    server.answers["/apis"] = (200, {"kind": "APIGroupList", "groups": [group]})
    server.answers["/apis/down.example.org/v1"] = (503, {"message": "unavailable"})
    read = read_cluster(PROD, (), {})
    assert [o["kind"] for o in read.objects] == ["ConfigMap"]
    assert read.unread == (Unread("down.example.org", "v1", "503 unavailable"),)


def test_an_api_whose_own_server_is_silent_is_told(server: Server) -> None:
    server.answers["/apis"] = (200, discovery("down.example.org", [], freshness="Stale"))
    assert read_cluster(PROD, (), {}).unread == (Unread("down.example.org", "v1", "its API server does not answer"),)


def test_schemas_are_those_that_the_server_publishes(server: Server) -> None:
    server.answers["/openapi/v3/apis/example.org/v1"] = (200, {"components": {}})
    assert read_schemas(PROD, ["example.org/v1", "example.org/v2"]) == {"example.org/v1": {"components": {}}}
    assert read_schemas(PROD, []) == {}


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("prod", KubeContext("prod")),
        ("prod/portal", KubeContext("prod", "portal")),
        ("admin@site/prod", KubeContext("admin@site/prod", "", "portal")),
        ("admin@site/prod/api", KubeContext("admin@site/prod", "api", "portal")),
        ("in-cluster/portal", KubeContext("in-cluster", "portal")),
    ],
)
@pytest.mark.usefixtures("server")
def test_a_context_may_have_slashes_and_a_namespace_follows_the_last(text: str, context: KubeContext) -> None:
    assert find_context(text) == context


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("pord", "no such context in the kubectl configuration; did you mean `prod`?"),
        ("nowhere", "known: admin@site/prod, prod, site"),
        ("", "no context; write `kube:CONTEXT`"),
    ],
)
@pytest.mark.usefixtures("server")
def test_an_unknown_context_is_refused_with_those_that_are_known(text: str, reason: str) -> None:
    with pytest.raises(LsparchError) as caught:
        find_context(text)
    assert reason in str(caught.value)


@pytest.mark.usefixtures("server")
def test_a_named_context_is_used_where_no_context_is_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = yaml.safe_load((tmp_path / "config").read_text())
    del config["current-context"]
    (tmp_path / "config").write_text(yaml.safe_dump(config))
    further = {"contexts": [{"name": "further", "context": {"cluster": "nowhere"}}, {"name": "bare", "context": None}]}
    (tmp_path / "further").write_text(yaml.safe_dump(further | {"current-context": "gone"}))
    assert find_context("prod/portal") == KubeContext("prod", "portal")
    with closing(Connection(PROD)) as connection:
        assert connection.get("/version") == {"gitVersion": "v1.36.2"}
    monkeypatch.setenv("KUBECONFIG", os.pathsep.join(str(tmp_path / name) for name in ("config", "further", "absent")))
    for name in ("prod", "site", "further", "bare"):
        assert find_context(name).name == name


@pytest.mark.parametrize("text", ["contexts: [", "- a\n", "just words", "contexts: [1]\n", "contexts: [{}]\n"])
def test_a_broken_configuration_is_told(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config").write_text(text)
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "config"))
    monkeypatch.delenv("KUBERNETES_SERVICE_HOST", raising=False)
    with pytest.raises(LsparchError, match=r"kube: the kubectl configuration cannot be (read|used)"):
        find_context("prod")


def test_without_configuration_no_context_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "nothing"))
    monkeypatch.delenv("KUBERNETES_SERVICE_HOST", raising=False)
    with pytest.raises(LsparchError, match="kube: the kubectl configuration cannot be used"):
        find_context("prod")


@pytest.mark.usefixtures("server")
def test_a_pod_outside_any_cluster_cannot_read_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KUBERNETES_SERVICE_HOST", raising=False)
    with pytest.raises(LsparchError, match="kube:in-cluster: the context cannot be used: Service host/port is not set"):
        read_cluster(KubeContext("in-cluster"), (), {})
