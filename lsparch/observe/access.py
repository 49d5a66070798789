"""Rights of pods on the Kubernetes API."""

from collections.abc import Iterator

from lsparch.graph.values import verbs_text
from lsparch.k8s.store import StoredObject
from lsparch.observe.reading import at, items, text
from lsparch.observe.scene import Pods, Scene

__all__ = ["AccessRights"]


class AccessRights:
    """Who holds which Role, in namespaces of users too.

    Parameters
    ----------
    scene
        What is observed.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._held: dict[tuple[str, str], list[tuple[str, StoredObject]]] = {}
        roles = {
            (role.kind, namespace if role.kind == "Role" else "", role.name): role
            for namespace, role in scene.objects("Role", "ClusterRole")
        }
        for where, binding in scene.objects("RoleBinding", "ClusterRoleBinding"):
            kind, name = text(binding.data, "roleRef", "kind"), text(binding.data, "roleRef", "name")
            role = roles.get((kind, where if kind == "Role" else "", name))
            for _, subject in items(binding.data, "subjects"):
                if role is not None and text(subject, "kind") == "ServiceAccount":
                    home = text(subject, "namespace") or where
                    reach = "cluster"
                    if binding.kind == "RoleBinding":
                        reach = "namespace" if where == home else f"namespace {where}"
                    self._held.setdefault((home, text(subject, "name")), []).append((reach, role))

    def put(self, pods: Pods) -> None:
        """Write down whether pods hold a token, and the verbs on each resource."""
        pods.sheet.put("token", self._has_token(pods), pods.stored, *pods.path, "spec", "automountServiceAccountToken")
        verbs: dict[str, set[str]] = {}
        places: dict[str, tuple[StoredObject, int]] = {}
        for reach, role in self._held.get((pods.namespace, pods.account), ()):
            for number, rule in items(role.data, "rules"):
                for resource in _resources(rule):
                    key = f"api.{reach}.{resource}"
                    verbs.setdefault(key, set()).update(_words(rule, "verbs"))
                    places.setdefault(key, (role, number))
        for key, found in verbs.items():
            role, number = places[key]
            pods.sheet.put(key, verbs_text(found), role, "rules", number)

    def _has_token(self, pods: Pods) -> bool:
        stated = pods.spec.get("automountServiceAccountToken")
        if not isinstance(stated, bool):
            account = self._scene.named("ServiceAccount", pods.home, pods.account)
            stated = at(account.data, "automountServiceAccountToken") if account is not None else None
        return stated is not False


def _resources(rule: object) -> Iterator[str]:
    for group in _words(rule, "apiGroups"):
        for resource in _words(rule, "resources"):
            yield f"{group}/{resource}" if group else resource


def _words(rule: object, field: str) -> list[str]:
    found = at(rule, field)
    return [word for word in found if isinstance(word, str)] if isinstance(found, list) else []
