"""REF024: a pod needs a Secret that nothing makes."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.secrets_made import made_secrets, secret_uses

__all__ = ["SecretMissing"]


class SecretMissing(ObjectsRule):
    """A pod needs a Secret that nothing makes.

    Why is this bad
    ---------------
    The pod is created and never starts, or its image is never pulled.

    Looked at are namespaces for which the deployment makes Secrets; elsewhere, somebody may make them by hand.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal}
    spec:
      imagePullSecrets:
        - name: registry-pul  # <-- REF024
      containers:
        - name: web
          image: registry.example.org/web:1.0
    ---
    apiVersion: external-secrets.io/v1
    kind: ExternalSecret
    metadata: {name: registry-pull, namespace: portal}
    spec:
      secretStoreRef: {kind: ClusterSecretStore, name: site}
      data: [{secretKey: .dockerconfigjson, remoteRef: {key: registry}}]
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal}
    spec:
      imagePullSecrets:
        - name: registry-pull
      containers:
        - name: web
          image: registry.example.org/web:1.0
    ---
    apiVersion: external-secrets.io/v1
    kind: ExternalSecret
    metadata: {name: registry-pull, namespace: portal}
    spec:
      secretStoreRef: {kind: ClusterSecretStore, name: site}
      data: [{secretKey: .dockerconfigjson, remoteRef: {key: registry}}]
    ```
    """

    code = "REF024"
    severity = Severity.WARNING

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find Secrets that are wanted where others are made, and not made."""
        if not context.whole:
            return
        made = made_secrets(context.objects)
        makers = context.objects.of_kind("ExternalSecret", "SealedSecret", "Secret")
        judged = {stored.namespace for stored in makers}
        for workload in context.workloads:
            known = [name for namespace, name in made if namespace in {"", workload.namespace}]
            for path, name, key in secret_uses(workload):
                if key is None and workload.namespace in judged and name not in known:
                    message = f"{workload.id} needs Secret {name}, which nothing makes"
                    yield self.report(workload.object, workload.object.place(*path), message, suggest(name, known))
