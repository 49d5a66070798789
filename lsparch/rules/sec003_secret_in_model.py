"""SEC003: a password, token or key stands in the model."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.k8s.secrecy import credential_in, has_password, looks_secret
from lsparch.rules.context import ModelContext
from lsparch.rules.literals import model_literals, model_users
from lsparch.rules.rule import ModelRule

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
          SESSIONS: redis://web:hunter2@sessions.example.org  # <-- SEC003
        args: [--api-token=5b81c2d1e5]  # <-- SEC003
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
        """Find literals whose name says that they are secret, and credentials inside texts."""
        advice = "declare a secret and write `{secret: NAME.KEY}`"
        for written in model_literals(context.model):
            if looks_secret(written.name, written.text):
                message = f"the value of {written.name} in {written.element} is a secret in clear"
                yield self.finding(written.place, message, advice, element=written.element)
            elif held := credential_in(written.text):
                message = f"{written.element} holds {held} in clear"
                yield self.finding(written.place, message, advice, element=written.element)
        for user in model_users(context.model):
            if has_password(user.text):
                message = f"the user in a URL of {user.element} has a password in clear"
                yield self.finding(user.place, message, advice, element=user.element)
