"""SEC012: a Secret in a manifest holds the passwords themselves."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.k8s.secrecy import names_secret
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import mapping

__all__ = ["SecretWithValues"]


class SecretWithValues(ObjectsRule):
    """A Secret in a manifest holds the passwords themselves.

    Why is this bad
    ---------------
    Base64 hides nothing: whoever may read the repository, or its history, has the password.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Secret
    metadata: {name: web}
    stringData:
      db-password: hunter2  # <-- SEC012
    data:
      tls.key: LS0tLS1CRUdJTg==  # <-- SEC012
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers:
        - name: web
          image: registry.example.org/web:1.0
          env:
            - name: DB_PASSWORD
              valueFrom: {secretKeyRef: {name: web, key: db-password}}
    ```
    """

    code = "SEC012"
    severity = Severity.WARNING

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find values in Secrets that somebody wrote, under keys that are named like passwords."""
        for secret in context.objects.of_kind("Secret"):
            for field in ("data", "stringData"):
                for key, value in mapping(secret.data, field).items():
                    if isinstance(value, str) and _is_filled(value) and (names_secret(str(key)) or key in _KEYS):
                        message = f"Secret {secret.name} holds the value of {key}"
                        advice = "fill it from the secret store, or encrypt it, such as by a SealedSecret"
                        yield self.report(secret, secret.place(field, key), message, advice)


_KEYS = frozenset({"tls.key", "ssh-privatekey", ".dockerconfigjson", ".dockercfg"})
"""Keys that Kubernetes itself defines for types of Secrets."""


def _is_filled(value: str) -> bool:
    return bool(value.strip()) and not value.startswith(("$", "{{", "<"))
