"""Configurations of two environments, small enough to read."""

from typing import Any

from lsparch.diagnostics import Place
from lsparch.k8s.store import StoredObject
from lsparch.manifests import ManifestSet

__all__ = ["made", "thing"]


def thing(kind: str, name: str, namespace: str = "", version: str = "v1", **body: Any) -> StoredObject:
    """Make an object as it is generated."""
    metadata: dict[str, Any] = {"name": name, **({"namespace": namespace} if namespace else {})}
    metadata |= {"labels": {"team": "sky"}, "annotations": {"example.org/digest": f"of-{namespace}-{name}"}}
    return StoredObject({"apiVersion": version, "kind": kind, "metadata": metadata, **body}, Place("m.yaml"), "sky/web")


def _deployment(environment: str, replicas: int, tag: str) -> StoredObject:
    container = {"name": "web", "image": f"{environment}.example.org/sky/web:{tag}", "command": ["serve", "{{ all }}"]}
    spec = {"replicas": replicas, "template": {"spec": {"containers": [container]}}}
    return thing("Deployment", "web", f"{environment}-sky", "apps/v1", spec=spec)


def made(environment: str, replicas: int = 1, tag: str = "1", *others: StoredObject) -> ManifestSet:
    """Return the configuration of an environment: a namespace, a deployment, a scaler, a shared service."""
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
    objects = (
        thing("Namespace", f"{environment}-sky"),
        thing("ConfigMap", "config", f"{environment}-sky", data={"url": f"https://web.{environment}-sky.svc"}),
        thing("Service", "logs", "logging", spec={"ports": [{"name": "http", "port": 80}]}),
        _deployment(environment, replicas, tag),
        thing(
            "HorizontalPodAutoscaler", "web", f"{environment}-sky", "autoscaling/v2", spec={"scaleTargetRef": target}
        ),
        *others,
    )
    return ManifestSet(environment, "1.36", objects, (), (f"{environment}.example.org/sky/web:{tag}",), ())
