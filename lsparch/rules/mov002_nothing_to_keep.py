"""MOV002: an element without volumes says which ids it had."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.models.component import Component
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["NothingToKeep"]


class NothingToKeep(ModelRule):
    """An element without volumes says which ids it had.

    Why is this bad
    ---------------
    Its old name stays on Kubernetes for nothing: there are no data that a new name would lose.

    Example
    -------
    ```yaml
    service: store
    owner: ops
    source: S
    components:
      front:
        image: web
        moved: [frontend]  # <-- MOV002
    ```

    Use instead
    -----------
    ```yaml
    service: store
    owner: ops
    source: S
    components:
      front: {image: web}
    ```
    """

    code = "MOV002"
    severity = Severity.WARNING

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find renamed components without storage of their own."""
        for declared in context.model.of_kind("component"):
            element = declared.element
            if isinstance(element, Component) and element.moved and not element.storage:
                message = f"{declared.id} has no storage of its own, so there is nothing that its old name keeps"
                yield self.finding(declared.place("moved", 0), message, "leave `moved` out", element=declared.id)
