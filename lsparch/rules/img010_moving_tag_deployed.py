"""IMG010: a container runs an image by a tag that moves, such as `latest`."""

from collections.abc import Iterator
from typing import ClassVar

from lsparch.diagnostics import Finding, Severity
from lsparch.k8s.image import canonical_image
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule

__all__ = ["MovingTagDeployed"]


class MovingTagDeployed(ObjectsRule):
    """A container runs an image by a tag that moves, such as `latest`.

    Why is this bad
    ---------------
    Two pods of one workload can run different programs, and what ran yesterday cannot be brought back.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers:
        - name: web
          image: registry.example.org/web:latest  # <-- IMG010
        - name: shipper
          image: registry.example.org/filebeat  # <-- IMG010
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers:
        - name: web
          image: registry.example.org/web:1.4.2
    ```
    """

    code = "IMG010"
    severity = Severity.WARNING

    _MOVING: ClassVar = frozenset(
        {"latest", "dev", "develop", "edge", "head", "main", "master", "nightly", "stable", "test"}
    )

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find images by moving tags; a digest pins any tag. IMG005 looks at images of the model."""
        for workload in context.workloads_written:
            for container in workload.containers:
                image = canonical_image(str(container.data.get("image", "")))
                tag = image.rpartition("/")[2].partition(":")[2]
                if "@" not in image and tag in self._MOVING:
                    message = f"container {container.name} of {workload.id} runs {image}, whose tag moves"
                    place = workload.object.place(*container.path, "image")
                    yield self.report(workload.object, place, message, "name a version, or add a digest")
