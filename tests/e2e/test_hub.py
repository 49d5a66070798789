"""The generated configuration in a real JupyterHub: what KubeSpawner makes of it on the control plane."""

import copy
import subprocess
import sys
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from lsparch.api.platform import open_platform
from lsparch.k8s.quantity import parse_quantity
from tests.e2e.control_plane import CONTEXT, ControlPlane, wait_until
from tests.e2e.deployment import SHIPPED, Deployment, dummy
from tests.e2e.hub import CONTAINER, Hub
from tests.e2e.test_apply import missing_in_pod
from tests.e2e.test_spawned import COLLECTIONS

_SECONDS = 60.0
_NAMESPACES = "/api/v1/namespaces"
_VOLUMES = "/api/v1/persistentvolumes"
_ONE = pytest.mark.parametrize("environment", ["usdac"], indirect=True)
"""What does not depend on the environment is tried on one."""


@pytest.fixture
def hub(deployment: Deployment, tmp_path: Path) -> Iterator[Hub | None]:
    """Run the hub of an environment, where it has one; what the hub made is removed afterwards."""
    if not any((i["kind"], i["metadata"]["name"]) == ("ConfigMap", "hub-config") for i in deployment.objects()):
        yield None
        return
    found = Hub(deployment, tmp_path)
    try:
        found.start()
        yield found
    finally:
        found.close()
        _remove_users(found)


@pytest.fixture
def the_hub(hub: Hub | None) -> Hub:
    """Run the hub of an environment that has one."""
    assert hub is not None
    return hub


def _remove_users(hub: Hub) -> None:
    """Remove the namespaces of users, and the volumes kept for them."""
    plane = hub.plane
    selector = f"labelSelector=lsparch.lsst.io/users-of={hub.namespace}"
    for namespace in plane.items(f"{_NAMESPACES}?{selector}"):
        _remove_namespace(plane, namespace["metadata"]["name"])  # nobody waits: each test has users of its own
    for volume in plane.items(_VOLUMES):
        if volume["metadata"]["name"].startswith(f"{hub.namespace}-test-"):
            plane.request("DELETE", f"{_VOLUMES}/{volume['metadata']['name']}")


def _remove_namespace(plane: ControlPlane, name: str) -> None:
    plane.request("DELETE", f"{_NAMESPACES}/{name}/pods?gracePeriodSeconds=0")
    plane.request("DELETE", f"{_NAMESPACES}/{name}")


