"""IMG014: one image comes from a registry of which no other does."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.k8s.image import canonical_image
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import ContainerView, Workload

__all__ = ["RegistryOfOneImage"]


class RegistryOfOneImage(ObjectsRule):
    """One image comes from a registry of which no other does.

    Why is this bad
    ---------------
    Everything else comes from elsewhere, so nobody mirrors, scans or pins this one; a typing error looks the same.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal}
    spec:
      containers:
        - {name: a, image: "registry.example.org/a:1.0"}
        - {name: b, image: "registry.example.org/b:1.0"}
        - {name: c, image: "registry.example.org/c:1.0"}
        - {name: d, image: "registry.example.org/d:1.0"}
        - name: e
          image: registry.exmaple.org/e:1.0  # <-- IMG014
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal}
    spec:
      containers:
        - {name: a, image: "registry.example.org/a:1.0"}
        - {name: b, image: "registry.example.org/b:1.0"}
        - {name: c, image: "registry.example.org/c:1.0"}
        - {name: d, image: "registry.example.org/d:1.0"}
        - {name: e, image: "registry.example.org/e:1.0"}
    ```
    """

    code = "IMG014"
    severity = Severity.WARNING

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find the one image that is not from the registry of four others or more, nor from Docker Hub."""
        used: dict[str, dict[str, list[tuple[Workload, ContainerView]]]] = {}
        for workload in context.workloads:
            for container in workload.containers:
                image = canonical_image(str(container.data.get("image") or ""))
                used.setdefault(image.partition("/")[0], {}).setdefault(image, []).append((workload, container))
        usual = {name for name, images in used.items() if len(images) >= _MANY}
        known = sorted(usual | used.keys() & {_HUB})
        others = [name for name in used if name and name not in known]
        if not usual or len(others) != 1 or len(used[others[0]]) > 1:
            return
        for workload, container in (found for places in used[others[0]].values() for found in places):
            if workload.object.element:  # IMG002 looks at images of the model
                continue
            message = f"{workload.id} has the only image from {others[0]}; all others come from {' or '.join(known)}"
            place = workload.object.place(*container.path, "image")
            yield self.report(workload.object, place, message, "take it from there, or declare a waiver")


_MANY = 4
_HUB = "docker.io"
