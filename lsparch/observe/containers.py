"""Containers of pods: images, ports, resources, probes, privileges, variables."""

from collections.abc import Callable, Mapping
from typing import Any

from lsparch.graph.values import port_text, probe_text, text_value
from lsparch.k8s.expansion import expand_references
from lsparch.k8s.image import canonical_image
from lsparch.observe.reading import Path, at, integer, items, mapping, quantity, text
from lsparch.observe.scene import Pods, containers

__all__ = ["main_container", "named_ports", "put_containers"]

_AMOUNTS = {
    ("requests", "cpu"): "cpu",
    ("requests", "memory"): "memory",
    ("requests", "ephemeral-storage"): "ephemeral-storage",
    ("limits", "cpu"): "cpu-limit",
    ("limits", "memory"): "memory-limit",
    ("limits", "ephemeral-storage"): "ephemeral-storage-limit",
}
_TIMING = {
    "initialDelaySeconds": "delay",
    "periodSeconds": "period",
    "timeoutSeconds": "timeout",
    "failureThreshold": "failures",
}


def named_ports(pods: Pods) -> dict[str, tuple[int, str]]:
    """Return number and transport protocol of the ports of pods, by name and by number as text."""
    found: dict[str, tuple[int, str]] = {}
    for container, _, _ in containers(pods):
        for _, port in items(container, "ports"):
            number = integer(port, "containerPort")
            if number is not None:
                spoken = (number, text(port, "protocol") or "TCP")
                found.setdefault(text(port, "name") or str(number), spoken)
                found.setdefault(str(number), spoken)
    return found


def main_container(pods: Pods) -> str:
    """Return the name of the container that pods are about: the one with their name, else the first that stays."""
    names = [text(container, "name") for _, container in items(pods.spec, "containers")]
    return pods.name if pods.name in names else next(iter(names), "")


def put_containers(pods: Pods) -> None:
    """Write down what the containers of pods say, but not what they mount."""
    for container, path, is_init in containers(pods):
        _Writer(pods, container, path).put_all(is_init=is_init)


class _Writer:
    """Writes down the values of one container."""

    def __init__(self, pods: Pods, container: Mapping[str, Any], path: Path) -> None:
        self._pods = pods
        self._container = container
        self._path = path
        self._base = f"container.{text(container, 'name')}"
        self._known: dict[str, str | None] = {}

    def _put(self, name: str, value: str | int | bool | None, *path: str | int) -> None:
        self._pods.sheet.put(f"{self._base}.{name}", value, self._pods.stored, *self._path, *path)

    def put_all(self, *, is_init: bool) -> None:
        container = self._container
        self._put("role", "init" if is_init else "serves", "name")
        if text(container, "image"):
            self._put("image", canonical_image(text(container, "image")), "image")
        for number, variable in items(container, "env"):
            self._put(f"env.{text(variable, 'name')}", self._variable(variable), "env", number)
        for field in ("command", "args"):
            words = container.get(field)
            if isinstance(words, list):
                self._put(field, text_value([self._received(str(word)) for word in words]), field)
        for number, source in items(container, "envFrom"):
            for kind, field in (("secret", "secretRef"), ("config", "configMapRef")):
                name = text(source, field, "name")
                if name:
                    value = f"{kind} {self._pods.home}/{name}#*"
                    self._put(f"env.{text(source, 'prefix')}*{name}", value, "envFrom", number)
        for number, port in items(container, "ports"):
            found = integer(port, "containerPort")
            if found is not None:
                spoken = port_text(found, text(port, "protocol") or "TCP")
                self._put(f"port.{text(port, 'name') or found}", spoken, "ports", number)
        for (group, resource), name in _AMOUNTS.items():
            self._put(name, quantity(at(container, "resources", group, resource)), "resources", group, resource)
        self._put_security()
        ports = {name: number for name, (number, _) in named_ports(self._pods).items()}
        for name, field in (
            ("liveness", "livenessProbe"),
            ("readiness", "readinessProbe"),
            ("startup", "startupProbe"),
        ):
            if field in container:
                self._put(f"probe.{name}", _probe(mapping(container, field), ports, self._received), field)

    def _variable(self, variable: Mapping[str, Any]) -> str:
        name, source = text(variable, "name"), mapping(variable, "valueFrom")
        if not source:
            value = variable.get("value")
            received = self._received("" if value is None else str(value))
            self._known[name] = received
            return text_value(received)
        self._known[name] = None
        for kind, field in (("secret", "secretKeyRef"), ("config", "configMapKeyRef")):
            if field in source:
                return f"{kind} {self._pods.home}/{text(source, field, 'name')}#{text(source, field, 'key')}"
        if "fieldRef" in source:
            return f"fact {text(source, 'fieldRef', 'fieldPath')}"
        return f"fact {text(source, 'resourceFieldRef', 'resource')}"

    def _received(self, written: str) -> str:
        """Return what the container receives; what is written where the cluster alone knows that."""
        expanded = expand_references(written, self._known)
        return written if expanded is None else expanded

    def _put_security(self) -> None:
        own, of_pod = mapping(self._container, "securityContext"), mapping(self._pods.spec, "securityContext")

        def stated(field: str) -> Any:
            return own.get(field, of_pod.get(field))

        where = "securityContext"
        for name, field in (("user", "runAsUser"), ("group", "runAsGroup")):
            value = stated(field)
            self._put(name, value if isinstance(value, int) else None, where, field)
        self._put("root", stated("runAsNonRoot") is not True, where, "runAsNonRoot")
        self._put("writable-root", own.get("readOnlyRootFilesystem") is not True, where, "readOnlyRootFilesystem")
        if own.get("privileged") is True:
            self._put("privileged", True, where, "privileged")
        added = at(own, "capabilities", "add")
        if isinstance(added, list) and added:
            self._put("capabilities", " ".join(sorted(map(str, added))), where, "capabilities", "add")


def _probe(probe: Mapping[str, Any], ports: Mapping[str, int], received: Callable[[str], str]) -> str:
    timing = {name: seconds for field, name in _TIMING.items() if (seconds := integer(probe, field)) is not None}
    return probe_text(_action(probe, ports, received), timing)


def _action(probe: Mapping[str, Any], ports: Mapping[str, int], received: Callable[[str], str]) -> str:
    if "exec" in probe:
        command = at(probe, "exec", "command")
        return f"run {' '.join(received(str(word)) for word in command) if isinstance(command, list) else ''}"
    if "httpGet" in probe:
        scheme = (text(probe, "httpGet", "scheme") or "HTTP").lower()
        port = str(at(probe, "httpGet", "port"))
        return f"get {scheme}:{ports.get(port, port)}{text(probe, 'httpGet', 'path') or '/'}"
    kind = "grpc" if "grpc" in probe else "tcpSocket"
    port = str(at(probe, kind, "port"))
    return f"{'ask' if kind == 'grpc' else 'connect'} {ports.get(port, port)}"
