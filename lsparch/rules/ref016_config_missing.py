"""REF016: a pod refers to a ConfigMap, or a key of one, that does not exist."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import Workload, at, items, mapping

__all__ = ["ConfigMissing"]


class ConfigMissing(ObjectsRule):
    """A pod refers to a ConfigMap, or a key of one, that does not exist.

    Why is this bad
    ---------------
    The pod is created and never starts.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal}
    spec:
      containers:
        - name: web
          image: registry.example.org/web:1.0
          env:
            - name: MODE
              valueFrom:
                configMapKeyRef:
                  name: web
                  key: mdoe  # <-- REF016
      volumes:
        - name: config
          configMap:
            name: webb  # <-- REF016
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: portal}
    data: {mode: production}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal}
    spec:
      containers:
        - name: web
          image: registry.example.org/web:1.0
          envFrom: [{configMapRef: {name: web}}]
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: portal}
    data: {mode: production}
    ```
    """

    code = "REF016"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find references to ConfigMaps and keys that do not exist."""
        if not context.whole:
            return
        for workload in context.workloads:
            for path, reference in _references(workload):
                name, key = str(reference.get("name")), None if reference.get("key") is None else str(reference["key"])
                yield from self._files(context, workload, path, reference)
                if reference.get("optional") is True:
                    continue
                found = context.objects.find("ConfigMap", workload.namespace, name)
                if found is None:
                    known = [c.name for c in context.objects.of_kind("ConfigMap") if c.namespace == workload.namespace]
                    message = f"{workload.id} refers to ConfigMap {name}, which does not exist"
                    place = workload.object.place(*path, "name")
                    yield self.report(workload.object, place, message, suggest(name, known))
                elif key is not None:
                    keys = {*mapping(found.data, "data"), *mapping(found.data, "binaryData")}
                    if key not in keys:
                        message = f"{workload.id} refers to key {key} of ConfigMap {name}, which has no such key"
                        place = workload.object.place(*path, "key")
                        yield self.report(workload.object, place, message, suggest(str(key), keys))

    def _files(
        self, context: ObjectsContext, workload: Workload, path: tuple[str | int, ...], reference: Mapping[str, Any]
    ) -> Iterator[Finding]:
        """Find files of a volume that its ConfigMap does not hold."""
        found = context.objects.find("ConfigMap", workload.namespace, str(reference.get("name")))
        if found is None or reference.get("optional") is True:
            return
        keys = {*mapping(found.data, "data"), *mapping(found.data, "binaryData")}
        wanted = [((*path, "items", n, "key"), str(item.get("key"))) for n, item in items(reference, "items")]
        if not wanted and path[-1] == "configMap" and path[-3] == "volumes":
            wanted = _mounted(workload, str(at(workload.object.data, *path[:-1], "name")))
        for where, key in wanted:
            if key not in keys:
                message = f"{workload.id} refers to key {key} of ConfigMap {found.name}, which has no such key"
                yield self.report(workload.object, workload.object.place(*where), message, suggest(key, keys))


def _mounted(workload: Workload, volume: str) -> list[tuple[tuple[str | int, ...], str]]:
    """Return the single files of a volume that containers mount, each with the place where that is said."""
    return [
        ((*container.path, "volumeMounts", position, "subPath"), str(mount["subPath"]).partition("/")[0])
        for container in workload.containers
        for position, mount in items(container.data, "volumeMounts")
        if mount.get("name") == volume and mount.get("subPath")
    ]


def _references(workload: Workload) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    base = (*workload.template, "spec")
    for position, volume in items(workload.pod, "volumes"):
        if isinstance(found := volume.get("configMap"), Mapping):
            yield (*base, "volumes", position, "configMap"), found
        for number, source in items(volume, "projected", "sources"):
            if isinstance(found := source.get("configMap"), Mapping):
                yield (*base, "volumes", position, "projected", "sources", number, "configMap"), found
    for container in workload.containers:
        for position, variable in items(container.data, "env"):
            if isinstance(found := at(variable, "valueFrom", "configMapKeyRef"), Mapping):
                yield (*container.path, "env", position, "valueFrom", "configMapKeyRef"), found
        for position, source in items(container.data, "envFrom"):
            if isinstance(found := source.get("configMapRef"), Mapping):
                yield (*container.path, "envFrom", position, "configMapRef"), found
