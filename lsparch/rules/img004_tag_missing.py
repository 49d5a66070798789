"""IMG004: an environment deploys an image for which its release names no tag."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.resolve import Addresses, Environment, UnknownAddressError
from lsparch.resolve.logs import has_sidecar
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["TagMissing"]


class TagMissing(EnvironmentRule):
    """An environment deploys an image for which its release names no tag.

    Why is this bad
    ---------------
    Nobody can say which version runs, so the release is not one coordinated set of versions.

    Example
    -------
    ```yaml
    releases:
      "2026.1":  # <-- IMG004
        images: {filebeat: "8.1.0", logstash: "8.1.0", registry: "2.8.3"}
    ```

    Use instead
    -----------
    ```yaml
    releases:
      "2026.1":
        images: {web: "1.0.0", filebeat: "8.1.0", logstash: "8.1.0", registry: "2.8.3"}
    ```
    """

    code = "IMG004"
    answers = ("one-release",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Ask for the tag of every image of every pod."""
        env = context.environment
        addresses = Addresses(env)
        release = env.effective.text("release", "")
        known = env.model.releases.get(release)
        for name in sorted(_images(env)):
            try:
                addresses.tag(name)
            except UnknownAddressError as error:
                found = env.effective.scalars.get("release")
                where = env.model.place(f"environment/{env.id}") if found is None else found.place
                place = where if known is None else env.model.place(f"release/{release}")
                yield self.finding(place, str(error), "add its tag to the release", element=f"image/{name}")


def _images(env: Environment) -> set[str]:
    found = set()
    for identifier, component in env.components(State.DEPLOYED):
        images = [container.image for _, _, container in env.containers(identifier)]
        images += [container.image for container in component.init.values()]
        if has_sidecar(env, identifier):
            images.append(env.model.platform.logging.shipper.image)
        found |= {image.removeprefix("image/") for image in images if image is not None}
    return found
