"""REF029: configuration names a Service, or a port of one, that does not exist."""

import re
from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.k8s.store import StoredObject
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import items, mapping

__all__ = ["ServiceInTextMissing"]


class ServiceInTextMissing(ObjectsRule):
    """Configuration names a Service, or a port of one, that does not exist.

    Why is this bad
    ---------------
    The component starts and cannot reach what it needs; nothing but its log tells.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: portal}
    data:
      one.ini: url = http://tapp.api.svc.cluster.local/tap  # <-- REF029
      two.ini: url = http://tap.api.svc.cluster.local:8080/tap  # <-- REF029
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: tap, namespace: api}
    spec: {ports: [{port: 80}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: portal}
    data:
      one.ini: url = http://tap.api.svc.cluster.local:80/tap
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: tap, namespace: api}
    spec: {ports: [{port: 80}]}
    ```
    """

    code = "REF029"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find full names of Services in ConfigMaps and variables, of namespaces with Services."""
        services: dict[str, dict[str, StoredObject]] = {}
        for service in context.objects.of_kind("Service"):
            services.setdefault(service.namespace, {})[service.name] = service
        for stored, path, text in _texts(context) if context.whole else ():
            said: set[str] = set()
            for match in _INSIDE.finditer(text) if ".svc" in text else ():
                there = services.get(match["namespace"], {})
                name, port = match["name"], int(match["port"] or 0)
                if not there or match[0] in said:
                    continue
                said.add(match[0])
                numbers = (
                    {str(p.get("port")) for _, p in items(there[name].data, "spec", "ports")}
                    if name in there
                    else set()
                )
                written = f"{stored.kind} {stored.name} holds {match[0]}"
                if name not in there:
                    yield self.report(
                        stored, stored.place(*path, key=True), f"{written}, which no Service has", suggest(name, there)
                    )
                elif port and numbers and str(port) not in numbers:
                    advice = f"Service {name} offers: {', '.join(sorted(numbers))}"
                    message = f"{written}, a port that the Service does not offer"
                    yield self.report(stored, stored.place(*path, key=True), message, advice)


_INSIDE = re.compile(
    r"(?<![\w.-])(?:[a-z0-9-]+\.)?(?P<name>[a-z0-9-]+)\.(?P<namespace>[a-z0-9-]+)\.svc"
    r"(?:\.[a-z0-9-]+)*(?::(?P<port>[0-9]{1,5}))?(?![\w-])"
)


def _texts(context: ObjectsContext) -> Iterator[tuple[StoredObject, tuple[str | int, ...], str]]:
    for config in context.objects.of_kind("ConfigMap"):
        for key, value in mapping(config.data, "data").items():
            yield config, ("data", key), str(value)
    for workload in context.workloads:
        for container in workload.containers:
            for position, variable in items(container.data, "env"):
                if "LOG" not in str(variable.get("name")).upper():  # LOG010 looks at those
                    yield workload.object, (*container.path, "env", position, "value"), str(variable.get("value", ""))
