"""SEC013: an account has rights and no token, or a token and no rights."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import Workload, at, items

__all__ = ["TokenWithoutRights"]


class TokenWithoutRights(ObjectsRule):
    """An account has rights and no token, or a token and no rights.

    Why is this bad
    ---------------
    Without its token a pod cannot use the rights of its account, and fails at the first call of the Kubernetes API.
    A token without rights is worth stealing and good for nothing.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: hub, namespace: notebook}
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: {name: hub, namespace: notebook}
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
    subjects: [{kind: ServiceAccount, name: hub}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: hub, namespace: notebook}
    spec:
      serviceAccountName: hub
      automountServiceAccountToken: false  # <-- SEC013
      containers: [{name: hub, image: "registry.example.org/hub:1.0"}]
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: hub, namespace: notebook}
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: {name: hub, namespace: notebook}
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
    subjects: [{kind: ServiceAccount, name: hub}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: hub, namespace: notebook}
    spec:
      serviceAccountName: hub
      automountServiceAccountToken: true
      containers: [{name: hub, image: "registry.example.org/hub:1.0"}]
    ```
    """

    code = "SEC013"
    severity = Severity.WARNING

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Compare bindings with the tokens that pods get; only a token that is wanted in so many words is judged."""
        bound = {
            (str(subject.get("namespace", binding.namespace)), str(subject.get("name")))
            for binding in context.objects.of_kind("RoleBinding", "ClusterRoleBinding")
            for _, subject in items(binding.data, "subjects")
            if subject.get("kind") == "ServiceAccount"
        }
        for workload in context.workloads if context.whole else ():
            account = str(workload.pod.get("serviceAccountName") or "default")
            stored = context.objects.find("ServiceAccount", workload.namespace, account)
            own = workload.pod.get("automountServiceAccountToken")
            token = own if own is not None else at(stored.data if stored else None, "automountServiceAccountToken")
            place = workload.place(
                "automountServiceAccountToken" if own is not None else "serviceAccountName", key=True
            )
            if (workload.namespace, account) in bound and token is False and not _projected(workload):
                message = f"account {account} of {workload.id} has rights, and its pods get no token"
                yield self.report(workload.object, place, message, "set `automountServiceAccountToken: true`")
            elif (workload.namespace, account) not in bound and own is True:
                message = f"pods of {workload.id} get a token, and account {account} has no rights"
                yield self.report(workload.object, place, message, "bind a role, or set it to false")


def _projected(workload: Workload) -> bool:
    sources = (s for _, volume in items(workload.pod, "volumes") for _, s in items(volume, "projected", "sources"))
    return any("serviceAccountToken" in source for source in sources)
