"""REF021: a binding grants a role, or grants to an account, that does not exist."""

from collections.abc import Iterator
from typing import ClassVar

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at, items

__all__ = ["RoleMissing"]


class RoleMissing(ObjectsRule):
    """A binding grants a role, or grants to an account, that does not exist.

    Why is this bad
    ---------------
    The component lacks the rights that it needs, and fails at the first call of the Kubernetes API.

    Example
    -------
    ```yaml
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: {name: hub, namespace: notebook}
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: spawn  # <-- REF021
    subjects:
      - kind: ServiceAccount
        name: hubb  # <-- REF021
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata: {name: spawner, namespace: notebook}
    rules: [{apiGroups: [""], resources: [pods], verbs: [create]}]
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: hub, namespace: notebook}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: {name: hub, namespace: notebook}
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: spawner}
    subjects:
      - kind: ServiceAccount
        name: hub
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata: {name: spawner, namespace: notebook}
    rules: [{apiGroups: [""], resources: [pods], verbs: [create]}]
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: hub, namespace: notebook}
    ```
    """

    code = "REF021"

    _BUILT_IN: ClassVar = {
        "ClusterRole": frozenset({"cluster-admin", "admin", "edit", "view"}),
        "Role": frozenset({"extension-apiserver-authentication-reader"}),
    }
    """Roles that the API server makes, beside those that begin with ``system:``."""

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find bindings with loose ends; roles of Kubernetes itself are known."""
        if not context.whole:
            return
        for binding in context.objects.of_kind("RoleBinding", "ClusterRoleBinding"):
            kind, name = str(at(binding.data, "roleRef", "kind")), str(at(binding.data, "roleRef", "name"))
            namespace = binding.namespace if kind == "Role" else ""
            built_in = name in self._BUILT_IN.get(kind, ()) or name.startswith("system:")
            if not built_in and context.objects.find(kind, namespace, name) is None:
                known = [o.name for o in context.objects.of_kind(kind) if o.namespace == namespace]
                message = (
                    f"{binding.kind} {binding.name} grants {kind} {name}, which does not exist{_within(namespace)}"
                )
                yield self.report(binding, binding.place("roleRef", "name"), message, suggest(name, known))
            for position, subject in items(binding.data, "subjects"):
                home = str(subject.get("namespace", binding.namespace))
                who = str(subject.get("name"))
                if subject.get("kind") != "ServiceAccount" or who == "default":
                    continue
                if context.objects.find("ServiceAccount", home, who) is None:
                    known = [o.name for o in context.objects.of_kind("ServiceAccount") if o.namespace == home]
                    message = f"{binding.kind} {binding.name} grants to ServiceAccount {who}, which does not exist"
                    message += _within(home)
                    yield self.report(
                        binding, binding.place("subjects", position, "name"), message, suggest(who, known)
                    )


def _within(namespace: str) -> str:
    return f" in namespace {namespace}" if namespace else ""
