"""REF029: configuration names a Service, or a port of one, that does not exist."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.diagnostics import Finding
from lsparch.k8s.store import StoredObject
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import Workload, items, mapping, texts

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
        """Find full names of Services in ConfigMaps and variables, of namespaces with Services, and short ones."""
        services: dict[str, dict[str, StoredObject]] = {}
        for service in context.objects.of_kind("Service"):
            services.setdefault(service.namespace, {})[service.name] = service
        for stored, path, text in _texts(context) if context.whole else ():
            said: set[str] = set()
            for match in _INSIDE.finditer(text) if ".svc" in text else ():
                there = services.get(match["namespace"], {})
                name = match["name"]
                if not there or match[0] in said:
                    continue
                said.add(match[0])
                if name not in there:
                    message = f"{stored.kind} {stored.name} holds {match[0]}, which no Service has"
                    yield self.report(stored, stored.place(*path, key=True), message, suggest(name, there))
                elif match["port"]:
                    yield from self._of_port(stored, path, match[0], there[name], int(match["port"]))
        for workload in context.workloads if context.whole else ():
            near = services.get(workload.namespace, {})
            for path, name, text in _variables(workload) if near and _asks_cluster(workload.pod) else ():
                whole = None if _NO_ADDRESS.fullmatch(name) else _WHOLE.fullmatch(text)
                if whole is not None and whole["name"] in near and whole["name"] not in _aliases(workload.pod):
                    written = f"{whole['name']}:{whole['port']}"
                    yield from self._of_port(workload.object, path, written, near[whole["name"]], int(whole["port"]))

    def _of_port(
        self, stored: StoredObject, path: tuple[str | int, ...], written: str, service: StoredObject, port: int
    ) -> Iterator[Finding]:
        """Find that a Service does not offer a port; names of those without an address of their own lead past them."""
        spec = mapping(service.data, "spec")
        numbers = {str(p.get("port")) for _, p in items(spec, "ports")}
        if spec.get("clusterIP") == "None" or spec.get("type") == "ExternalName" or not numbers:
            return
        if port and str(port) not in numbers:
            advice = f"Service {service.name} offers: {', '.join(sorted(numbers))}"
            message = f"{stored.kind} {stored.name} holds {written}, a port that the Service does not offer"
            yield self.report(stored, stored.place(*path, key=True), message, advice)


_INSIDE = re.compile(
    r"(?<![\w.-])(?:[a-z0-9-]+\.)?(?P<name>[a-z0-9-]+)\.(?P<namespace>[a-z0-9-]+)\.svc"
    r"(?:\.[a-z0-9-]+)*(?::(?P<port>[0-9]{1,5}))?(?![\w-])"
)


_WHOLE = re.compile(r"(?:[a-z][a-z0-9+.-]*://(?:[^\s/@]*@)?)?(?P<name>[a-z0-9-]+):(?P<port>[0-9]{1,5})(?:[/?][^\s,]*)?")
"""A value that is the address of one host and nothing else."""

_NO_ADDRESS = re.compile(r"(?:.*_)?(?:IMAGE|TAG|USER|OWNER|UID|GID)", re.IGNORECASE)
"""Variables whose values are `image:tag` or `user:group`, which look like addresses."""


def _texts(context: ObjectsContext) -> Iterator[tuple[StoredObject, tuple[str | int, ...], str]]:
    for config in context.objects.of_kind("ConfigMap"):
        for key, value in mapping(config.data, "data").items():
            yield config, ("data", key), str(value)
    for workload in context.workloads:
        for path, name, text in _variables(workload):
            if "LOG" not in name.upper():  # LOG010 looks at those
                yield workload.object, path, text


def _variables(workload: Workload) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    for container in workload.containers:
        for position, variable in items(container.data, "env"):
            path = (*container.path, "env", position, "value")
            yield path, str(variable.get("name")), str(variable.get("value", ""))


def _asks_cluster(pod: Mapping[str, Any]) -> bool:
    """Tell whether the pod asks the DNS of the cluster, so that a short name is a Service of its namespace."""
    policy = pod.get("dnsPolicy", "ClusterFirst")
    return policy == "ClusterFirstWithHostNet" or (policy == "ClusterFirst" and not pod.get("hostNetwork"))


def _aliases(pod: Mapping[str, Any]) -> set[str]:
    """Return names that the pod's own file of hosts has, which is asked first."""
    return {name for _, alias in items(pod, "hostAliases") for name in texts(alias, "hostnames")}
