"""ENV031: a value of one environment holds the name or host of another."""

import re
from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load import Model
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
        names = _names(env.model)
        known: dict[str, tuple[str, ...]] = env.model.derived.setdefault(f"{__name__}.words", {})
        own = {env.id, env.kind, env.domain}
        for written in environment_literals(env):
            text = written.text.lower()
            if text.startswith("#"):
                continue
            if text not in known:
                known[text] = tuple(word for word in _spans(text) if word in names)
            for word in known[text]:
                owner = next((name for name in names[word] if name != env.id), None)
                if owner is None or word in own:
                    continue
                if owner not in _WORDS:
                    message = f"{written.element} holds `{word}`, which belongs to environment {owner}"
                    advice = "write a reference, or override the value in each environment"
                    yield self.finding(written.place, message, advice, element=written.element)
                break


def _names(model: Model) -> dict[str, tuple[str, ...]]:
    """Return the environments to which each id and domain belongs; made once for a model."""
    known: dict[str, tuple[str, ...]] | None = model.derived.get(__name__)
    if known is None:
        known = model.derived[__name__] = {}
        for name, environment in sorted(model.environments.items()):
            for word in (name, environment.domain):
                if word is not None and len(word) >= _SHORTEST:
                    known[word] = (*known.get(word, ()), name)
    return known


def _spans(text: str) -> Iterator[str]:
    """Iterate over what may be a name in a text, from left to right, the longest first at each place."""
    for token in _TOKEN.finditer(text):
        pieces = list(_PIECE.finditer(token[0]))
        for first, start in enumerate(pieces):
            for end in reversed(pieces[first : first + _MOST_PIECES]):
                yield token[0][start.start() : end.end()]


_SHORTEST = 4
_MOST_PIECES = 8
_TOKEN = re.compile(r"[a-z0-9.-]+")
_PIECE = re.compile(r"[a-z0-9]+")
