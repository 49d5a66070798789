"""SEC002: a secret that is used, and nobody is named who fills it."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.load.names import split_member
from lsparch.models.part import Secret
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["SecretWithoutProvider"]


class SecretWithoutProvider(ModelRule):
    """A secret that is used, and nobody is named who fills it.

    Why is this bad
    ---------------
    The first deployment waits until somebody asks who knows the password.

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
      pw:  # <-- SEC002
        title: Passwords
        keys: {password: password of the database}
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
        keys: {password: password of the database}
    ```
    """

    code = "SEC002"
    severity = Severity.WARNING

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find used secrets without a provider."""
        used = {split_member(target)[0] for target in context.referrers}
        for declared in context.model.of_kind("secret"):
            secret = declared.element
            if isinstance(secret, Secret) and secret.provider is None and declared.id in used:
                message = f"nobody is named who fills the secret {declared.id}"
                yield self.finding(declared.place(), message, "add `provider: …`", element=declared.id)
