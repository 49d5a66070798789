"""What `generate --diff` says of a change is what a real API server and its controllers do."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.control_plane import CONTEXT, ControlPlane, wait_until
from tests.e2e.deployment import SHIPPED, Deployment, generate, objects_of
from tests.e2e.programs import program
from tests.e2e.testbed import Testbed

_ENVIRONMENT = "usdac"
_BASE = (
    ("model/platform.yaml", "  ready-seconds: 5\n", "  ready-seconds: 1\n"),
    ("model/clusters/production.yaml", "    nodes: 20\n", "    nodes: 2\n"),
    ("model/clusters/production.yaml", "    nodes: 30\n", "    nodes: 4\n"),
    ("model/environments/profile-operational.yaml", "    value: 30\n", "    value: 3\n"),
    ("model/clusters/production.yaml", "name: shared, shared: true,", "name: shared, shared: true, expandable: true,"),
)
"""Edits that make the cluster small and updates quick, and let claims of one class grow."""

Key = tuple[str, str, str]
"""Kind, namespace and name."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the model."""

    name: str
    override: Mapping[str, Any] = field(default_factory=dict)
    """Values of the environment that differ from the model's, by path."""

    patches: tuple[Mapping[str, Any], ...] = ()
    texts: tuple[tuple[str, str, str], ...] = ()
    """File, text that stands in it once, and what comes in its place."""

    meanings: frozenset[str] = frozenset()
    """Kinds of effect that must be told."""

    lasts: bool = False
    """Whether it cannot be undone."""


def patch(kind: str, name: str, **values: Any) -> Mapping[str, Any]:
    """Return a patch of the model; its `set` is given as `values`, with `__` for dots."""
    given = {path.replace("__", "."): value for path, value in values.items()}
    return {"kind": kind, "name": name, "set": given, "because": "a test", "permanent": True}


def edit(name: str, *meanings: str, lasts: bool = False, **values: Any) -> Edit:
    """Return an edit of one or several values; keys of `override` are given as a mapping."""
    override = values.get("override", {})
    return Edit(name, override, values.get("patches", ()), values.get("texts", ()), frozenset(meanings), lasts)


_CONNECTION = """\
      - to: metaserv.http
        for: metadata
        path: /api/meta/v1
        auth: {user: token}
        optional: true
        degrades: no metadata
"""
_POD = "spec__template__spec__"

