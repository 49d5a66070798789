"""REF004: a role, external system, volume or configuration that nothing refers to."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.graph import PENDING
from lsparch.load.names import split_member
from lsparch.models.element import Element
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["ElementUnused"]


class ElementUnused(ModelRule):
    """A role, external system, volume or configuration that nothing refers to.

    Why is this bad
    ---------------
    It is drawn and maintained for nothing, or the reference to it was forgotten.

    Example
    -------
    ```yaml
    roles:
      tap-schema:  # <-- REF004
        title: Descriptions of tables
        protocol: mysql
    ```

    Use instead
    -----------
    ```yaml
    service: tap
    owner: ops
    source: S
    components:
      tap:
        image: web
        endpoints: {http: {port: 8080, health: /tap}}
        uses:
          - {to: role/tap-schema, for: descriptions of tables, optional: true, degrades: no names, auth: {none: inside}}
    ---
    roles:
      tap-schema:
        title: Descriptions of tables
        protocol: mysql
    ```
    """

    code = "REF004"
    severity = Severity.WARNING

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find elements without a referrer; one that is only planned or open may wait for it."""
        used = set(context.referrers)
        used |= {split_member(target)[0] for target in used}
        for declared in context.model.of_kind("config", "external", "role", "volume"):
            element = declared.element
            waits = isinstance(element, Element) and element.status in PENDING
            if declared.id not in used and not waits:
                message = f"nothing refers to {declared.kind} {declared.id}"
                yield self.finding(declared.place(), message, "refer to it, or remove it", element=declared.id)
