"""SEC015: a role is granted to nobody."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at, mapping

__all__ = ["RoleGrantedToNobody"]


class RoleGrantedToNobody(ObjectsRule):
    """A role is granted to nobody.

    Why is this bad
    ---------------
    Whoever was to have these rights fails at the first call of the Kubernetes API. A role that is no longer needed
    waits for somebody who binds it.

    Example
    -------
    ```yaml
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: spawner  # <-- SEC015
    rules: [{apiGroups: [""], resources: [pods], verbs: [create]}]
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata: {name: spawner}
    rules: [{apiGroups: [""], resources: [pods], verbs: [create]}]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRoleBinding
    metadata: {name: hub}
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: spawner}
    subjects: [{kind: ServiceAccount, name: hub, namespace: notebook}]
    ```
    """

    code = "SEC015"
    severity = Severity.WARNING

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find roles that no binding names, nor a ConfigMap: operators make bindings from texts."""
        granted = {
            (str(at(binding.data, "roleRef", "kind")), str(at(binding.data, "roleRef", "name")))
            for binding in context.objects.of_kind("RoleBinding", "ClusterRoleBinding")
        }
        for role in context.objects.of_kind("Role", "ClusterRole") if context.whole else ():
            labels = mapping(role.data, "metadata", "labels")
            if (role.kind, role.name) in granted or any(_AGGREGATED in str(key) for key in labels):
                continue
            if not any(role.name in text for text in _texts(context)):
                message = f"{role.kind} {role.name} is granted to nobody"
                yield self.report(role, role.place("metadata", "name"), message, "bind it, or remove it")


_AGGREGATED = "/aggregate-to-"


def _texts(context: ObjectsContext) -> Iterator[str]:
    for config in context.objects.of_kind("ConfigMap"):
        yield from (str(text) for text in mapping(config.data, "data").values())
