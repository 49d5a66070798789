"""PAT002: a patch does not say until when, or for whom."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.resolve.patches import DeclaredPatch, patches_in
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["PatchUnexplained"]


class PatchUnexplained(ModelRule):
    """A patch does not say until when, or for whom.

    Why is this bad
    ---------------
    A way around the model is an exception: somebody answers for it, and it ends, or is there to stay.

    Example
    -------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    patches:
      - kind: Deployment  # <-- PAT002
        name: web
        set: {spec.paused: true}
        because: the move of its data
    ```

    Use instead
    -----------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    patches:
      - kind: Deployment
        name: web
        set: {spec.paused: true}
        because: the move of its data
        owner: suit
        until: "2027-03-01"
    ```
    """

    code = "PAT002"

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find patches without an owner or an end, or with two ends."""
        for holder in context.model.of_kind("part", "profile", "environment"):
            for declared in patches_in(holder):
                patch = declared.patch
                if missing := _missing(declared):
                    message = f"the patch of {declared.target} does not say {' or '.join(missing)}"
                    advice = "add `owner`, and `until` or `permanent: true`"
                    yield self.finding(declared.place(), message, advice, element=declared.layer)
                if patch.until is not None and patch.permanent:
                    message = f"the patch of {declared.target} has an end and is permanent"
                    yield self.finding(
                        declared.place("until"), message, "keep `until` or `permanent`", element=declared.layer
                    )


def _missing(declared: DeclaredPatch) -> list[str]:
    missing = [] if declared.patch.until is not None or declared.patch.permanent else ["until when"]
    return missing if declared.owner else [*missing, "for whom"]
