"""GOV002: an Aspect, Service or cluster has no owner, or a change of owner has no date."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.models.part import AspectFile
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["OwnerMissing"]


class OwnerMissing(ModelRule):
    """An Aspect, Service or cluster has no owner, or a change of owner has no date.

    Why is this bad
    ---------------
    Nobody answers for it, so nobody fixes it.

    Example
    -------
    ```yaml
    service: tap  # <-- GOV002
    source: S
    components: {tap: {image: web, endpoints: {http: {port: 8080, health: /tap}}}}
    ---
    teams:
      suit: {title: Portal team}
      ops: {title: Operations}
    concerns:
      hardware:
        owners: [ops]
        successor: suit  # <-- GOV002
    ```

    Use instead
    -----------
    ```yaml
    service: tap
    owner: ops
    source: S
    components: {tap: {image: web, endpoints: {http: {port: 8080, health: /tap}}}}
    ---
    teams:
      suit: {title: Portal team}
      ops: {title: Operations}
    concerns:
      hardware: {owners: [ops], successor: suit, when: start of operations}
    ```
    """

    code = "GOV002"
    answers = ("owner-per-concern",)

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find what nobody owns, and successors without a date."""
        model = context.model
        for name, part in model.parts.items():
            if part.owner is None:
                key = "aspect" if isinstance(part, AspectFile) else "service"
                yield self.finding(
                    model.place(name, key, key=True), f"{name} has no owner", "add `owner: …`", element=name
                )
        for name, concern in model.concerns.items():
            if concern.successor is not None and concern.when is None:
                identifier = f"concern/{name}"
                place = model.place(identifier, "successor")
                message = f"{concern.successor} takes over {name}, and it is not said when"
                yield self.finding(place, message, "add `when`, or `when: open`", element=identifier)
