"""GOV001: a shared user has no last day and is not called permanent."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.graph import PENDING
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["SharedUserUndated"]


class SharedUserUndated(ModelRule):
    """A shared user has no last day and is not called permanent.

    Why is this bad
    ---------------
    Exceptions made for a workshop stay for years.

    Example
    -------
    ```yaml
    actors:
      astronomer: {title: Astronomer}
    bucket-users:
      demo:  # <-- GOV001
        title: Demonstrations
        excepts: one account for each person
    ```

    Use instead
    -----------
    ```yaml
    actors:
      astronomer: {title: Astronomer}
    bucket-users:
      demo:
        title: Demonstrations
        excepts: one account for each person
        until: "2027-06-30"
    ```
    """

    code = "GOV001"
    answers = ("bucket-user-lifetime",)

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find shared users without a life time."""
        for name, user in context.model.bucket_users.items():
            if user.until is None and not user.permanent and user.status not in PENDING:
                identifier = f"bucket-user/{name}"
                message = f"{identifier} has no end"
                advice = "add `until`, or `permanent: true`"
                yield self.finding(context.model.place(identifier), message, advice, element=identifier)