def _wanted(hub: Hub, user: str) -> Iterator[dict[str, Any]]:
    """Iterate over what the ConfigMap `user-namespace` wants in the namespace of a user, with the names that it has."""
    data = hub.generated("ConfigMap", "user-namespace")["data"]
    home = hub.home(user)
    labels = yaml.safe_load(data["labels.yaml"])
    yield {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": home, "labels": labels}}
    for item in yaml.safe_load_all(data["objects.yaml"]):
        if item["kind"] == "PersistentVolume":
            item["metadata"]["name"] = f"{home}-{item['spec']['claimRef']['name']}"
        for subject in item.get("subjects", ()):
            subject["namespace"] = home
        yield item


def _path(item: Mapping[str, Any], home: str) -> str:
    path = _NAMESPACES if item["kind"] == "Namespace" else COLLECTIONS[item["kind"]].format(namespace=home)
    return f"{path}/{item['metadata']['name']}"


def _lacking(found: Any, wanted: Any, where: str = "") -> Iterator[str]:
    """Tell what of something wanted is not in something found; lists are as long as wanted, or longer."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        for key, value in wanted.items():
            yield from _lacking(found.get(key), value, f"{where}.{key}")
    elif isinstance(wanted, list) and isinstance(found, list) and len(found) >= len(wanted):
        for number, (one, other) in enumerate(zip(found, wanted, strict=False)):
            yield from _lacking(one, other, f"{where}[{number}]")
    elif found != wanted and (found or wanted):
        yield f"{where} is {found} instead of {wanted}"


def _check_namespace(hub: Hub, user: str) -> dict[str, str]:
    """Assert that the namespace holds everything as wanted; return the versions of the objects."""
    versions = {}
    for item in _wanted(hub, user):
        path = _path(item, hub.home(user))
        live = hub.plane.request("GET", path)
        assert live.status == 200, path
        assert list(_lacking(live.body, item, path)) == []
        if item["kind"] not in {"Namespace", "ResourceQuota"}:  # their status counts
            versions[path] = live.body["metadata"]["resourceVersion"]
    return versions


def _template(hub: Hub) -> dict[str, Any]:
    template: dict[str, Any] = copy.deepcopy(hub.generated("PodTemplate", "lab")["template"])
    return template


def _sizes(container: Mapping[str, Any]) -> dict[str, dict[str, Fraction]]:
    return {
        kind: {name: parse_quantity(str(amount)) for name, amount in amounts.items() if name in {"cpu", "memory"}}
        for kind, amounts in container["resources"].items()
    }


def _check_pod(hub: Hub, pod: Mapping[str, Any]) -> None:
    """Assert that a Lab's pod runs and is what its PodTemplate says, but for what depends on the user and the size."""
    assert pod["status"]["phase"] == "Running"
    assert pod["spec"]["nodeName"]
    template = _template(hub)
    assert template["metadata"]["labels"].items() <= pod["metadata"]["labels"].items()
    (wanted,), (found,) = template["spec"].pop("containers"), pod["spec"]["containers"]
    assert wanted.pop("name") == "lab"
    assert found["name"] == CONTAINER
    wanted.pop("resources", None)
    variables = {one["name"]: one for one in found["env"]}
    assert list(_lacking(variables, {one["name"]: one for one in wanted.pop("env", ())})) == []
    assert {"JUPYTERHUB_API_TOKEN", "JUPYTERHUB_USER", "LAB_SIZE"} <= set(variables)
    assert list(_lacking(found, wanted)) == []
    assert list(_lacking(pod["spec"], template["spec"])) == []
    assert pod["spec"]["restartPolicy"] == "OnFailure"


def _check_policies_and_quota(hub: Hub, pod: Mapping[str, Any]) -> None:
    home = pod["metadata"]["namespace"]
    policy = hub.plane.request("GET", f"{COLLECTIONS['NetworkPolicy'].format(namespace=home)}/lab").body
    assert policy["spec"]["podSelector"]["matchLabels"].items() <= pod["metadata"]["labels"].items()
    (quota,) = hub.plane.items(COLLECTIONS["ResourceQuota"].format(namespace=home))
    used, hard = quota["status"]["used"], quota["status"]["hard"]
    assert used["pods"] == "1"
    assert used.keys() == hard.keys()
    assert all(0 < parse_quantity(used[name]) <= parse_quantity(hard[name]) for name in hard)


def _bring_secrets(deployment: Deployment, home: str) -> None:
    """Bring what others than the hub bring into a user's namespace."""
    for entry in deployment.contract():
        if entry.get("in-namespaces-of-users"):
            secret = dummy({**entry, "namespace": home})
            deployment.control_plane.create(f"{_NAMESPACES}/{home}/secrets", [secret])


def test_the_hub_makes_of_its_configuration_what_is_generated(hub: Hub | None, deployment: Deployment) -> None:
    env = open_platform(SHIPPED).environment(deployment.environment)
    assert (hub is not None) == ("notebook" in env.parts)
    if hub is None:
        return
    for user in ("test-ann-a", "test-bob-a"):
        hub.add_user(user)
        pod = hub.spawn(user)
        versions = _check_namespace(hub, user)
        _check_pod(hub, pod)
        _check_policies_and_quota(hub, pod)
        assert hub.url(user) == f"http://{pod['status']['podIP']}:8888"
        _bring_secrets(deployment, hub.home(user))
        assert list(missing_in_pod(hub.plane, pod)) == []

        hub.stop(user)
        assert hub.plane.items(COLLECTIONS["Pod"].format(namespace=hub.home(user))) == []
        again = hub.spawn(user)
        assert again["metadata"]["uid"] != pod["metadata"]["uid"]
        _check_pod(hub, again)
        assert _check_namespace(hub, user) == versions


def test_drift_finds_nothing_while_labs_run(hub: Hub | None, deployment: Deployment) -> None:
    if hub is not None:
        hub.add_user("test-ann-b")
        hub.spawn("test-ann-b")
    command = [
        sys.executable,
        "-m",
        "lsparch",
        "drift",
        deployment.environment,
        f"kube:{CONTEXT}",
        "--model",
        str(SHIPPED),
    ]
    environment = deployment.control_plane.environment()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr


@_ONE
def test_users_choose_among_the_sizes_and_groups_begin_with_another(the_hub: Hub) -> None:
    env = open_platform(SHIPPED).environment("usdac")
    spawned = env.component("notebook/lab").spawned
    assert spawned is not None
    the_hub.add_user("test-ann-c")
    the_hub.add_user("test-dev-c", ("lsst_int_lspdev",))
    chosen = [("test-ann-c", {"profile": name}, name) for name in spawned.sizes]
    for user, options, name in [*chosen, ("test-dev-c", {}, "large")]:
        (container,) = the_hub.spawn(user, **options)["spec"]["containers"]
        size = spawned.sizes[name]
        assert _sizes(container) == {
            "limits": {"cpu": parse_quantity(str(size.cpu)), "memory": parse_quantity(size.memory)},
            "requests": {
                "cpu": parse_quantity(str(size.cpu_request)),
                "memory": parse_quantity(str(size.memory_request)),
            },
        }
        assert {"name": "LAB_SIZE", "value": name} in container["env"]
        the_hub.stop(user)


@_ONE
def test_what_somebody_changed_in_a_namespace_is_brought_back(the_hub: Hub) -> None:
    the_hub.add_user("test-ann-d")
    the_hub.spawn("test-ann-d")
    the_hub.stop("test-ann-d")
    home = the_hub.home("test-ann-d")
    kubectl = the_hub.plane.kubectl
    kubectl("-n", home, "delete", "networkpolicy", "default-deny")
    kubectl("-n", home, "patch", "resourcequota", "declared-pods", "-p", '{"spec": {"hard": {"pods": "1000"}}}')
    kubectl("-n", home, "patch", "networkpolicy", "lab", "-p", '{"spec": {"egress": [{}]}}')
    kubectl("label", "namespace", home, "--overwrite", "pod-security.kubernetes.io/enforce=privileged")
    the_hub.spawn("test-ann-d")
    _check_namespace(the_hub, "test-ann-d")
    policy = the_hub.plane.request("GET", f"{COLLECTIONS['NetworkPolicy'].format(namespace=home)}/lab").body
    assert {} not in policy["spec"]["egress"]


@_ONE
def test_volumes_are_found_again_after_the_namespace_was_removed(the_hub: Hub) -> None:
    plane, home = the_hub.plane, the_hub.home("test-ann-e")
    the_hub.add_user("test-ann-e")
    the_hub.spawn("test-ann-e")
    the_hub.stop("test-ann-e")
    _remove_namespace(plane, home)
    wait_until(lambda: plane.request("GET", f"{_NAMESPACES}/{home}").status == 404, _SECONDS, f"{home} is removed")
    claims = COLLECTIONS["PersistentVolumeClaim"].format(namespace=home)
    mine = [volume for volume in plane.items(_VOLUMES) if volume["metadata"]["name"].startswith(home)]
    assert mine
    wait_until(lambda: _phases(plane, home) == {"Released"}, _SECONDS, lambda: str(_phases(plane, home)))
    pod = the_hub.spawn("test-ann-e")
    _check_pod(the_hub, pod)
    assert {claim["status"]["phase"] for claim in plane.items(claims)} == {"Bound"}
    assert {claim["spec"]["volumeName"] for claim in plane.items(claims)} == {v["metadata"]["name"] for v in mine}


def _phases(plane: ControlPlane, home: str) -> set[str]:
    return {v["status"]["phase"] for v in plane.items(_VOLUMES) if v["metadata"]["name"].startswith(home)}


@_ONE
def test_a_group_with_a_volume_has_it_mounted_in_its_folder(the_hub: Hub) -> None:
    plane = the_hub.plane
    objects = [i for i in _wanted(the_hub, "x") if i["kind"].startswith("PersistentVolume") and "project" in str(i)]
    volume, claim = copy.deepcopy(objects)
    volume["metadata"] = {}
    claim["metadata"]["name"] = volume["spec"]["claimRef"]["name"] = "workspace-project-lensing"
    of_groups = {"lensing": [volume, claim], "others": [volume, claim]}
    path = f"{_NAMESPACES}/{the_hub.namespace}/configmaps/user-namespace"
    for text in (yaml.safe_dump(of_groups), None):
        patch = {"data": {"groups.yaml": text}}
        assert plane.request("PATCH", path, patch, "application/merge-patch+json").status == 200
        if text is not None:
            the_hub.add_user("test-ann-f", ("lensing", "unknown"))
            the_hub.add_user("test-bob-f", ("unknown",))
            pods = {user: the_hub.spawn(user) for user in ("test-ann-f", "test-bob-f")}
    places = {
        user: {one["name"]: one["mountPath"] for one in pod["spec"]["containers"][0]["volumeMounts"]}
        for user, pod in pods.items()
    }
    assert places["test-ann-f"]["workspace-project-lensing"] == "/project/lensing"
    assert places["test-bob-f"]["workspace-project"] == places["test-ann-f"]["workspace-project"] == "/project"
    assert "workspace-project-lensing" not in places["test-bob-f"]
    claims = plane.items(COLLECTIONS["PersistentVolumeClaim"].format(namespace=the_hub.home("test-ann-f")))
    phases = {one["metadata"]["name"]: one["status"]["phase"] for one in claims}
    assert phases["workspace-project-lensing"] == "Bound"


@_ONE
def test_a_hub_that_starts_again_knows_the_labs_that_run(the_hub: Hub) -> None:
    the_hub.add_user("test-ann-g")
    pod = the_hub.spawn("test-ann-g")
    the_hub.again()
    path = f"{COLLECTIONS['Pod'].format(namespace=the_hub.home('test-ann-g'))}/{pod['metadata']['name']}"
    assert the_hub.plane.request("GET", path).body["metadata"]["uid"] == pod["metadata"]["uid"]
    the_hub.stop("test-ann-g")
    assert the_hub.plane.request("GET", path).status == 404


@_ONE
def test_a_lab_makes_dask_workers_of_its_template_and_nothing_else(the_hub: Hub) -> None:
    plane, home = the_hub.plane, the_hub.home("test-ann-h")
    for user in ("test-ann-h", "test-bob-h"):
        the_hub.add_user(user)
        the_hub.spawn(user)
    lab = f"system:serviceaccount:{home}:lab"
    answer = plane.request("GET", f"{_NAMESPACES}/{home}/podtemplates/dask-worker", user=lab)
    assert answer.status == 200, answer.body
    template = the_hub.generated("PodTemplate", "dask-worker")["template"]
    assert list(_lacking(answer.body["template"], template)) == []
    pod = {"apiVersion": "v1", "kind": "Pod", **copy.deepcopy(template)}
    pod["metadata"]["name"] = "worker-1"
    pod["spec"]["containers"][0]["args"].insert(0, "tcp://10.0.0.1:8786")
    answer = plane.request("POST", f"{_NAMESPACES}/{home}/pods", pod, user=lab)
    assert (answer.status, answer.warnings) == (201, ()), answer.body
    made = f"{_NAMESPACES}/{home}/pods/worker-1"
    wait_until(lambda: plane.request("GET", made).body["status"]["phase"] == "Running", _SECONDS, "the worker runs")

    strong = copy.deepcopy(pod)
    strong["metadata"]["name"] = "worker-2"
    strong["spec"]["containers"][0]["securityContext"] = {"privileged": True}
    answer = plane.request("POST", f"{_NAMESPACES}/{home}/pods", strong, user=lab)
    assert (answer.status, "PodSecurity" in answer.body["message"]) == (403, True), answer.body
    for other in (the_hub.home("test-bob-h"), the_hub.namespace):
        assert plane.request("POST", f"{_NAMESPACES}/{other}/pods", pod, user=lab).status == 403
    for method, path in (
        ("GET", f"{_NAMESPACES}/{home}/secrets"),
        ("GET", f"{_NAMESPACES}/{the_hub.namespace}/configmaps/user-namespace"),
        ("DELETE", f"{_NAMESPACES}/{home}/networkpolicies/lab"),
        ("DELETE", f"{_NAMESPACES}/{home}/resourcequotas/declared-pods"),
        ("GET", f"{_NAMESPACES}/{the_hub.home('test-bob-h')}/pods"),
    ):
        assert plane.request(method, path, user=lab).status == 403, path
    assert plane.request("DELETE", f"{made}?gracePeriodSeconds=0", user=lab).status == 200
