"""Kubernetes objects of a made-up platform, and the same elements and arrows as a D2 text.

Each application is a Deployment, a Service, an Ingress, a ConfigMap and a NetworkPolicy; eight share a namespace. Each
asks the one before it, and its policy says so.
"""

from collections.abc import Iterator
from typing import Any

__all__ = ["D2_HEAD", "d2_text", "manifests"]

KINDS = 5
PER_NAMESPACE = 8
D2_HEAD = "direction: right\n"


def manifests(objects: int) -> list[dict[str, Any]]:
    """Return about so many objects."""
    return [item for number in range(objects // KINDS) for item in _application(number)]


def _application(number: int) -> Iterator[dict[str, Any]]:
    name = f"app{number}"
    labels = {"app": name}
    about = {"name": name, "namespace": _namespace(number), "labels": labels}
    container = {
        "name": "main",
        "image": f"registry.example.org/{name}:1.0",
        "ports": [{"name": "http", "containerPort": 8080}],
        "env": [{"name": "NEXT", "value": f"http://app{max(0, number - 1)}.{_namespace(max(0, number - 1))}"}],
        "volumeMounts": [{"name": "config", "mountPath": "/etc/app"}],
        "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}, "limits": {"memory": "256Mi"}},
    }
    pod = {"containers": [container], "volumes": [{"name": "config", "configMap": {"name": name}}]}
    yield {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": about,
        "spec": {
            "replicas": 2,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": pod},
        },
    }
    port = {"name": "http", "port": 80, "targetPort": "http"}
    yield {"apiVersion": "v1", "kind": "Service", "metadata": about, "spec": {"selector": labels, "ports": [port]}}
    backend = {"service": {"name": name, "port": {"number": 80}}}
    path = {"path": f"/{name}", "pathType": "Prefix", "backend": backend}
    yield {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": about,
        "spec": {"rules": [{"host": "example.org", "http": {"paths": [path]}}]},
    }
    yield {"apiVersion": "v1", "kind": "ConfigMap", "metadata": about, "data": {"app.ini": "size=10\n"}}
    callers = [_peer(number + 1), {"namespaceSelector": {"matchLabels": {"role": "ingress"}}}]
    yield {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": about,
        "spec": {
            "podSelector": {"matchLabels": labels},
            "policyTypes": ["Ingress"],
            "ingress": [{"from": callers, "ports": [{"port": 8080, "protocol": "TCP"}]}],
        },
    }


def _namespace(number: int) -> str:
    return f"ns{number // PER_NAMESPACE}"


def _peer(number: int) -> dict[str, Any]:
    selector = {"matchLabels": {"app": f"app{number}"}}
    return {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": _namespace(number)}},
        "podSelector": selector,
    }


def d2_text(objects: int) -> str:
    """Return the same elements, framed by namespace, with an arrow for each relation between two of them."""
    count = objects // KINDS
    lines = [D2_HEAD.rstrip()]
    for number in range(count):
        frame, name = _namespace(number), f"app{number}"
        lines += [f"{frame}.{name}-{kind}: {name} {kind}" for kind in ("deploy", "svc", "ing", "cm", "np")]
        lines += [
            f"{frame}.{name}-ing -> {frame}.{name}-svc: http 80",
            f"{frame}.{name}-svc -> {frame}.{name}-deploy: http 8080",
            f"{frame}.{name}-deploy -> {frame}.{name}-cm: mounts",
            f"{frame}.{name}-np -> {frame}.{name}-deploy: guards",
        ]
        if number:
            before = number - 1
            lines.append(f"{frame}.{name}-deploy -> {_namespace(before)}.app{before}-svc: http 80")
    return "\n".join(lines) + "\n"
