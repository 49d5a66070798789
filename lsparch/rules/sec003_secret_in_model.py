"""SEC003: a password, token or key stands in the model."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from lsparch.diagnostics import Finding
from lsparch.load.content import content_values
from lsparch.models.part import ConfigFile
from lsparch.models.value import UrlValue
from lsparch.rules.context import ModelContext
from lsparch.rules.literals import model_literals
from lsparch.rules.rule import ModelRule
from lsparch.rules.secrecy import credential_in, looks_secret

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
        for declared in context.model.of_kind("component", "config"):
            for path, user in _users(declared.element):
                if _PASSWORD.search(user):
                    message = f"the user in a URL of {declared.id} has a password in clear"
                    yield self.finding(declared.place(*path), message, advice, element=declared.id)


_PASSWORD = re.compile(r"[^:]:[^:@]")


def _users(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Iterate over the users that references to URLs state, each with its path below an element."""
    match node:
        case UrlValue():
            if node.user is not None:
                yield (*path, "user"), node.user
        case ConfigFile():
            for found, value in content_values(node.content):
                yield from _users(value, (*path, "content", *found))
            yield from _users(node.with_, (*path, "with"))
        case BaseModel():
            for name, field in type(node).model_fields.items():
                yield from _users(getattr(node, name), (*path, field.alias or name))
        case Mapping():
            for key, item in node.items():
                yield from _users(item, (*path, key))
        case tuple():
            for position, item in enumerate(node):
                yield from _users(item, (*path, position))
        case _:
            return
