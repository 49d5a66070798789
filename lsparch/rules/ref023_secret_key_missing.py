"""REF023: a pod refers to a key that a Secret does not have."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.secrets_made import made_secrets, secret_uses

__all__ = ["SecretKeyMissing"]


class SecretKeyMissing(ObjectsRule):
    """A pod refers to a key that a Secret does not have.

    Why is this bad
    ---------------
    The pod is created and never starts.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal}
    spec:
      containers:
        - name: web
          image: registry.example.org/web:1.0
          env:
            - name: PASSWORD
              valueFrom:
                secretKeyRef:
                  name: suit
                  key: pasword  # <-- REF023
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: suit, namespace: portal}
    stringData: {password: ""}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal}
    spec:
      containers:
        - name: web
          image: registry.example.org/web:1.0
          env:
            - name: PASSWORD
              valueFrom: {secretKeyRef: {name: suit, key: password}}
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: suit, namespace: portal}
    stringData: {password: ""}
    ```
    """

    code = "REF023"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find keys that Secrets lack; Secrets of which nothing among the objects tells the keys are not judged."""
        made = made_secrets(context.objects)
        for workload in context.workloads:
            for path, name, key in secret_uses(workload):
                keys = made.get((workload.namespace, name), made.get(("", name)))
                if key is None or keys is None or key in keys:
                    continue
                message = f"{workload.id} refers to key {key} of Secret {name}, which has no such key"
                advice = suggest(key, keys) or f"its keys: {', '.join(sorted(keys)) or 'none'}"
                yield self.report(workload.object, workload.object.place(*path), message, advice)
