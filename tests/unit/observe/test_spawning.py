"""Pods that others create, in namespaces of users."""

from lsparch.graph import EdgeKind
from lsparch.manifests import build_manifests
from lsparch.observe import observe
from tests.unit.manifests.example import the_environment
from tests.unit.observe.manifests import arrows, deployment, observed, value


def test_a_template_of_pods_is_spawned_by_who_may_create_pods() -> None:
    template = """\
apiVersion: v1
kind: PodTemplate
metadata: {name: lab, namespace: shop}
template: {spec: {containers: [{name: lab, image: lab}]}}
"""
    rbac = "apiVersion: rbac.authorization.k8s.io/v1\n"
    role = (
        rbac + "kind: Role\nmetadata: {name: spawn, namespace: shop}\n"
        "rules: [{apiGroups: [''], resources: [pods], verbs: [create]}]\n"
    )
    bound = (
        rbac + "kind: RoleBinding\nmetadata: {name: spawn, namespace: shop}\nroleRef: {kind: Role, name: spawn}\n"
        "subjects: [{kind: ServiceAccount, name: hub}]\n"
    )
    hub = deployment("hub", pod="serviceAccountName: hub")
    graph = observed(template, hub, role, bound)
    assert [e.id for e in graph.edges(EdgeKind.SPAWNED_BY)] == ["shop/lab spawned-by shop/hub"]
    assert list(observed(template, hub).edges(EdgeKind.SPAWNED_BY)) == []


def test_policies_of_namespaces_of_users_are_found_in_the_text_that_holds_them() -> None:
    graph = observe(build_manifests(the_environment()).store())
    assert value(graph, "tiny-sky/lab", "kind") == "spawned"
    assert [a for a in arrows(graph) if "/lab" in a] == [
        "tiny-sky/lab > tiny-sky/lab 8888/TCP",
        "tiny-sky/lab > tiny-sky/web 8080/TCP",
    ]
