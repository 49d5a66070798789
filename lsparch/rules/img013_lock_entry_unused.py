"""IMG013: the lock of an environment pins what that does not deploy."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.resolve.pins import superfluous_pins
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["LockEntryUnused"]


class LockEntryUnused(EnvironmentRule):
    """The lock of an environment pins what that does not deploy.

    Why is this bad
    ---------------
    The entry looks as if something ran from it, and a vulnerability in that image as if it mattered here.

    Example
    -------
    ```yaml
    lock: main
    images:
      proxy:  # <-- IMG013
        registry: docker.io
        repository: portal/proxy
        digests: {1.0.0: sha256:1111111111111111111111111111111111111111111111111111111111111111}
      web:
        registry: docker.io
        repository: portal/web
        digests:
          0.9.0: sha256:2222222222222222222222222222222222222222222222222222222222222222  # <-- IMG013
          1.0.0: sha256:3333333333333333333333333333333333333333333333333333333333333333
    ```

    Use instead
    -----------
    ```yaml
    # written by `lsparch lock main`
    lock: main
    images:
      web:
        registry: docker.io
        repository: portal/web
        digests: {1.0.0: sha256:3333333333333333333333333333333333333333333333333333333333333333}
    ```
    """

    code = "IMG013"
    severity = Severity.WARNING

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find pins of images and tags that no pod runs."""
        env = context.environment
        for pin in superfluous_pins(env):
            advice = f"run `lsparch lock {env.id}`"
            yield self.finding(pin.place, pin.message, advice, element=f"image/{pin.image}")
