"""IMG012: the lock of an environment pins another version of an image than is deployed."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.resolve.pins import outdated_pins
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["LockOutdated"]


class LockOutdated(EnvironmentRule):
    """The lock of an environment pins another version of an image than is deployed.

    Why is this bad
    ---------------
    The release was changed and the lock was not, or the other way round.
    The image is deployed without a digest, while everybody believes that it is pinned.

    Example
    -------
    ```yaml
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
        repository: registry/other  # <-- IMG012
        digests: {2.8.3: sha256:3333333333333333333333333333333333333333333333333333333333333333}
      web:
        registry: docker.io
        repository: portal/web
        digests:
          0.9.0: sha256:4444444444444444444444444444444444444444444444444444444444444444  # <-- IMG012
    ```

    Use instead
    -----------
    ```yaml
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
        digests: {1.0.0: sha256:5555555555555555555555555555555555555555555555555555555555555555}
    ```
    """

    code = "IMG012"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find pins of another tag or repository."""
        env = context.environment
        for pin in outdated_pins(env):
            advice = f"run `lsparch lock {env.id}`"
            yield self.finding(pin.place, pin.message, advice, element=f"image/{pin.image}")
