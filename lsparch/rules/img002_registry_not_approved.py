"""IMG002: an image comes from a registry that is not approved."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["RegistryNotApproved"]


class RegistryNotApproved(ModelRule):
    """An image comes from a registry that is not approved.

    Why is this bad
    ---------------
    Nobody has looked at who can change what is there, and whether it will be there tomorrow.

    Example
    -------
    ```yaml
    images:
      web:
        title: Web
        repository: portal/web
        registry: elk  # <-- IMG002
      filebeat: {title: Filebeat, repository: logging/filebeat}
      logstash: {title: Logstash, repository: logging/logstash}
      registry: {title: Registry, repository: registry/registry}
    ```

    Use instead
    -----------
    ```yaml
    images:
      web: {title: Web, repository: portal/web, registry: dockerhub}
      filebeat: {title: Filebeat, repository: logging/filebeat}
      logstash: {title: Logstash, repository: logging/logstash}
      registry: {title: Registry, repository: registry/registry}
    ```
    """

    code = "IMG002"
    answers = ("image-registry",)

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find images from elsewhere, where the platform says what is approved."""
        model = context.model
        approved = {name.removeprefix("external/") for name in model.platform.registry.approved}
        for name, image in model.images.items():
            registry = image.registry.removeprefix("external/")
            if approved and registry not in approved:
                message = f"image/{name} comes from {registry}, which is not an approved registry"
                advice = f"approved: {', '.join(sorted(approved))}"
                yield self.finding(model.place(f"image/{name}", "registry"), message, advice, element=f"image/{name}")
