"""SEC003: a password, token or key stands in the model."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import ModelContext
from lsparch.rules.literals import model_literals
from lsparch.rules.rule import ModelRule
from lsparch.rules.secrecy import looks_secret

__all__ = ["SecretInModel"]


class SecretInModel(ModelRule):
    """A password, token or key stands in the model.

    Why is this bad
    ---------------
    The model is read by many and kept for ever in its history.
    It holds names and keys of secrets; values are in the secret store.

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
          ADMIN_PASSWORD: hunter2  # <-- SEC003
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
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
          ADMIN_PASSWORD: {secret: pw.admin}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    secrets:
      pw: {title: Passwords, provider: LDF, keys: {admin: password of the administration page}}
    ```
    """

    code = "SEC003"

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find literals whose name says that they are secret."""
        for written in model_literals(context.model):
            if looks_secret(written.name, written.text):
                message = f"the value of {written.name} in {written.element} is a secret in clear"
                advice = "declare a secret and write `{secret: NAME.KEY}`"
                yield self.finding(written.place, message, advice, element=written.element)
