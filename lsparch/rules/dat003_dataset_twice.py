"""DAT003: a dataset lies on two volumes of an environment, and counts one copy."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.models.catalogue import Dataset
from lsparch.models.part import Volume
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import exact_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["DatasetTwice"]


class DatasetTwice(EnvironmentRule):
    """A dataset lies on two volumes of an environment, and counts one copy.

    Why is this bad
    ---------------
    Two copies need twice the space, and sooner or later they differ.

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
          /a: one
          /b: two
    volumes:
      one: {title: One, holds: [survey], size: 1Ti}
      two:
        title: Two
        holds: [survey]  # <-- DAT003
        size: 1Ti
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    datasets:
      survey: {title: Survey}
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
          /a: one
    volumes:
      one: {title: One, holds: [survey], size: 1Ti}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    datasets:
      survey: {title: Survey}
    ```
    """

    code = "DAT003"
    severity = Severity.WARNING

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find datasets on more volumes than they have copies."""
        env = context.environment
        first: dict[str, list[str]] = {}
        for identifier in sorted(env.elements):
            resolved = env.elements[identifier]
            volume = resolved.element
            if not isinstance(volume, Volume) or resolved.part not in env.parts:
                continue
            for position, text in enumerate(volume.holds):
                target = env.qualify(text, ("dataset",), resolved.part)
                dataset = env.elements[target].element
                holders = first.setdefault(target, [])
                holders.append(identifier)
                if isinstance(dataset, Dataset) and len(holders) > dataset.footprint.copies:
                    message = f"{target} lies on {' and '.join(holders)}, and counts {dataset.footprint.copies} copy"
                    place = exact_place(resolved, "holds", position)
                    yield self.finding(place, message, "remove one, or state its `copies`", element=target)
