"""OBJ009: the API server accepts a value that a node cannot use."""

import re
from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import ContainerView, items

__all__ = ["ValueWithoutEffect"]


class ValueWithoutEffect(ObjectsRule):
    """The API server accepts a value that a node cannot use.

    Why is this bad
    ---------------
    The object is applied, and the pod never starts, or starts with something else than was written.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers:
        - name: web
          image: registry.example.org/Portal/web:1.0  # <-- OBJ009
          env:
            - name: URL
              value: http://$(HOST)/  # <-- OBJ009
          volumeMounts:
            - name: data
              mountPath: /data:ro  # <-- OBJ009
      volumes:
        - name: data  # <-- OBJ009
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
          image: registry.example.org/portal/web:1.0
          env:
            - {name: HOST, value: tap.example.org}
            - name: URL
              value: http://$(HOST)/
          volumeMounts:
            - name: data
              mountPath: /data
      volumes:
        - name: data
          emptyDir: {}
    ```
    """

    code = "OBJ009"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find images, paths and references that no node understands, and volumes that are empty by default."""
        for workload in context.workloads:
            for container in workload.containers:
                for path, text, advice in _faults(container):
                    message = f"container {container.name} of {workload.id}: {text}"
                    yield self.report(workload.object, workload.object.place(*container.path, *path), message, advice)
            for position, volume in items(workload.pod, "volumes"):
                if set(volume) == {"name"}:
                    place = workload.place("volumes", position, "name")
                    message = f"volume {volume['name']} of {workload.id} has no source, so it is an empty directory"
                    yield self.report(workload.object, place, message, "name the source, or write `emptyDir: {}`")


_PART = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_IMAGE = re.compile(
    rf"(?:(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]+(?::[0-9]+)?/)?{_PART}(?:/{_PART})*"
    r"(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[a-z0-9]+:[0-9a-fA-F]{32,})?"
)
_REFERENCE = re.compile(r"(\$?)\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)")


def _faults(container: ContainerView) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    image = container.data.get("image")
    if isinstance(image, str) and image and not _IMAGE.fullmatch(image):
        yield ("image",), f"{image!r} is no name of an image", "write it in lower case, without blanks"
    for position, mount in items(container.data, "volumeMounts"):
        if ":" in str(mount.get("mountPath")):
            yield ("volumeMounts", position, "mountPath"), "a path of a mount has no colon", "use `readOnly: true`"
    known: set[str] = set()
    for position, variable in items(container.data, "env"):
        for match in _REFERENCE.finditer(str(variable.get("value", ""))):
            if not match[1] and match[2] not in known and not container.data.get("envFrom"):
                text = f"{variable.get('name')} refers to {match[2]}, which is not set before it"
                yield ("env", position, "value"), text, "set it before, or write `$$(` for the text itself"
        known.add(str(variable.get("name")))
