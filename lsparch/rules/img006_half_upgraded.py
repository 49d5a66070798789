"""IMG006: an environment runs its release with other versions of single images."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["HalfUpgraded"]


class HalfUpgraded(EnvironmentRule):
    """An environment runs its release with other versions of single images.

    Why is this bad
    ---------------
    A release is a coordinated set over all Aspects; this mixture was tested by nobody.

    Example
    -------
    ```yaml
    environment: main
    from: operational
    cluster: main
    domain: main.example.org
    override:
      image/web.tag:  # <-- IMG006
        value: "1.0.1"
        because: a correction
        permanent: true
    ```

    Use instead
    -----------
    ```yaml
    environment: main
    from: operational
    cluster: main
    domain: main.example.org
    release: "2026.2"
    ---
    releases:
      "2026.1":
        images: {web: "1.0.0", filebeat: "8.1.0", logstash: "8.1.0", registry: "2.8.3"}
      "2026.2":
        images: {web: "1.0.1", filebeat: "8.1.0", logstash: "8.1.0", registry: "2.8.3"}
    ```
    """

    code = "IMG006"
    answers = ("one-release",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find overridden tags where there is a release, outside sandboxes."""
        env = context.environment
        if env.kind == "sandbox" or "release" not in env.effective.scalars:
            return
        for key, statement in env.effective.overrides:
            head, _, rest = key.partition(".")
            if head.startswith("image/") and rest == "tag":
                message = f"{head} is not that of release {env.effective.text('release', '')}"
                yield self.finding(statement.place, message, "make a release with this version", element=head)
