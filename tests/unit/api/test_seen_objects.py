"""The Kubernetes objects behind the elements of manifests, as the viewer shows them."""

import json
from pathlib import Path
from typing import Any

import pytest

from lsparch.api import Platform, open_platform
from lsparch.api.viewer import ViewerData
from lsparch.diagnostics import LsparchError
from lsparch.k8s.secrecy import HIDDEN
from tests.support.small import ROOT as SMALL
from tests.unit.observe.manifests import deployment, service

SECRET = """\
apiVersion: v1
kind: Secret
metadata:
  name: key
  namespace: shop
  annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"stringData": {"word": "sesame"}}', mine: "1"}
  managedFields: [{manager: kubectl}]
stringData: {word: sesame}
data: {other: c2VzYW1l}
"""
POD = """\
apiVersion: v1
kind: Pod
metadata: {{name: lab-{user}, namespace: lab}}
spec: {{containers: [{{name: lab, image: "lab:1"}}]}}
"""


class Read:
    """The parts of the viewer for some manifests."""

    def __init__(self, path: Path, *texts: str) -> None:
        path.mkdir(exist_ok=True)
        (path / "all.yaml").write_text("\n---\n".join(texts), "utf-8")
        self.data = ViewerData(open_platform(), [str(path)])
        self.name = path.name
        self.nodes = {node["id"]: node for node in self.part(f"graph/{self.name}")["nodes"]}

    def part(self, name: str) -> Any:
        return json.loads(self.data.part(name))

    def yaml(self, node: str) -> dict[str, str]:
        """Return the objects of a node as YAML."""
        written = self.part(f"manifests/{self.name}")
        return {
            f"{one['kind']}/{one['name']}": "\n".join(
                written["lines"][line] for line in written["objects"][one["number"]]
            )
            for one in self.nodes[node]["objects"]
        }


def test_an_element_of_manifests_has_its_objects_what_runs_first(tmp_path: Path) -> None:
    read = Read(tmp_path / "shop", service("web"), deployment("web"), service("mail"), deployment("mail"))
    found = read.yaml("shop/web")
    assert [*found] == ["Deployment/web", "Service/web"]
    assert found["Service/web"].splitlines()[:4] == ["apiVersion: v1", "kind: Service", "metadata:", "  name: web"]
    assert "manifests/shop" in read.data.names()


def test_without_namespaces_and_labels_they_are_there_too(tmp_path: Path) -> None:
    read = Read(tmp_path / "bare", *(text.replace(", namespace: shop", "") for text in (service("a"), deployment("a"))))
    assert [*read.yaml("a")] == ["Deployment/a", "Service/a"]


def test_a_box_that_stands_for_several_pods_has_the_objects_of_all(tmp_path: Path) -> None:
    read = Read(tmp_path / "lab", *(POD.format(user=user) for user in ("ann", "bob", "cho")))
    assert [*read.yaml("lab/lab-*")] == ["Pod/lab-ann", "Pod/lab-bob", "Pod/lab-cho"]


def test_values_of_secrets_and_notes_of_servers_are_not_shown(tmp_path: Path) -> None:
    mounts = "volumes: [{name: key, secret: {secretName: key}}]"
    web = deployment("web", pod=mounts, container="volumeMounts: [{name: key, mountPath: /key}]")
    read = Read(tmp_path / "shop", SECRET, web)
    found = read.yaml("secret/shop/key")["Secret/key"]
    assert f'word: "{HIDDEN}"' in found
    assert f'other: "{HIDDEN}"' in found
    assert "mine:" in found
    parts = "".join(read.data.part(name) for name in read.data.names())
    for hidden in ("sesame", "c2VzYW1l", "last-applied", "managedFields"):
        assert hidden not in parts


@pytest.mark.parametrize("name", ["first", "second"])
def test_each_of_two_sources_has_its_own(tmp_path: Path, name: str) -> None:
    empty = tmp_path / "nothing.yaml"  # of which there is no picture
    empty.write_text("apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n", "utf-8")
    for other in ("first", "second"):
        (tmp_path / f"{other}.yaml").write_text(deployment(other, other), "utf-8")
    data = ViewerData(open_platform(), [str(empty), *(str(tmp_path / f"{one}.yaml") for one in ("first", "second"))])
    nodes = json.loads(data.part(f"graph/{name}.yaml"))["nodes"]
    assert [node["objects"][0]["name"] for node in nodes if node["kind"] == "component"] == [name]


def test_a_finding_about_an_object_is_one_about_its_element(tmp_path: Path) -> None:
    read = Read(tmp_path / "shop", deployment("web"))
    found = read.part("findings")["findings"]
    assert {(one["element"], one["environment"]) for one in found} == {("shop/web", "shop")}


def test_findings_are_about_environments_and_manifests_that_are_shown_together(tmp_path: Path) -> None:
    file = tmp_path / "web.yaml"
    file.write_text(deployment("web"), "utf-8")
    told = {}
    for sources in (["production"], [str(file)], ["production", str(file)]):
        found = json.loads(ViewerData(Platform(SMALL), sources).part("findings"))["findings"]
        told[len(sources), sources[0]] = sorted(json.dumps(one, sort_keys=True) for one in found)
    model, manifests, both = told.values()
    assert model
    assert manifests
    assert both == sorted([*model, *manifests])


def test_sources_that_would_be_shown_under_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "production").mkdir()
    (tmp_path / "production" / "web.yaml").write_text(deployment("web"), "utf-8")
    with pytest.raises(LsparchError, match="two sources would be shown as `production`"):
        ViewerData(Platform(SMALL), ["production", str(tmp_path / "production")])