EDITS = (
    edit("more pods of a Deployment", "scales", override={"portal/firefly.replicas": 3}),
    edit("fewer pods of a Deployment", "scales", override={"portal/firefly.replicas": 1}),
    edit("no pod of a Deployment", "outage", override={"portal/redis.replicas": 0}),
    edit("resources of a Deployment", "rolls", override={"portal/firefly.resources.cpu": 3}),
    edit(
        "resources and fewer pods of a Deployment", "rolls", "scales",
        override={"portal/firefly.resources.cpu": 3, "portal/firefly.replicas": 1},
    ),
    edit("seconds to stop", "rolls", override={"api/tap.grace-seconds": 90}),
    edit(
        "a probe", "rolls",
        texts=(("model/services/qserv.yaml", "readiness: {tcp: mysql, delay: 5, period: 10}",
                "readiness: {tcp: mysql, delay: 6, period: 10}"),),
    ),
    edit(
        "a configuration file that pods mount", "rolls",
        texts=(("model/aspects/portal.yaml", "      app.prop:\n        format: properties\n        content:\n",
                "      app.prop:\n        format: properties\n        content:\n          extra: one\n"),),
    ),
    edit("resources of a StatefulSet of one pod", "rolls", "outage", override={"qserv/czar.resources.cpu": 3}),
    edit("resources of a StatefulSet of three pods", "rolls", override={"qserv/worker.resources.cpu": 3}),
    edit("more pods of a StatefulSet", "scales", override={"qserv/worker.replicas": 4}),
    edit("fewer pods of a StatefulSet", "scales", override={"qserv/worker.replicas": 1}),
    edit("pods on every node", "rolls", override={"logging/collector.resources.memory": "150Mi"}),
    edit("pods that may not overlap", "rolls", "outage", override={"notebook/hub.resources.cpu": 0.9}),
    edit("an autoscaler", "scales", override={"api/imgserv.scale": {"min": 2, "max": 4}}),
    edit("an autoscaler of three pods", "scales", override={"api/webserv.scale": {"min": 2, "max": 4}}),
    edit("larger claims of a StatefulSet", "recreate", override={"qserv/worker.storage.qserv-data.size": "200Gi"}),
    edit(
        "smaller claims of a StatefulSet", "recreate", "loses-data",
        override={"qserv/worker.storage.qserv-data.size": "50Gi"},
    ),
    edit(
        "another class of claims of a StatefulSet", "recreate", "loses-data",
        override={"qserv/czar.storage.qserv-data.class": "standard"},
    ),
    edit("order of start of a StatefulSet", "recreate", override={"qserv/worker.parallel": False}),
    edit("a smaller volume", "recreate", "loses-data", override={"portal/workarea.size": "400Gi"}),
    edit("a volume of another class", "recreate", "loses-data", override={"portal/workarea.class": "standard"}),
    edit("a volume that cannot grow", "recreate", override={"notebook/session-db.size": "2Gi"}),
    edit("another directory of a file server", "recreate", override={"workspace/datasets.export": "/elsewhere"}),
    edit("when a CronJob runs", "in-place", override={"notebook/prepuller.schedule": "7 3 * * *"}),
    edit(
        "how many ReplicaSets are kept", "in-place",
        texts=(("model/platform.yaml", "  history: 3\n", "  history: 4\n"),),
    ),
    edit(
        "how many pods a drain may take", "in-place",
        texts=(("model/platform.yaml", "  max-unavailable: 1\n", "  max-unavailable: 2\n"),),
    ),
    edit(
        "the value of a priority", "recreate",
        texts=(("model/platform.yaml", 'what everything else stands on", value: 30000',
                'what everything else stands on", value: 30001'),),
    ),
    edit(
        "a path of users", "outage",
        texts=(("model/services/identity.yaml", "{path: /auth/token, to:", "{path: /auth/tokens, to:"),),
    ),
    edit(
        "a port of a database", "rolls", "outage",
        texts=(("model/aspects/api.yaml", "postgresql: {port: 5432,", "postgresql: {port: 5433,"),),
    ),
    edit(
        "a connection that a configuration names", "outage",
        texts=(("model/aspects/api.yaml", _CONNECTION, ""),),
    ),
    edit(
        "an annotation of a Deployment", "in-place",
        patches=(patch("Deployment", "webserv", **{"metadata__annotations[example.org/reviewed]": "yes"}),),
    ),
    edit(
        "how long an update may take", "in-place",
        patches=(patch("Deployment", "webserv", spec__progressDeadlineSeconds=900),),
    ),
    edit(
        "a label of pods", "rolls",
        patches=(patch("Deployment", "webserv", **{"spec__template__metadata__labels[example.org/reviewed]": "yes"}),),
    ),
    edit(
        "a default that is stated",
        patches=(patch("Deployment", "webserv", **{f"{_POD}schedulerName": "default-scheduler"}),),
    ),
    edit(
        "a quantity that is spelled otherwise",
        patches=(patch("Deployment", "firefly", **{f"{_POD}containers[firefly]__resources__requests__cpu": "2000m"}),),
    ),
    edit(
        "when an image is pulled", "rolls", "outage",
        patches=(patch("StatefulSet", "uws-db", **{f"{_POD}containers[uws-db]__imagePullPolicy": "Always"}),),
    ),
    edit("a Service without an address", "recreate", patches=(patch("Service", "webserv", spec__clusterIP="None"),)),
    edit("a Service with a port of nodes", "in-place", patches=(patch("Service", "webserv", spec__type="NodePort"),)),
    edit("a larger volume", "in-place", lasts=True, override={"portal/workarea.size": "600Gi"}),
)  # fmt: skip


def _replace(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), "utf-8")


def _platform(folder: Path) -> Path:
    """Copy the shipped platform, with a smaller cluster."""
    for name in ("model", "checks", "diagrams/views"):
        shutil.copytree(SHIPPED / name, folder / name)
    shutil.copy(SHIPPED / "diagrams" / "symbology.yaml", folder / "diagrams")
    for file, old, new in _BASE:
        _replace(folder, file, old, new)
    return folder


def _edited(folder: Path, one: Edit) -> Path:
    """Copy the platform, and edit it."""
    root = _platform(folder)
    for file, old, new in one.texts:
        _replace(root, file, old, new)
    environment = root / "model" / "environments" / f"{_ENVIRONMENT}.yaml"
    override = {path: {"value": value, "because": "a test", "permanent": True} for path, value in one.override.items()}
    added = {"override": override, "patches": list(one.patches)}
    lines = [f"{key}: {json.dumps(value)}\n" for key, value in added.items() if value]  # JSON is YAML
    environment.write_text(environment.read_text("utf-8") + "".join(lines), "utf-8")
    return root


def told(environment: str, root: Path, before: Path) -> dict[str, Any]:
    """Run `lsparch generate ENVIRONMENT --diff` against a folder, and return what it says."""
    return _diff(environment, root, ("--out", str(before)))


def _diff(environment: str, root: Path, where: tuple[str, ...], **settings: Any) -> dict[str, Any]:
    command = [sys.executable, "-m", "lsparch", "generate", environment, "--diff", *where, "--model", str(root)]
    done = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=False, **settings)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == int(bool(found["objects"]))
    return found


