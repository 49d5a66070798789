"""IMG005: an environment deploys an image by a tag that moves."""

from collections.abc import Iterator
from typing import ClassVar

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.resolve import Addresses, UnknownAddressError
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["MovingTag"]


class MovingTag(EnvironmentRule):
    """An environment deploys an image by a tag that moves.

    Why is this bad
    ---------------
    What runs changes without a change of the model, and cannot be brought back.
    A tag that the environment's lock pins does not move.

    Example
    -------
    ```yaml
    releases:
      "2026.1":
        images: {web: latest, filebeat: "8.1.0", logstash: "8.1.0", registry: "2.8.3"}  # <-- IMG005
    ```

    Use instead
    -----------
    ```yaml
    releases:
      "2026.1":
        images: {web: "1.0.0", filebeat: "8.1.0", logstash: "8.1.0", registry: "2.8.3"}
    ```
    """

    code = "IMG005"

    _MOVING: ClassVar = frozenset(
        {"latest", "dev", "develop", "edge", "head", "main", "master", "nightly", "stable", "test"}
    )

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find tags that are known to move, and images whose tags all do."""
        env = context.environment
        addresses = Addresses(env)
        used = {
            image
            for identifier, _ in env.components(State.DEPLOYED)
            for _, _, c in env.containers(identifier)
            if (image := (c.image or "").removeprefix("image/"))
        }
        release = env.effective.text("release", "")
        for name in sorted(used):
            try:
                tag = addresses.tag(name)
            except UnknownAddressError:
                continue
            if addresses.digest(name, tag) is not None:
                continue
            if tag in self._MOVING or env.image(name).tags == "moving":
                listed = release in env.model.releases and name in env.model.releases[release].images
                place = (
                    env.model.place(f"release/{release}", "images", name)
                    if listed and not env.elements[f"image/{name}"].origin("tag").layer.startswith("environment/")
                    else env.elements[f"image/{name}"].place("tag")
                )
                message = f"image/{name} is deployed by the tag {tag}, which moves"
                yield self.finding(place, message, "name a version", element=f"image/{name}")
