"""Pods of many users on a running cluster: one box, one volume, one namespace."""

from lsparch.graph import ArchGraph, EdgeKind, NodeKind
from lsparch.views.seen import as_seen
from tests.unit.observe.manifests import observed

USERS = ("ann", "bob", "cho", "dee")
HUB = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: hub, namespace: hub}
spec:
  selector: {matchLabels: {app: hub}}
  template:
    metadata: {labels: {app: hub}}
    spec: {containers: [{name: hub, image: "hub:1", ports: [{containerPort: 8081}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: hub, namespace: hub}
spec: {selector: {app: hub}, ports: [{port: 8081}]}
"""


def lab(user: str, namespace: str, image: str = "lab:1") -> str:
    """Return the pod of a user, and its volume."""
    return f"""
apiVersion: v1
kind: Pod
metadata: {{name: jupyter-{user}, namespace: {namespace}, labels: {{app: lab}}}}
spec:
  containers:
  - name: notebook
    image: "{image}"
    env: [{{name: HUB, value: "http://hub.hub:8081/"}}]
    volumeMounts: [{{name: home, mountPath: /home}}]
  volumes: [{{name: home, persistentVolumeClaim: {{claimName: claim-{user}}}}}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {{name: claim-{user}, namespace: {namespace}}}
spec: {{resources: {{requests: {{storage: 10Gi}}}}}}
"""


def elements(graph: ArchGraph) -> list[str]:
    return [node.id for node in graph.nodes(NodeKind.COMPONENT, NodeKind.VOLUME)]


def test_pods_of_many_users_are_one_box_with_their_number() -> None:
    graph = as_seen(observed(HUB, *(lab(user, "hub") for user in USERS)))
    assert elements(graph) == ["hub/hub", "hub/jupyter-*", "volume/hub/claim-*"]
    assert graph.node("hub/jupyter-*").labels["replicas"] == "4"
    assert [(e.source, e.target) for e in graph.edges(EdgeKind.CONNECTS)] == [("hub/jupyter-*", "hub/hub")]
    assert [(e.source, e.target) for e in graph.edges(EdgeKind.MOUNTS)] == [("hub/jupyter-*", "volume/hub/claim-*")]


def test_namespaces_of_many_users_are_one_frame() -> None:
    graph = as_seen(observed(HUB, *(lab(user, f"user-{user}") for user in USERS)))
    assert elements(graph) == ["hub/hub", "user-*/jupyter-*", "volume/user-*/claim-*"]
    assert [(part.id, part.title) for part in graph.nodes(NodeKind.PART)] == [("hub", "hub"), ("user-*", "user-*")]
    assert {node.part for node in graph.nodes(NodeKind.VOLUME)} == {"user-*"}


def test_few_pods_and_pods_that_differ_keep_their_boxes() -> None:
    assert len(elements(as_seen(observed(HUB, *(lab(user, "hub") for user in USERS[:2]))))) == 5
    labs = [lab(user, "hub", f"lab:{number}") for number, user in enumerate(USERS)]
    assert len([key for key in elements(as_seen(observed(HUB, *labs))) if key.startswith("hub/jupyter-")]) == 4


def test_pods_of_two_releases_are_two_boxes() -> None:
    labs = [lab(f"{user}{release}", "hub", f"lab:{release}") for release in (1, 2) for user in USERS]
    found = elements(as_seen(observed(HUB, *labs)))
    assert found[:3] == ["hub/hub", "hub/jupyter-*", "hub/jupyter-* (2)"]
    assert len(found) == 5
