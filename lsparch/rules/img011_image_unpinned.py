"""IMG011: an operational environment deploys images by their tags alone."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.resolve import Environment
from lsparch.resolve.pins import deployed_images, left_out_images
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["ImageUnpinned"]

_NAMED = 3
"""Images that a message names."""


class ImageUnpinned(EnvironmentRule):
    """An operational environment deploys images by their tags alone.

    Why is this bad
    ---------------
    Whoever may push to a registry can give a tag another content.
    Then a pod that starts today runs something else than one that started yesterday, and nobody tested it.
    Outside operations this is said only of an environment whose lock leaves images out.

    Example
    -------
    ```yaml
    environment: main  # <-- IMG011
    from: operational
    cluster: main
    domain: main.example.org
    ```

    Use instead
    -----------
    ```yaml
    environment: main
    from: operational
    cluster: main
    domain: main.example.org
    ---
    # written by `lsparch lock main`
    lock: main
    images:
      filebeat:
        registry: docker.io
        repository: logging/filebeat
        digests: {8.1.0: sha256:1111111111111111111111111111111111111111111111111111111111111111}
      logstash:
        registry: docker.io
        repository: logging/logstash
        digests: {8.1.0: sha256:2222222222222222222222222222222222222222222222222222222222222222}
      registry:
        registry: docker.io
        repository: registry/registry
        digests: {2.8.3: sha256:3333333333333333333333333333333333333333333333333333333333333333}
      web:
        registry: docker.io
        repository: portal/web
        digests: {1.0.0: sha256:4444444444444444444444444444444444444444444444444444444444444444}
    ```
    """

    code = "IMG011"
    severity = Severity.WARNING

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find environments that should be locked, and locks that leave something out."""
        env = context.environment
        if env.lock is None:
            message = f"{env.id} has no lock: its images are deployed by their tags alone"
            found = [message] if env.kind == "operational" and deployed_images(env) else []
        else:
            found = list(_left_out(env))
        place = env.model.place(f"environment/{env.id}", "environment", key=True)
        for message in found:
            yield self.finding(place, message, f"run `lsparch lock {env.id}`", element=f"environment/{env.id}")


def _left_out(env: Environment) -> Iterator[str]:
    """Say which images the lock leaves out; IMG012 tells of those that it pins wrongly."""
    names = list(dict.fromkeys(found.image for found in left_out_images(env)))
    if names:
        shown = ", ".join(names[:_NAMED]) + (", …" if names[_NAMED:] else "")
        yield f"the lock of {env.id} leaves out {shown}"
