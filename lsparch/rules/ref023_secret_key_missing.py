"""REF023: a pod refers to a key that a Secret does not have."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import items, mapping

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
        """Find keys that Secrets among the objects lack; Secrets that are made elsewhere are not judged."""
        for workload in context.workloads:
            for container in workload.containers:
                for position, variable in items(container.data, "env"):
                    reference = mapping(variable, "valueFrom", "secretKeyRef")
                    name, key = str(reference.get("name")), str(reference.get("key"))
                    secret = context.objects.find("Secret", workload.namespace, name) if reference else None
                    if secret is None or reference.get("optional") is True:
                        continue
                    keys = {*mapping(secret.data, "data"), *mapping(secret.data, "stringData")}
                    if key not in keys:
                        place = workload.object.place(
                            *container.path, "env", position, "valueFrom", "secretKeyRef", "key"
                        )
                        message = f"{workload.id} refers to key {key} of Secret {name}, which has no such key"
                        yield self.report(workload.object, place, message, suggest(key, keys))
