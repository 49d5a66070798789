"""Pods that no controller makes: a Lab and its Dask worker, spawned as the hub and the Lab would.

Each step is asked of the API server in the name of the service account that takes it, so that the roles are tried too.
"""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import yaml

from lsparch.api.platform import open_platform
from tests.e2e.control_plane import Answer, ControlPlane, wait_until
from tests.e2e.deployment import SHIPPED, Deployment, dummy
from tests.e2e.test_apply import missing_in_pod

_SECONDS = 60.0
COLLECTIONS = {
    "CiliumNetworkPolicy": "/apis/cilium.io/v2/namespaces/{namespace}/ciliumnetworkpolicies",
    "ConfigMap": "/api/v1/namespaces/{namespace}/configmaps",
    "LimitRange": "/api/v1/namespaces/{namespace}/limitranges",
    "NetworkPolicy": "/apis/networking.k8s.io/v1/namespaces/{namespace}/networkpolicies",
    "PersistentVolume": "/api/v1/persistentvolumes",
    "PersistentVolumeClaim": "/api/v1/namespaces/{namespace}/persistentvolumeclaims",
    "Pod": "/api/v1/namespaces/{namespace}/pods",
    "ResourceQuota": "/api/v1/namespaces/{namespace}/resourcequotas",
    "Role": "/apis/rbac.authorization.k8s.io/v1/namespaces/{namespace}/roles",
    "RoleBinding": "/apis/rbac.authorization.k8s.io/v1/namespaces/{namespace}/rolebindings",
    "ServiceAccount": "/api/v1/namespaces/{namespace}/serviceaccounts",
}


