"""Objects with nothing in them, or in their pods: the API server and ``check`` refuse the same ones."""

import json
from collections.abc import Iterator
from typing import Any

from lsparch.diagnostics import Severity
from tests.e2e.control_plane import ControlPlane
from tests.unit.rules.samples import run_sample, sample_of

KINDS = {
    "v1": ("Pod", "PodTemplate", "Service", "PersistentVolumeClaim", "ReplicationController", "ResourceQuota"),
    "apps/v1": ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"),
    "autoscaling/v2": ("HorizontalPodAutoscaler",),
    "batch/v1": ("CronJob", "Job"),
    "networking.k8s.io/v1": ("Ingress", "NetworkPolicy"),
    "policy/v1": ("PodDisruptionBudget",),
}
SELECTOR = {"matchLabels": {"app": "web"}}
TEMPLATES: tuple[Any, ...] = (None, {"metadata": {"labels": {"app": "web"}}}, {"spec": None})


def objects() -> Iterator[dict[str, Any]]:
    """Yield objects without what makes them useful, the innermost last."""
    for version, kinds in KINDS.items():
        for kind in kinds:
            yield made(version, kind)
            yield made(version, kind, spec=None)
    for template in TEMPLATES:
        for kind in KINDS["apps/v1"]:
            yield made("apps/v1", kind, spec={"selector": SELECTOR, "template": template})
        yield made("v1", "PodTemplate", template=template)
        yield made("batch/v1", "Job", spec={"template": template})
        yield made("batch/v1", "CronJob", spec={"schedule": "@daily", "jobTemplate": {"spec": {"template": template}}})
    yield made("batch/v1", "CronJob", spec={"schedule": "@daily", "jobTemplate": {"spec": None}})


def made(version: str, kind: str, **more: Any) -> dict[str, Any]:
    """Return an object."""
    return {"apiVersion": version, "kind": kind, "metadata": {"name": "web", "namespace": "default"}, **more}


def test_what_the_api_server_refuses_of_empty_objects_is_found(control_plane: ControlPlane) -> None:
    wrong = []
    for found in objects():
        told = control_plane.kubectl(
            "apply", "--server-side", "--dry-run=server", "-f", "-", stdin=json.dumps(found), check=False
        )
        findings = run_sample(sample_of(json.dumps(found), objects=True)).findings
        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        absent = [finding for finding in errors if finding.message.endswith("is missing, or empty")]
        if (told.returncode == 0) == bool(errors) or len(absent) > 1:
            wrong.append((found, told.stderr, errors))
    assert wrong == []
