"""ROU008: a second version of a component runs, and no route leads to it."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["TrackUnreachable"]


class TrackUnreachable(EnvironmentRule):
    """A second version of a component runs, and no route leads to it.

    Why is this bad
    ---------------
    It takes resources, and nobody can try it.

    Example
    -------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    tracks:
      portal/web: {tracks: [next]}  # <-- ROU008
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
        tracks:
          next: {tag: "2.0.0"}
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
    tracks:
      portal/web: {tracks: [next]}
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
        tracks:
          next: {tag: "2.0.0", path: /portal/next}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "ROU008"
    severity = Severity.WARNING
    answers = ("parallel-tracks",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find chosen tracks without a path, of components that a route leads to."""
        env = context.environment
        routed = {route.target for route in env.routes}
        for key, statement in env.effective.mappings["tracks"].items():
            if key not in routed:
                continue
            for name in statement.value.tracks:
                track = env.component(key).tracks.get(name)
                if track is not None and track.path is None and track.header is None and not track.weight:
                    message = f"track {name} of {key} runs, and no route leads to it"
                    advice = "give the track a `path`, a `header` or a `weight`"
                    yield self.finding(statement.place, message, advice, element=key)