def key_of(item: Mapping[str, Any]) -> Key:
    return item["kind"], item["metadata"].get("namespace", ""), item["metadata"]["name"]


def apply(plane: ControlPlane, item: Mapping[str, Any], *options: str) -> str:
    """Apply one object as the recipe does; return why it is refused, or nothing."""
    command = ("apply", "--server-side", "--validate=strict", *options, "-f", "-")
    done = plane.kubectl(*command, stdin=json.dumps(item), check=False)
    return "" if done.returncode == 0 else done.stderr


def running(plane: ControlPlane) -> dict[Key, set[str]]:
    """Return the pods of each workload by their uids, without those of Jobs."""
    owners = {
        item["metadata"]["uid"]: item["metadata"]["ownerReferences"][0]["name"]
        for item in plane.items("/apis/apps/v1/replicasets")
    }
    found: dict[Key, set[str]] = {}
    for pod in plane.items("/api/v1/pods"):
        owner = next(iter(pod["metadata"].get("ownerReferences", ())), None)
        if owner is None or owner["kind"] == "Job" or "deletionTimestamp" in pod["metadata"]:
            continue
        kind, name = owner["kind"], owner["name"]
        if kind == "ReplicaSet":
            kind, name = "Deployment", owners[owner["uid"]]
        found.setdefault((kind, pod["metadata"]["namespace"], name), set()).add(pod["metadata"]["uid"])
    return found


