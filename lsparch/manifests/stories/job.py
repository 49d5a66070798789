"""The Job of a story in one namespace, with its script, its legs and its account."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from lsparch.k8s.api_versions import Feature
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.legs import Leg, PlannedStory, client_container
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.pod.container import resources
from lsparch.manifests.pod.security import container_security
from lsparch.models.component import Container

__all__ = ["job_objects", "test_labels"]

_RETRIES = 1
"""How often a failed pod is replaced; the script itself tries each leg several times."""

_DEADLINE_SECONDS = 600
_SCRIPT = "leg_check.py"
_LEGS = "legs.json"
_FOLDER = "/tests"


def test_labels(site: Site, planned: PlannedStory, part: str) -> dict[str, str]:
    """Return the labels of everything that belongs to the test of a story; no selector of a component matches them."""
    return {**site.labels(f"test-{planned.id}", part), site.key("test"): planned.id}


def job_objects(site: Site, planned: PlannedStory, namespace: str) -> Iterator[StoredObject]:
    """Make what the test of a story needs in a namespace from which it calls."""
    part = next(workload.part for workload in site.workloads if workload.namespace == namespace)
    labels = test_labels(site, planned, part)
    name, place = f"test-{planned.id}", planned.legs[0].place
    legs = [leg for leg in planned.legs if leg.namespace == namespace]
    told = [*legs, *(leg for leg in planned.legs if leg.untested and namespace == planned.namespaces[0])]
    script = (files("lsparch.manifests.stories") / _SCRIPT).read_text("utf-8")
    listed = json.dumps([_leg(leg) for leg in sorted(told, key=lambda leg: leg.number)], indent=2, ensure_ascii=False)
    bodies: tuple[tuple[str, dict[str, Any]], ...] = (
        ("ServiceAccount", {"automountServiceAccountToken": False}),
        ("ConfigMap", {"data": {_SCRIPT: script, _LEGS: f"{listed}\n"}}),
        ("Job", {"spec": _job(site, name, labels)}),
    )
    for kind, body in bodies:
        yield site.object(
            kind, name, part, body, element=f"story/{planned.id}", place=place, namespace=namespace, labels=labels
        )


def _leg(leg: Leg) -> dict[str, Any]:
    if leg.untested:
        return {"name": leg.name, "untested": leg.untested}
    return {
        "name": leg.name, "does": leg.does, "host": leg.host, "port": leg.port, "health": leg.health,
        "secure": leg.secure,
    }  # fmt: skip


def _job(site: Site, name: str, labels: dict[str, str]) -> dict[str, Any]:
    client = client_container(site.env)
    container = client.element
    assert isinstance(container, Container)
    image = site.ask(lambda: site.addresses.image(container.image or ""), client, "image")
    site.images.add(image)
    main: dict[str, Any] = {
        "name": "client",
        "image": image,
        "imagePullPolicy": "IfNotPresent",
        "command": ["python3", f"{_FOLDER}/{_SCRIPT}", f"{_FOLDER}/{_LEGS}"],
        "resources": resources(container.resources),
        "volumeMounts": [{"name": "tests", "mountPath": _FOLDER, "readOnly": True}],
        "securityContext": container_security(site, container.security),
    }
    security: dict[str, Any] = {"runAsNonRoot": not container.security.root}
    metadata: dict[str, Any] = {"labels": labels}
    if site.has(Feature.SECCOMP_PROFILE):
        security["seccompProfile"] = {"type": site.policy.seccomp}
    spec: dict[str, Any] = {"serviceAccountName": name, "automountServiceAccountToken": False}
    if site.has(Feature.ENABLE_SERVICE_LINKS):
        spec["enableServiceLinks"] = False
    if site.env.cluster.pull_secret is not None:
        spec["imagePullSecrets"] = [{"name": site.env.cluster.pull_secret}]  # there for the pods of the part
    spec.update(
        {
            "securityContext": security,
            "restartPolicy": "Never",
            "containers": [main],
            "volumes": [{"name": "tests", "configMap": {"name": name}}],
        }
    )
    template = {"metadata": metadata, "spec": spec}
    return {"backoffLimit": _RETRIES, "activeDeadlineSeconds": _DEADLINE_SECONDS, "template": template}
