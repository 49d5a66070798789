"""ENV031: a value of one environment holds the name or host of another."""

import re
from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.literals import environment_literals
from lsparch.rules.rule import EnvironmentRule

__all__ = ["OtherEnvironmentNamed"]

_WORDS = frozenset({"operational", "integration", "validation", "commissioning", "sandbox"})
"""Ids of environments that are ordinary words, too."""


class OtherEnvironmentNamed(EnvironmentRule):
    """A value of one environment holds the name or host of another.

    Why is this bad
    ---------------
    Copied configuration reads the data of the other environment, or writes to them.

    Example
    -------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    ---
    environment: second
    from: usual
    cluster: main
    domain: second.example.org
    ---
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
          BUCKET: portal-second-cache  # <-- ENV031
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```

    Use instead
    -----------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    ---
    environment: second
    from: usual
    cluster: main
    domain: second.example.org
    ---
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
          BUCKET: portal-cache
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "ENV031"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find ids and domains of other environments in literals."""
        env = context.environment
        others = {
            word: name
            for name, other in sorted(env.model.environments.items())
            if name != env.id
            for word in (name, other.domain)
            if word is not None and len(word) > 3 and word not in {env.id, env.kind, env.domain}  # noqa: PLR2004
        }
        if not others:
            return
        pattern = re.compile(
            rf"(?<![a-z0-9])({'|'.join(re.escape(w) for w in sorted(others, key=len, reverse=True))})(?![a-z0-9])"
        )
        for written in environment_literals(env):
            match = pattern.search(written.text.lower())
            if match is not None and not written.text.lower().startswith("#") and others[match[1]] not in _WORDS:
                message = f"{written.element} holds `{match[1]}`, which belongs to environment {others[match[1]]}"
                advice = "write a reference, or override the value in each environment"
                yield self.finding(written.place, message, advice, element=written.element)
