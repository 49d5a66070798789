"""Pictures of a live cluster: those of the manifests that were applied to it, without a word written there."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.e2e.control_plane import AUDITED, CONTEXT, ControlPlane
from tests.e2e.deployment import Deployment
from tests.e2e.test_live import lsparch
from tests.e2e.testbed import Testbed
from tests.test_guide import BLOCKS

ENVIRONMENTS = ("notebook-sandbox", "qserv-sandbox")
PLACED = frozenset({"inside", "label_place", "place", "points"})
"""What of a box or arrow is about where it lies; a cluster has a frame of its own around them."""

Pictures = Mapping[str, Mapping[str, Any]]


def pictures(plane: ControlPlane, source: str, out: Path, kubeconfig: Path | None = None) -> Pictures:
    """Return what is drawn of a source, as data, by the names of the pictures."""
    command = ("render", source, "--format", "json", "--out", str(out), "--no-cache")
    done = lsparch(plane, *command, kubeconfig=kubeconfig)
    assert done.returncode == 0, done.stdout + done.stderr
    return {path.stem: json.loads(path.read_text()) for path in sorted(out.glob("*.json"))}


def shown(found: Pictures) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return boxes, arrows and frames of pictures, without their places and what stands around all of them."""
    return {
        name: {
            kind: sorted(
                (
                    {key: value for key, value in item.items() if key not in PLACED}
                    for item in picture.get(kind, ())
                    if not item["id"].startswith(("cluster/", "outside"))
                ),
                key=lambda item: str(item["id"]),
            )
            for kind in ("boxes", "arrows", "frames")
        }
        for name, picture in found.items()
    }


@pytest.fixture(scope="module", params=ENVIRONMENTS)
def deployed(testbed: Testbed, request: pytest.FixtureRequest) -> Deployment:
    """Deploy a sandbox, with all that controllers make of it."""
    found = testbed.deploy(request.param)
    found.settle()
    return found


@pytest.fixture(scope="module")
def watched(deployed: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a user whose every request is noted, with the role that the guide shows."""
    plane = deployed.control_plane
    (role,) = (block.body for block in BLOCKS if block.file == "build/lsparch-reader.yaml")
    plane.kubectl("apply", "-f", "-", stdin=role)
    plane.kubectl("-n", "default", "create", "serviceaccount", AUDITED)
    plane.kubectl(
        "create", "clusterrolebinding", AUDITED, "--clusterrole=lsparch-reader", f"--serviceaccount=default:{AUDITED}"
    )
    config = yaml.safe_load(plane.kubeconfig.read_text())
    config["users"][0]["user"] = {"token": plane.kubectl("-n", "default", "create", "token", AUDITED).stdout.strip()}
    path = tmp_path_factory.mktemp("watched") / "kubeconfig"
    path.write_text(yaml.safe_dump(config))
    return path


def test_a_cluster_is_drawn_as_its_manifests_are(deployed: Deployment, tmp_path: Path) -> None:
    written = pictures(deployed.control_plane, str(deployed.folder), tmp_path / "written")
    live = pictures(deployed.control_plane, f"kube:{CONTEXT}", tmp_path / "live")
    assert shown(live) == shown(written)
    pods = {item["metadata"]["name"] for item in deployed.control_plane.items("/api/v1/pods")}
    sets = {item["metadata"]["name"] for item in deployed.control_plane.items("/apis/apps/v1/replicasets")}
    assert pods
    assert sets
    drawn = {box["label"] for picture in live.values() for box in picture["boxes"]}
    assert not drawn & (pods | sets)


def test_nothing_but_lists_is_asked_of_the_cluster(deployed: Deployment, watched: Path, tmp_path: Path) -> None:
    plane = deployed.control_plane
    before = len(plane.audit.read_bytes())
    live = pictures(plane, f"kube:{CONTEXT}", tmp_path / "live", watched)
    assert shown(live) == shown(pictures(plane, str(deployed.folder), tmp_path / "written"))
    asked = [json.loads(line) for line in plane.audit.read_bytes()[before:].splitlines()]
    assert {event["verb"] for event in asked} == {"get", "list"}
    assert {event["requestURI"] for event in asked if event["verb"] == "get"} <= {"/api", "/apis", "/version"}
    assert any("/networkpolicies" in event["requestURI"] for event in asked)


def test_what_may_not_be_read_is_told_and_the_rest_is_drawn(
    deployed: Deployment, watched: Path, tmp_path: Path
) -> None:
    plane = deployed.control_plane
    role = json.loads(plane.kubectl("get", "clusterrole", "lsparch-reader", "-o", "json").stdout)
    core = next(rule for rule in role["rules"] if "configmaps" in rule["resources"])
    core["resources"].remove("configmaps")
    other = next(rule for rule in role["rules"] if "networking.k8s.io" in rule["apiGroups"])
    other["apiGroups"].remove("networking.k8s.io")
    plane.kubectl("apply", "-f", "-", stdin=json.dumps(role))
    command = ("render", f"kube:{CONTEXT}", "--format", "json", "--out", str(tmp_path), "--no-cache")
    done = lsparch(plane, *command, kubeconfig=watched)
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stderr.splitlines() if "warning" in line]
    assert [line.partition(" objects ")[0] for line in told][:1] == [f"kube:{CONTEXT}: warning: ConfigMap"]
    assert any("NetworkPolicy.networking.k8s.io objects cannot be read: forbidden" in line for line in told)
    assert all("; allow the user of this context to list " in line for line in told)
    found = {path.stem: json.loads(path.read_text()) for path in sorted(tmp_path.glob("*.json"))}
    for picture in found.values():
        assert "Could not be read, and is missing here: ConfigMap" in picture["description"]
    written = shown(pictures(plane, str(deployed.folder), tmp_path / "written"))
    assert found.keys() == written.keys()
    for name, picture in shown(found).items():
        if name.startswith("pods-"):
            others = {"load-balancer", "volume"}
            pods = {b["id"] for b in written[name]["boxes"] if "part" in b and b["symbol"] not in others}
            assert {box["id"] for box in picture["boxes"]} >= pods
            between = [a for a in picture["arrows"] if " connection " in a["id"] and pods >= {a["source"], a["target"]}]
            assert {arrow.get("status") for arrow in between} <= {"assumed"}  # no policy tells


def test_a_cluster_that_cannot_be_read_leaves_the_pictures_alone(deployed: Deployment, tmp_path: Path) -> None:
    config = yaml.safe_load(deployed.control_plane.kubeconfig.read_text())
    config["clusters"].append({"name": "gone", "cluster": {"server": "https://127.0.0.1:9"}})
    config["contexts"].append({"name": "gone", "context": {"cluster": "gone", "user": CONTEXT}})
    kubeconfig = tmp_path / "kubeconfig"
    kubeconfig.write_text(yaml.safe_dump(config))
    for context, reason in (("gone", "https://127.0.0.1:9 cannot be reached"), ("gine", "did you mean `gone`?")):
        done = lsparch(
            deployed.control_plane, "render", f"kube:{context}", "--out", str(tmp_path / "out"), kubeconfig=kubeconfig
        )
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
        assert reason in done.stderr
    assert not (tmp_path / "out").exists()
