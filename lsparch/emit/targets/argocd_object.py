"""What each object of Argo CD has: where it lies, and its wave."""

from collections.abc import Mapping
from typing import Any

__all__ = ["argocd_object"]

HOME = "argocd"
"""Namespace in which Argo CD looks for Applications unless it is configured otherwise."""


def argocd_object(
    kind: str, name: str, wave: int, spec: Mapping[str, Any], annotations: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return an object of Argo CD, in its namespace and its wave of synchronisation."""
    told = {"argocd.argoproj.io/sync-wave": str(wave)} | dict(annotations or {})
    metadata = {"name": name, "namespace": HOME, "annotations": told}
    return {"apiVersion": "argoproj.io/v1alpha1", "kind": kind, "metadata": metadata, "spec": dict(spec)}
