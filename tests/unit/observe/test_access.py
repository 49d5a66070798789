"""Rights on the Kubernetes API."""

from tests.unit.observe.manifests import deployment, observed, value

RBAC = "apiVersion: rbac.authorization.k8s.io/{version}\nkind: {kind}\n"


def role(kind: str, name: str, verbs: str = "[list, get]", version: str = "v1") -> str:
    place = "" if kind == "ClusterRole" else ", namespace: shop"
    rules = f"rules: [{{apiGroups: ['', apps], resources: [pods], verbs: {verbs}}}]\n"
    return RBAC.format(kind=kind, version=version) + f"metadata: {{name: {name}{place}}}\n{rules}"


def binding(kind: str, to: str, name: str, namespace: str = "shop") -> str:
    place = "" if kind == "ClusterRoleBinding" else f", namespace: {namespace}"
    return (
        RBAC.format(kind=kind, version="v1")
        + f"metadata: {{name: {name}-{namespace}{place}}}\nroleRef: {{kind: {to}, name: {name}}}\n"
        + "subjects: [{kind: ServiceAccount, name: robot, namespace: shop}]\n"
    )


WEB = deployment("web", pod="serviceAccountName: robot")


def test_rights_reach_as_far_as_they_are_bound() -> None:
    graph = observed(WEB, role("Role", "look"), binding("RoleBinding", "Role", "look"))
    assert value(graph, "shop/web", "api.namespace.pods") == "get list"
    assert value(graph, "shop/web", "api.namespace.apps/pods") == "get list"
    graph = observed(WEB, role("ClusterRole", "look"), binding("ClusterRoleBinding", "ClusterRole", "look"))
    assert value(graph, "shop/web", "api.cluster.pods") == "get list"
    graph = observed(WEB, role("ClusterRole", "look"), binding("RoleBinding", "ClusterRole", "look", "other"))
    assert value(graph, "shop/web", "api.namespace other.pods") == "get list"


def test_roles_of_old_versions_are_read() -> None:
    graph = observed(WEB, role("Role", "look", version="v1beta1"), binding("RoleBinding", "Role", "look"))
    assert value(graph, "shop/web", "api.namespace.pods") == "get list"


def test_a_role_that_nobody_binds_gives_no_rights() -> None:
    graph = observed(WEB, role("Role", "look"))
    assert not [name for name in graph.node("shop/web").leaves if name.startswith("api.")]


def test_a_token_is_mounted_unless_pod_or_account_say_otherwise() -> None:
    account = (
        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: robot, namespace: shop}\n"
        "automountServiceAccountToken: false\n"
    )
    assert value(observed(WEB), "shop/web", "token") is True
    assert value(observed(WEB, account), "shop/web", "token") is False
    stated = deployment("web", pod="serviceAccountName: robot\n      automountServiceAccountToken: true")
    assert value(observed(stated, account), "shop/web", "token") is True
