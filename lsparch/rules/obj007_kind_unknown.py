"""OBJ007: Kubernetes has no such kind, or not under this apiVersion."""

from collections.abc import Iterator
from functools import cache

from lsparch.diagnostics import Finding
from lsparch.k8s.schemas import GROUPS, load_schema
from lsparch.k8s.validate import Coverage, coverage
from lsparch.load.validate import close_words, suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule

__all__ = ["KindUnknown"]


class KindUnknown(ObjectsRule):
    """Kubernetes has no such kind, or not under this apiVersion.

    Why is this bad
    ---------------
    The API server refuses the object, and what it should have made is missing.

    Example
    -------
    ```yaml
    apiVersion: apps/v1
    kind: Deploymnt  # <-- OBJ007
    metadata: {name: web}
    ---
    apiVersion: v2  # <-- OBJ007
    kind: Service
    metadata: {name: web}
    ---
    apiVersion: networking.k8s.oi/v1  # <-- OBJ007
    kind: Ingress
    metadata: {name: web}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec: {ports: [{port: 80}]}
    ---
    apiVersion: example.org/v1
    kind: Telescope
    metadata: {name: auxiliary}
    ```
    """

    code = "OBJ007"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find kinds of Kubernetes' own groups that no version has; custom resources are not judged."""
        line = context.version.line
        for stored in context.objects:
            if coverage(stored.data, context.version) is not Coverage.UNKNOWN_KIND:
                continue
            version, kind = str(stored.data.get("apiVersion") or ""), stored.kind
            if not _is_judged(line, version, kind):
                continue
            written = f"object {stored.name} is of kind {kind} in {version or 'no apiVersion'}"
            served, known = _served(line).get(kind, ()), _kinds(line)
            if served:
                advice = f"write `apiVersion: {served[0]}`"
                yield self.report(stored, stored.place("apiVersion"), f"{written}, which has no such kind", advice)
            elif version in known:
                advice = suggest(kind, known[version])
                yield self.report(stored, stored.place("kind"), f"{written}, which has no such kind", advice)
            else:
                advice = suggest(version, known)
                yield self.report(stored, stored.place("apiVersion"), f"{written}, which does not exist", advice)


_OWN = frozenset({"Binding", "ComponentStatus", "Event", "Eviction", "Scale", "Status", "TokenRequest"})
"""Kinds of Kubernetes that nobody applies, without a schema here."""

_CUSTOM = frozenset({"gateway.networking.k8s.io"})
"""Groups with a schema here that are custom resources: they have more kinds than are known."""


def _is_judged(line: str, version: str, kind: str) -> bool:
    """Tell whether Kubernetes itself would have to know a kind: by its group, or because only a slip explains it."""
    if kind in _OWN or kind.endswith(("List", "Review")) or "alpha" in version:
        return False
    group = version.rpartition("/")[0]
    if "." not in group:
        return True
    if group in GROUPS:
        return group not in _CUSTOM or bool(close_words(kind, _kinds(line).get(version, ())))
    near = close_words(group, sorted(GROUPS))
    return any(name.rpartition("/")[0] in near for name in _served(line).get(kind, ()))


@cache
def _kinds(line: str) -> dict[str, tuple[str, ...]]:
    """Return the kinds of each apiVersion that a version of Kubernetes serves."""
    found: dict[str, list[str]] = {}
    for name in sorted(load_schema(line).kinds):
        version, _, kind = name.rpartition("/")
        found.setdefault(version, []).append(kind)
    return {version: tuple(kinds) for version, kinds in found.items()}


@cache
def _served(line: str) -> dict[str, tuple[str, ...]]:
    """Return the apiVersions of each kind that a version of Kubernetes serves, those that may change last."""
    found: dict[str, list[str]] = {}
    for version, kinds in _kinds(line).items():
        for kind in kinds:
            found.setdefault(kind, []).append(version)
    return {kind: tuple(sorted(versions, key=lambda v: ("beta" in v, v))) for kind, versions in found.items()}
