"""IMG003: the local registry cannot hold the images that it is meant to hold."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from lsparch.diagnostics import Finding
from lsparch.k8s.quantity import parse_quantity
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

    _PER_DAY: ClassVar = {
        "nightly": Fraction(1),
        "weekly": Fraction(1, 7),
        "release": Fraction(0),
        "moving": Fraction(0),
    }

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Add up what is kept, and what each day adds."""
        model = context.model
        policy = model.platform.registry
        capacity = parse_quantity(policy.capacity)
        total, unknown, growth = Fraction(0), 0, Fraction(0)
        endless: list[str] = []
        for name, image in model.images.items():
            if not image.mirrored or image.status in {"planned", "open"}:
                continue
            if image.size is None or image.size.compressed is None:
                unknown += 1
                continue
            size = parse_quantity(image.size.compressed)
            total += size * (image.kept if image.kept is not None else 1)
            if image.kept is None and self._PER_DAY[image.tags]:
                growth += size * self._PER_DAY[image.tags]
                endless.append(name)
        used = max(total, parse_quantity(policy.in_use or "0"))
        if used > capacity:
            message = (
                f"images take {_shown(used)} of the registry's {_shown(capacity)}, and {unknown} have no known size"
            )
            place = model.place(model.platform.platform, "registry", "capacity")
            yield self.finding(place, message, "keep fewer builds, or give it more space", element=policy.component)
        for name in endless:
            days = int(max(capacity - used, Fraction(0)) / growth)
            message = (
                f"builds of image/{name} are never removed: the registry grows by {_shown(growth)} a day "
                f"and is full in {days} days"
            )
            yield self.finding(
                model.place(f"image/{name}"), message, "say how many are `kept`", element=f"image/{name}"
            )


def _shown(size: Fraction) -> str:
    return f"{float(size / 10**9):.4g} GB"