@pytest.fixture(scope="module")
def deployed(testbed: Testbed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Deploy the environment without its quotas, which may stop an update on its way, and wait until it is up."""
    deployment = testbed.deploy(_ENVIRONMENT, _platform(tmp_path_factory.mktemp("change") / "platform"))
    deployment.control_plane.kubectl("delete", "resourcequota", "--all", "--all-namespaces")
    deployment.settle(240)
    yield deployment
    testbed.close()


def _counts(found: Mapping[str, Any], meaning: str) -> dict[Key, int]:
    """Return how many pods of each workload an effect of a kind concerns; none is a range."""
    counts = {}
    for one in found["objects"]:
        for effect in one["effects"]:
            if effect["meaning"] == meaning and "pods" in effect:
                assert effect["pods"]["least"] == effect["pods"]["most"] or meaning == "scales"
                counts[one["kind"], one["namespace"], one["name"]] = effect["pods"]["least"]
    return counts


def _quotas(deployment: Deployment) -> list[dict[str, Any]]:
    return [item for item in deployment.objects() if item["kind"] == "ResourceQuota"]


def test_a_cluster_that_runs_the_environment_would_not_change(deployed: Deployment, tmp_path: Path) -> None:
    plane = deployed.control_plane
    root = _platform(tmp_path / "platform")
    where = ("--against", f"kube:{CONTEXT}")
    lacking = _diff(_ENVIRONMENT, root, where, env=plane.environment())
    assert {(one["action"], one["kind"]) for one in lacking["objects"]} == {("created", "ResourceQuota")}
    assert {apply(plane, item) for item in _quotas(deployed)} == {""}
    try:
        assert _diff(_ENVIRONMENT, root, where, env=plane.environment())["objects"] == []
        plane.kubectl("-n", "usdac-portal", "scale", "deployment/firefly", "--replicas=3")
        (one,) = _diff(_ENVIRONMENT, root, where, env=plane.environment())["objects"]
        assert (one["meaning"], one["name"], one["effects"][0]["pods"]) == (
            "scales",
            "firefly",
            {"least": 1, "most": 1},
        )
    finally:
        plane.kubectl("delete", "resourcequota", "--all", "--all-namespaces")
        firefly = next(item for item in deployed.objects() if key_of(item)[::2] == ("Deployment", "firefly"))
        assert apply(plane, firefly, "--force-conflicts") == ""  # it takes back what `kubectl scale` owns now
        deployed.settle(120)


def test_an_update_that_a_quota_stops_half_way_is_told(deployed: Deployment, tmp_path: Path) -> None:
    plane = deployed.control_plane
    root = _edited(tmp_path / "platform", edit("less", override={"portal/firefly.resources.cpu": 1}))
    found = told(_ENVIRONMENT, root, deployed.folder)
    assert [one["name"] for one in found["objects"] if one["meaning"] == "blocked"] == ["firefly"]
    old = {key_of(item): item for item in deployed.objects()}
    new = {key_of(item): item for item in objects_of(generate(_ENVIRONMENT, tmp_path / "new", root))}
    differing = sorted((key for key in new if new[key] != old.get(key)), key=lambda key: key[0] != "ResourceQuota")
    before = running(plane)
    try:
        assert {apply(plane, new[key]) for key in differing} == {""}
        wait_until(
            lambda: any("usdac-portal/firefly" in line and "exceeded" in line for line in deployed.complaints()),
            60,
            "the quota refuses a pod",
        )
        assert (
            running(plane)["Deployment", "usdac-portal", "firefly"] == before["Deployment", "usdac-portal", "firefly"]
        )
    finally:
        plane.kubectl("delete", "resourcequota", "--all", "--all-namespaces")
        for key in differing:
            if key[0] != "ResourceQuota":
                apply(plane, old[key])
        deployed.settle(240)


def test_the_order_of_the_recipe_lets_that_update_end_and_go_back(deployed: Deployment, tmp_path: Path) -> None:
    plane = deployed.control_plane
    root = _edited(tmp_path / "platform", edit("less", override={"portal/firefly.resources.cpu": 1}))
    folders = (tmp_path / "less", tmp_path / "as-it-was")
    for folder, model in zip(folders, (root, _edited(tmp_path / "base", edit("nothing"))), strict=True):
        command = [sys.executable, "-m", "lsparch", "bundle", _ENVIRONMENT, "--model", str(model), "--out", str(folder)]
        subprocess.run(command, check=True, capture_output=True)
    name = ("Deployment", "usdac-portal", "firefly")
    (quotas,) = (Path("order", path.name) for path in (folders[0] / "order").glob("*-quotas.txt"))
    try:
        _shell(plane, folders[1], f"kubectl apply --server-side $(sed 's/^/--filename=/' {quotas})")
        for folder in folders:  # requests shrink, and then they grow
            before = running(plane)[name]
            _shell(plane, folder, f"sh raise-quotas.sh {quotas}")
            (workload,) = (folder / "manifests" / "usdac-portal").glob("*-deployment-firefly.yaml")
            _shell(plane, folder, f"kubectl apply --server-side --filename {workload}")
            _shell(plane, folder, "kubectl rollout status --timeout=2m --namespace usdac-portal deployment/firefly")
            _shell(plane, folder, f"kubectl apply --server-side $(sed 's/^/--filename=/' {quotas})")
            assert not before & running(plane)[name]
    finally:
        plane.kubectl("delete", "resourcequota", "--all", "--all-namespaces")
        deployed.settle(240)


def _shell(plane: ControlPlane, folder: Path, command: str) -> None:
    environment = plane.environment()
    path = f"{Path(program('kubectl')).parent}:{environment['PATH']}"
    done = subprocess.run(
        ["sh", "-e", "-c", command], cwd=folder, capture_output=True, text=True, check=False,
        env={**environment, "PATH": path},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("one", EDITS, ids=[one.name for one in EDITS])
def test_what_a_change_means_is_what_the_cluster_does(one: Edit, deployed: Deployment, tmp_path: Path) -> None:
    plane = deployed.control_plane
    root = _edited(tmp_path / "platform", one)
    found = told(_ENVIRONMENT, root, deployed.folder)
    assert one.meanings <= {effect["meaning"] for item in found["objects"] for effect in item["effects"]}
    assert bool(found["objects"]) == bool(one.meanings)
    new = {key_of(item): item for item in objects_of(generate(_ENVIRONMENT, tmp_path / "new", root))}
    old = {key_of(item): item for item in deployed.objects()}
    before = running(plane)

    differing = [key for key, item in new.items() if item != old.get(key) and key[0] != "ResourceQuota"]
    refused = {key: why for key in differing if (why := apply(plane, new[key]))}
    actions = {(item["kind"], item["namespace"], item["name"]): item for item in found["objects"]}
    again = {key for key, item in actions.items() if any(e["meaning"] == "recreate" for e in item["effects"])}
    assert set(refused) == again, refused
    deployed.settle(120)

    after = running(plane)
    rolled, scaled = _counts(found, "rolls"), _counts(found, "scales")
    for key in sorted({*before, *after}):
        gone, come = before.get(key, set()) - after.get(key, set()), after.get(key, set()) - before.get(key, set())
        stopped = _counts(found, "outage").get(key, 0) if key not in rolled else 0
        if key in refused:
            assert gone | come == set(), key
        elif len(after.get(key, ())) >= len(before.get(key, ())):
            assert len(gone) == rolled.get(key, 0), key
            assert len(come) == rolled.get(key, 0) + scaled.get(key, 0), key
        else:
            assert len(gone) == rolled.get(key, 0) + scaled.get(key, 0) + stopped, key

    if not one.lasts:
        for key in differing:
            if key not in old:
                plane.kubectl("delete", key[0], key[2], *(("--namespace", key[1]) if key[1] else ()))
        assert {apply(plane, old[key]) for key in differing if key in old} <= {""}
        deployed.settle(120)
