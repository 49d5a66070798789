"""Random models for properties: parts whose components have ports, connections, storage, secrets, rights and routes."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from lsparch.yaml import emit
from tests.support.models import BASE

__all__ = ["model_files"]

_NAMES = ("alpha", "beta", "gamma", "delta")
_PROTOCOLS = ("http", "https", "mysql", "tcp", "udp", "redis")
_SIZES = ("1Gi", "512Mi", "2G")
_CLUSTER = BASE["model/clusters/lab.yaml"].replace(
    "storage-classes:",
    """\
  fast:
    nodes: 2
    cpu: 8
    memory: 32Gi
    purposes: [batch]
    labels: {pool: fast}
    taints: [{key: dedicated, value: batch}]
storage-classes:""",
)
_MOUNTS: Mapping[str, Any] = {
    "/pool": "pool",
    "/cold": {"volume": "cold", "read-only": True},
    "/etc/a": {"config": "settings"},
    "/etc/k": {"secret": "keys"},
    "/x": {"scratch": "1Gi"},
}
_ENVIRONMENT = """\
environment: tiny
title: A small environment
owner: ldf
kind: sandbox
cluster: lab
domain: tiny.example.org
include: [sky, sea, logging]
"""


@st.composite
def model_files(draw: st.DrawFn) -> Mapping[str, str]:
    """Draw the files of a model with the environment ``tiny``: an Aspect ``sky`` and a Service ``sea``."""
    kinds = {(part, name): draw(_kind()) for part in ("sky", "sea") for name in draw(_some_names())}
    ports = {key: draw(_endpoints()) for key in kinds}
    parts: dict[str, dict[str, Any]] = {"sky": {}, "sea": {}}
    for (part, name), kind in kinds.items():
        parts[part][name] = draw(_component(kind, ports[part, name], ports, part, name))
    route_targets = [
        f"{name}.{endpoint}"
        for (part, name), endpoints in ports.items()
        if part == "sky" and kinds[part, name] not in {"cronjob", "job"}
        for endpoint, told in endpoints.items()
        if told["protocol"] == "http"
    ]
    routes = (
        [
            {"path": f"/{number}", "to": target, "auth": "none", "because": "open", "timeout-seconds": 10 + number}
            for number, target in enumerate(draw(st.lists(st.sampled_from(route_targets), max_size=2, unique=True)))
        ]
        if route_targets
        else []
    )
    version = draw(st.sampled_from(("1.12", "1.16", "1.19", "1.25", "1.36")))
    api = draw(st.sampled_from(("api: gateway, class: envoy", "api: ingress, class: nginx")))
    return {
        "model/aspects/sky.yaml": emit({**_head("aspect", "sky"), "components": parts["sky"], "routes": routes}),
        "model/services/sea.yaml": emit({**_head("service", "sea"), "components": parts["sea"]}),
        "model/clusters/lab.yaml": _CLUSTER.replace('"1.36"', f'"{version}"').replace(
            "api: gateway, class: envoy", api if version == "1.36" else "api: ingress, class: nginx"
        ),
        "model/environments/tiny.yaml": _ENVIRONMENT,
    }


def _head(kind: str, name: str) -> dict[str, Any]:
    shared: dict[str, Any] = {kind: name, "title": name, "owner": "ldf", "source": "DOC"}
    if kind == "aspect":
        shared["domain"] = name
    shared["volumes"] = {
        "pool": {"size": "5Gi", "class": "shared"},
        "cold": {"kind": "nfs", "server": "external/elk.amqp", "export": "/cold", "size": "1Ti", "access": "many-read"},
    }
    shared["configs"] = {"settings": {"files": {"a.json": {"format": "json", "content": {"part": name}}}}}
    shared["secrets"] = {"keys": {"keys": {"password": "of something", "token": "of something"}}}
    return shared


def _kind() -> st.SearchStrategy[str]:
    return st.sampled_from(("deployment", "statefulset", "daemonset", "cronjob", "job"))


def _some_names() -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(_NAMES), min_size=1, max_size=3, unique=True)


@st.composite
def _endpoints(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    numbers = draw(st.lists(st.integers(1024, 1040), max_size=2, unique=True))
    return {
        f"port-{number}": {"port": number, "protocol": draw(st.sampled_from(_PROTOCOLS)), "exported": True}
        for number in numbers
    }


@st.composite
def _component(
    draw: st.DrawFn, kind: str, endpoints: dict[str, Any], ports: dict[tuple[str, str], Any], part: str, name: str
) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": kind, "image": draw(st.sampled_from(("web", "database"))), "endpoints": endpoints}
    if kind == "cronjob":
        found["schedule"] = draw(st.sampled_from(("0 3 * * *", "*/5 * * * *")))
    if kind in {"deployment", "statefulset"}:
        if draw(st.booleans()):
            found["replicas"] = draw(st.integers(0, 4))
        else:
            found["scale"] = {"min": draw(st.integers(1, 2)), "max": draw(st.integers(3, 5))}
    if draw(st.booleans()):
        found["pool"] = draw(st.sampled_from(("general", "batch")))
    targets = [f"{p}/{n}.{e}" for (p, n), known in ports.items() for e in known if (p, n) != (part, name)]
    wanted = draw(st.lists(st.sampled_from(targets), max_size=3, unique=True)) if targets else []
    found["uses"] = [{"to": target, "for": "data"} for target in [*wanted, *draw(_outside())]]
    found["env"] = {f"V{number}": {"address": target} for number, target in enumerate(wanted)}
    if draw(st.booleans()):
        found["env"]["PASSWORD"] = {"secret": f"keys.{draw(st.sampled_from(('password', 'token')))}"}
    mounts: dict[str, Any] = {}
    if draw(st.booleans()):
        found["storage"] = {"data": {"size": draw(st.sampled_from(_SIZES)), "class": "fast"}}
        mounts["/data"] = {"storage": "data"}
    mounts |= {path: what for path, what in _MOUNTS.items() if draw(st.booleans())}
    found["mounts"] = mounts
    if draw(st.booleans()):
        found["security"] = {"user": draw(st.integers(1, 9)), "writable-root": True, "because": "it writes"}
    if draw(st.booleans()):
        found["api-access"] = [{"resources": ["pods"], "verbs": ["get", "list"], "for": "a look"}]
    found["resources"] = {
        "cpu": draw(st.sampled_from((0.1, 0.25, 2))),
        "memory": draw(st.sampled_from(_SIZES)),
        "memory-limit": "4Gi",
    }
    if draw(st.booleans()):
        found["grace-seconds"] = draw(st.integers(0, 60))
    return found


def _outside() -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(("external/elk.amqp", "external/dockerhub.https")), max_size=1)
