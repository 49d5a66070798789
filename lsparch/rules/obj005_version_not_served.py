"""OBJ005: an object is written for an API that this version of Kubernetes does not have."""

from collections.abc import Iterator
from contextlib import suppress

from lsparch.diagnostics import Finding
from lsparch.k8s.api_versions import NotServedError, api_version
from lsparch.k8s.schemas import kind_lines
from lsparch.k8s.validate import Coverage, coverage
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule

__all__ = ["VersionNotServed"]


class VersionNotServed(ObjectsRule):
    """An object is written for an API that this version of Kubernetes does not have.

    Why is this bad
    ---------------
    The API server refuses it: the API was removed, or comes only with a later version.

    Example
    -------
    ```yaml
    apiVersion: policy/v1beta1  # <-- OBJ005
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: portal}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal, labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: portal}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal, labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ```
    """

    code = "OBJ005"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find kinds of Kubernetes itself that are known, and not at this version; custom resources are not judged."""
        for stored in context.objects:
            if coverage(stored.data, context.version) is not Coverage.OTHER_VERSION:
                continue
            written = str(stored.data.get("apiVersion"))
            lines = kind_lines(written, stored.kind)
            message = (
                f"{stored.kind} {stored.name} is written for {written}, "
                f"which Kubernetes {context.version.line} does not serve"
            )
            advice = f"{written} is served from {lines[0]} to {lines[-1]}"
            with suppress(NotServedError):
                advice = f"write `apiVersion: {api_version(stored.kind, context.version)}`"
            yield self.report(stored, stored.place("apiVersion"), message, advice)
