"""DAT004: a volume is smaller than the datasets that it holds."""

from collections.abc import Iterator
from fractions import Fraction

from lsparch.diagnostics import Finding
from lsparch.k8s.quantity import parse_quantity
from lsparch.models.catalogue import Dataset
from lsparch.models.part import Volume
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["VolumeTooSmall"]


class VolumeTooSmall(EnvironmentRule):
    """A volume is smaller than the datasets that it holds.

    Why is this bad
    ---------------
    Loading them stops when the volume is full.

    Example
    -------
    ```yaml
    aspect: portal
    owner: suit
    source: S
    components:
      web:
        image: web
        replicas: 2
        endpoints:
          http: {port: 8080, health: /portal/health, paths: [/portal], exported: true}
        mounts:
          /a: data
    volumes:
      data:
        title: Data
        holds: [survey]
        size: 1T  # <-- DAT004
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    datasets:
      survey: {title: Survey, footprint: {size: 2T}}
    ```

    Use instead
    -----------
    ```yaml
    aspect: portal
    owner: suit
    source: S
    components:
      web:
        image: web
        replicas: 2
        endpoints:
          http: {port: 8080, health: /portal/health, paths: [/portal], exported: true}
        mounts:
          /a: data
    volumes:
      data: {title: Data, holds: [survey], size: 3T}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    datasets:
      survey: {title: Survey, footprint: {size: 2T}}
    ```
    """

    code = "DAT004"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Add up size × formats of the datasets on each volume; one copy lies on each."""
        env = context.environment
        for identifier in sorted(env.elements):
            resolved = env.elements[identifier]
            volume = resolved.element
            if not isinstance(volume, Volume) or volume.size is None or resolved.part not in env.parts:
                continue
            total = Fraction(0)
            for text in volume.holds:
                dataset = env.elements[env.qualify(text, ("dataset",), resolved.part)].element
                if isinstance(dataset, Dataset) and dataset.footprint.size is not None:
                    total += parse_quantity(dataset.footprint.size) * dataset.footprint.formats
            if total > parse_quantity(volume.size):
                message = f"{identifier} has {volume.size}, and its datasets take {float(total / 10**12):.4g} TB"
                yield self.finding(resolved.place("size"), message, "make it larger, or hold less", element=identifier)
