"""ENV021: an environment differs, and does not say why, for whom or until when."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from lsparch.diagnostics import Finding
from lsparch.models.environment import Overlay, Override
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["OverrideUnexplained"]


class OverrideUnexplained(ModelRule):
    """An environment differs, and does not say why, for whom or until when.

    Why is this bad
    ---------------
    Differences that nobody declared are how environments drift apart.
    Policy lists the fields that may differ freely.

    Example
    -------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    override:
      portal/web.endpoints.http.port: 8081  # <-- ENV021
      portal/web.grace-seconds:  # <-- ENV021
        value: 60
        because: long requests
        owner: suit
      portal/web.replicas: 3
    ---
    policy: 1
    free-overrides: [replicas]
    ```

    Use instead
    -----------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    override:
      portal/web.grace-seconds:
        value: 60
        because: long requests
        owner: suit
        permanent: true
    ```
    """

    code = "ENV021"

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find overrides that lack a reason or an end."""
        free = context.policy.free_overrides
        for declared in context.model.of_kind("environment", "profile"):
            overlay = declared.element
            for key, value in overlay.override.items() if isinstance(overlay, Overlay) else ():
                field = key.rpartition("/")[2].partition(".")[2]
                if any(fnmatchcase(field, f"*{suffix}") for suffix in free):
                    continue
                missing = _missing(value, overlay.owner if isinstance(overlay, Overlay) else None)
                if missing:
                    message = f"override of {key} does not say {' or '.join(missing)}"
                    advice = "add `because`, and `until` or `permanent: true`"
                    place = declared.place("override", key, key=True)
                    yield self.finding(place, message, advice, element=key.partition(".")[0])


def _missing(value: object, owner: str | None) -> list[str]:
    if not isinstance(value, Override):
        return ["why", "until when"]  # a plain value
    missing = [] if value.because else ["why"]
    if value.until is None and not value.permanent:
        missing.append("until when")
    if (value.owner or owner) is None:
        missing.append("for whom")
    return missing
