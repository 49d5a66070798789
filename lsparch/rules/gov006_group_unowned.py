"""GOV006: a group of users has no owner, or a volume without a quota."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.graph import PENDING
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["GroupUnowned"]


class GroupUnowned(ModelRule):
    """A group of users has no owner, or a volume without a quota.

    Why is this bad
    ---------------
    Nobody can admit members or clear space, and one group fills the disk of all.

    Example
    -------
    ```yaml
    actors:
      astronomer: {title: Astronomer}
    groups:
      supernovae:  # <-- GOV006
        title: Supernova group
    ```

    Use instead
    -----------
    ```yaml
    actors:
      astronomer: {title: Astronomer}
    groups:
      supernovae:
        title: Supernova group
        owners: [chair of the group]
        quota: 10T
    ```
    """

    code = "GOV006"
    severity = Severity.WARNING
    answers = (
        "group-owners",
        "group-volume-quota",
    )

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find groups without owner or quota."""
        for name, group in context.model.groups.items():
            missing = [
                key
                for key, there in (("owners", group.owners or group.admin_group), ("quota", group.quota))
                if not there
            ]
            if missing and group.status not in PENDING:
                message = f"group/{name} has no {' and no '.join(missing)}"
                place = context.model.place(f"group/{name}")
                yield self.finding(place, message, "state them", element=f"group/{name}")