@dataclass(frozen=True, slots=True)
class _Home:
    """A user's namespace, as a spawner makes it from the ConfigMap `user-namespace`."""

    plane: ControlPlane
    part_namespace: str
    name: str
    spawner: str
    labels: Mapping[str, str]
    objects: tuple[dict[str, Any], ...]
    secrets: tuple[dict[str, Any], ...]
    """What others bring: an operator, or who answers for Secrets."""

    def make(self) -> None:
        """Make the namespace and what belongs into it, as the spawner."""
        namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": self.name, "labels": self.labels}}
        self.plane.create("/api/v1/namespaces", [namespace], self.spawner)
        for item in self.objects:
            path = COLLECTIONS[item["kind"]].format(namespace=self.name)
            self.plane.create(path, [self._here(item)], self.spawner)
        self.plane.create(f"/api/v1/namespaces/{self.name}/secrets", map(self._here, self.secrets))

    def _here(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """Return an object with what the ConfigMap cannot say: the namespace, and what follows from it."""
        made = copy.deepcopy(dict(item))
        made["metadata"].pop("namespace", None)
        if made["kind"] == "PersistentVolume":
            made["metadata"]["name"] = f"{self.name}-{made['spec']['claimRef']['name']}"
            made["spec"]["claimRef"]["namespace"] = self.name
        for subject in made.get("subjects", ()):
            subject["namespace"] = self.name
        return made

    def spawn(self, template: Mapping[str, Any], name: str, spawner: str) -> Answer:
        """Make a pod of a template."""
        body = copy.deepcopy(template["template"])
        pod = {"apiVersion": "v1", "kind": "Pod", **body}
        pod["metadata"] = {**body["metadata"], "name": name}
        return self.plane.request("POST", COLLECTIONS["Pod"].format(namespace=self.name), pod, user=spawner)

    def remove(self) -> None:
        """Remove the namespace with all that is in it, and the volumes kept for it; its pods go at once."""
        pods = f"{COLLECTIONS['Pod'].format(namespace=self.name)}?gracePeriodSeconds=0"
        self.plane.request("DELETE", pods)
        self.plane.request("DELETE", f"/api/v1/namespaces/{self.name}")
        for volume in self.plane.items("/api/v1/persistentvolumes"):
            if volume["spec"].get("claimRef", {}).get("namespace") == self.name:
                self.plane.request("DELETE", f"/api/v1/persistentvolumes/{volume['metadata']['name']}")


@dataclass(frozen=True, slots=True)
class _Template:
    """A PodTemplate, and what the model says of the pods made of it."""

    item: dict[str, Any]
    spawner: str
    """Service account that makes the pods; `{home}` stands for the user's namespace."""

    per_user: bool
    most: int


def _templates(deployment: Deployment) -> list[_Template]:
    env = open_platform(SHIPPED).environment(deployment.environment)
    found = []
    for item in deployment.objects():
        if item["kind"] != "PodTemplate":
            continue
        element = item["metadata"]["annotations"]["lsparch.lsst.io/element"]
        spawned = env.component(element).spawned
        assert spawned is not None
        spawner = env.qualify(spawned.by, ("component",), element.partition("/")[0])
        above = env.component(spawner).spawned
        home = "{home}" if above is not None and above.namespace == "per-user" else item["metadata"]["namespace"]
        account = f"system:serviceaccount:{home}:{spawner.rpartition('/')[2]}"
        found.append(_Template(item, account, spawned.namespace == "per-user", spawned.most_per_user))
    return sorted(found, key=lambda one: "{home}" in one.spawner)


def _homes(deployment: Deployment) -> Iterator[_Home]:
    spawners = {
        one.item["metadata"]["namespace"]: one.spawner
        for one in _templates(deployment)
        if one.per_user and "{home}" not in one.spawner
    }
    for item in deployment.objects():
        if item["kind"] == "ConfigMap" and item["metadata"]["name"] == "user-namespace":
            namespace = item["metadata"]["namespace"]
            yield _Home(
                deployment.control_plane,
                namespace,
                f"{namespace}-somebody",
                spawners[namespace],
                yaml.safe_load(item["data"]["labels.yaml"]),
                tuple(yaml.safe_load_all(item["data"]["objects.yaml"])),
                tuple(dummy(one) for one in deployment.contract() if _is_for_users(one, namespace)),
            )


def _is_for_users(entry: Mapping[str, Any], namespace: str) -> bool:
    return bool(entry.get("in-namespaces-of-users")) and entry["namespace"] == namespace


@pytest.fixture
def homes(deployment: Deployment) -> Iterator[list[_Home]]:
    """Prepare a user's namespace for each part whose pods live in such."""
    found = list(_homes(deployment))
    try:
        yield found
    finally:
        for home in found:
            home.remove()


def test_spawned_pods_run_and_the_quota_admits_as_many_as_the_model_says(
    deployment: Deployment, homes: list[_Home]
) -> None:
    templates = [one for one in _templates(deployment) if one.per_user]
    assert bool(templates) == bool(homes)
    for home in homes:
        home.make()
        for number, one in enumerate(templates):
            name = f"{one.item['metadata']['name']}-{number}"
            answer = home.spawn(one.item, name, one.spawner.format(home=home.name))
            assert (answer.status, answer.warnings) == (201, ()), answer.body.get("message")
            path = f"{COLLECTIONS['Pod'].format(namespace=home.name)}/{name}"
            _await_running(deployment.control_plane, path)
            pod = deployment.control_plane.request("GET", path).body
            assert list(missing_in_pod(deployment.control_plane, pod)) == []
        _fill(home, templates)


def _fill(home: _Home, templates: list[_Template]) -> None:
    """Make as many pods as the model allows a user, beside one of each that is there; one more is refused."""
    for one in templates:
        for number in range(1, one.most):
            answer = home.spawn(
                one.item, f"{one.item['metadata']['name']}-more-{number}", one.spawner.format(home=home.name)
            )
            assert answer.status == 201, answer.body.get("message")
    refused = home.spawn(templates[-1].item, "one-more", templates[-1].spawner.format(home=home.name))
    assert refused.status == 403, refused.body
    assert "exceeded quota" in refused.body["message"]


def _await_running(plane: ControlPlane, path: str) -> None:
    wait_until(
        lambda: plane.request("GET", path).body["status"]["phase"] == "Running",
        _SECONDS,
        lambda: str(plane.request("GET", path).body["status"]),
    )
