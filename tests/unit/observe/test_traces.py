"""Which objects are behind each node of an observed graph."""

from lsparch.drift.objects import live_objects
from lsparch.k8s.documents import scan_objects
from lsparch.k8s.store import ObjectStore
from lsparch.observe import observe, traces
from tests.unit.observe.manifests import deployment, policy, service

ACCESS = """\
apiVersion: v1
kind: ServiceAccount
metadata: {name: web, namespace: shop}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web, namespace: shop}
roleRef: {kind: Role, name: web}
subjects: [{kind: ServiceAccount, name: web}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: web, namespace: shop}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
"""
MADE = """\
apiVersion: apps/v1
kind: ReplicaSet
metadata:
  {name: web-1, namespace: shop, ownerReferences: [{kind: Deployment, name: web, controller: true}]}
---
apiVersion: v1
kind: Pod
metadata:
  {name: web-1-x, namespace: shop, ownerReferences: [{kind: ReplicaSet, name: web-1, controller: true}]}
"""
STORED = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data: {a: b}
---
apiVersion: v1
kind: LimitRange
metadata: {name: limits, namespace: shop}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: example.org/v1
kind: Basket
metadata: {name: basket, namespace: shop}
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast}
"""
MOUNTS = """\
serviceAccountName: web
      volumes: [{name: v, configMap: {name: settings}}, {name: w, configMap: {name: absent}}]"""


def behind(*texts: str) -> dict[str, list[str]]:
    """Return the objects behind each node, as kind and name."""
    objects = scan_objects({"all.yaml": "\n---\n".join(texts)}).objects
    found = traces(observe(ObjectStore(objects)), objects)
    return {node: [f"{objects[at].kind}/{objects[at].name}" for at in numbers] for node, numbers in found.items()}


def test_what_states_a_value_of_pods_or_is_about_them_is_behind_them() -> None:
    only_web = policy("web", "{podSelector: {matchLabels: {app: web}}}")
    web = deployment("web", pod=MOUNTS, container="volumeMounts: [{name: v, mountPath: /v}, {name: w, mountPath: /w}]")
    found = behind(service("web"), web, only_web, policy("all", "{podSelector: {}}"), ACCESS, deployment("mail"))
    access = ["ServiceAccount/web", "RoleBinding/web", "Role/web"]
    assert found["shop/web"] == ["Service/web", "Deployment/web", "NetworkPolicy/web", "NetworkPolicy/all", *access]
    assert found["shop/mail"] == ["NetworkPolicy/all", "Deployment/mail"]


def test_what_controllers_have_made_is_behind_the_same_pods() -> None:
    assert behind(MADE, deployment("web"))["shop/web"] == ["ReplicaSet/web-1", "Pod/web-1-x", "Deployment/web"]


def test_what_stands_alone_is_behind_itself_and_the_rest_behind_its_namespace() -> None:
    web = deployment("web", pod=MOUNTS, container="volumeMounts: [{name: v, mountPath: /v}, {name: w, mountPath: /w}]")
    found = behind(STORED, web)
    assert found == {
        "config/shop/settings": ["ConfigMap/settings"],
        "resource/Basket/shop/basket": ["Basket/basket"],
        "shop": ["LimitRange/limits", "Namespace/shop"],
        "shop/web": ["Deployment/web"],
    }


def test_nothing_is_told_of_what_is_not_there() -> None:
    assert "config/shop/absent" not in behind(deployment("web", pod=MOUNTS))


def test_objects_of_a_cluster_are_told_apart_by_what_they_are_called() -> None:
    read = scan_objects({"all.yaml": "\n---\n".join((service("web"), deployment("web"), deployment("mail")))})
    objects = live_objects("kube:test", (one.data for one in read.objects))
    found = traces(observe(ObjectStore(objects)), objects)
    assert [objects[at].key.kind for at in found["shop/web"]] == ["Service", "Deployment"]
    assert [objects[at].key.name for at in found["shop/mail"]] == ["mail"]
