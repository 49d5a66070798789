"""IMG003: the local registry cannot hold the images that it is meant to hold."""

from collections.abc import Iterator
from fractions import Fraction

from lsparch.diagnostics import Finding
from lsparch.resolve.registry import registry_use
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["RegistryFillsUp"]


class RegistryFillsUp(ModelRule):
    """The local registry cannot hold the images that it is meant to hold.

    Why is this bad
    ---------------
    Pushes fail, and with them nightly builds and deployments.
    Images that are built each night fill any space, unless it is said how many builds are kept.

    Example
    -------
    ```yaml
    images:
      web: {title: Web, repository: portal/web}
      filebeat: {title: Filebeat, repository: logging/filebeat}
      logstash: {title: Logstash, repository: logging/logstash}
      registry: {title: Registry, repository: registry/registry}
      lab:  # <-- IMG003
        title: Lab
        repository: notebook/lab
        tags: nightly
        size: {compressed: 3G}
        built-on: [web]
    ```

    Use instead
    -----------
    ```yaml
    images:
      web: {title: Web, repository: portal/web}
      filebeat: {title: Filebeat, repository: logging/filebeat}
      logstash: {title: Logstash, repository: logging/logstash}
      registry: {title: Registry, repository: registry/registry}
      lab:
        title: Lab
        repository: notebook/lab
        tags: nightly
        size: {compressed: 3G}
        kept: 6
    ```
    """

    code = "IMG003"
    answers = ("registry-capacity",)

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Add up what is kept, and what each day adds, where there is a registry of a stated size."""
        model = context.model
        component = model.platform.registry.component or model.platform.platform
        use = registry_use(model)
        if use is None:
            return
        if use.used > use.capacity:
            message = (
                f"images take {_shown(use.used)} of the registry's {_shown(use.capacity)}, "
                f"and {use.unknown} have no known size"
            )
            place = model.place(model.platform.platform, "registry", "capacity")
            yield self.finding(place, message, "keep fewer builds, or give it more space", element=component)
        for name in use.endless:
            message = (
                f"builds of image/{name} are never removed: the registry grows by {_shown(use.growth)} a day "
                f"and is full in {use.days} days"
            )
            yield self.finding(
                model.place(f"image/{name}"), message, "say how many are `kept`", element=f"image/{name}"
            )


def _shown(size: Fraction) -> str:
    return f"{float(size / 10**9):.4g} GB"
