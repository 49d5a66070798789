"""MOV001: an id that an element had is that of another."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load.names import split_member
from lsparch.models.component import Component
from lsparch.rules.context import ModelContext
from lsparch.rules.renamed import Renamed, renamed
from lsparch.rules.rule import ModelRule

__all__ = ["FormerIdInUse"]


class FormerIdInUse(ModelRule):
    """An id that an element had is that of another.

    Why is this bad
    ---------------
    A renamed element keeps its former name on Kubernetes. Where another element has that name, or says that it had it
    too, both want the same objects and the same volumes.

    Example
    -------
    ```yaml
    service: store
    owner: ops
    source: S
    components:
      database:
        image: web
        kind: statefulset
        moved: [db]  # <-- MOV001
        storage: {data: {size: 1Gi}}
      db: {image: web}
    ```

    Use instead
    -----------
    ```yaml
    service: store
    owner: ops
    source: S
    components:
      database:
        image: web
        kind: statefulset
        moved: [db]
        storage: {data: {size: 1Gi}}
    ```
    """

    code = "MOV001"

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find former ids that exist, and those that two elements had."""
        had: dict[tuple[str, str], Renamed] = {}
        for one in renamed(context.model):
            first = had.setdefault((one.kind, one.former), one)
            if _exists(context, one):
                message = f"{one.element} was renamed from {one.former}, which is there"
                yield self.finding(one.place, message, "leave it out, or name what is gone", element=one.element)
            elif first is not one:
                message = f"{one.element} was renamed from {one.former}, and so was {first.element}"
                yield self.finding(
                    one.place, message, "leave it out at one of them", element=one.element,
                    related=[(first.place, f"of {first.element}")],
                )  # fmt: skip


def _exists(context: ModelContext, one: Renamed) -> bool:
    if one.kind != "storage":
        return context.model.names.kind(one.former) == one.kind
    holder, storage = split_member(one.former)
    declared = next((d for d in context.model.of_kind("component") if d.id == holder), None)
    return declared is not None and isinstance(declared.element, Component) and storage in declared.element.storage
