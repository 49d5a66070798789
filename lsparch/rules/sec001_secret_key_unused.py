"""SEC001: a key of a secret that nothing reads."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.load.names import split_member
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["SecretKeyUnused"]


class SecretKeyUnused(ModelRule):
    """A key of a secret that nothing reads.

    Why is this bad
    ---------------
    It is issued, copied and renewed for nobody; each copy can leak.

    Example
    -------
    ```yaml
    aspect: portal
    owner: suit
    source: S
    components:
      web:
        image: web
        replicas: 2
        endpoints:
          http: {port: 8080, health: /portal/health, paths: [/portal], exported: true}
        env:
          PASSWORD: {secret: pw.password}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    secrets:
      pw:
        title: Passwords
        provider: LDF
        keys:
          password: password of the database
          salt: from the earlier version  # <-- SEC001
    ```

    Use instead
    -----------
    ```yaml
    aspect: portal
    owner: suit
    source: S
    components:
      web:
        image: web
        replicas: 2
        endpoints:
          http: {port: 8080, health: /portal/health, paths: [/portal], exported: true}
        env:
          PASSWORD: {secret: pw.password}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    secrets:
      pw:
        title: Passwords
        provider: LDF
        keys:
          password: password of the database
    ```
    """

    code = "SEC001"
    severity = Severity.WARNING

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find keys that no value reads, of secrets that nobody mounts whole."""
        used = context.referrers
        for declared in context.model.of_kind("secret-key"):
            secret, _ = split_member(declared.id)
            if declared.id in used or secret in used:
                continue
            message = f"nothing reads the secret {declared.id}"
            yield self.finding(declared.place(), message, "remove it, or read it", element=declared.id)
