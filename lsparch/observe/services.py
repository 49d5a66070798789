"""Services: names and ports under which pods are reached, and who answers to a host name."""

from collections.abc import Iterator

from lsparch.graph.deployed import pods_id
from lsparch.graph.values import port_text
from lsparch.k8s.store import StoredObject
from lsparch.observe.containers import named_ports
from lsparch.observe.reading import Sheet, at, integer, items, text, texts
from lsparch.observe.scene import Pods, Scene

__all__ = ["Services"]


class Services:
    """All Services, with the pods behind them.

    Parameters
    ----------
    scene
        What is observed.
    """

    def __init__(self, scene: Scene) -> None:
        self._behind: dict[tuple[str, str], list[Pods]] = {}
        self._stored: dict[tuple[str, str], StoredObject] = {}
        self._before: dict[str, list[StoredObject]] = {}
        self._addresses: dict[tuple[str, str], set[str]] = {}
        for part in scene.store.of_kind("EndpointSlice"):
            name = texts(part.data, "metadata", "labels").get("kubernetes.io/service-name", "")
            for _, endpoint in items(part.data, "endpoints"):
                found = endpoint.get("addresses")
                if isinstance(found, list):
                    self._addresses.setdefault((part.namespace, name), set()).update(map(str, found))
        for part in scene.store.of_kind("Endpoints"):
            for _, subset in items(part.data, "subsets"):
                for _, address in items(subset, "addresses"):
                    self._addresses.setdefault((part.namespace, part.name), set()).add(text(address, "ip"))
        for service in scene.store.of_kind("Service"):
            selector = texts(service.data, "spec", "selector")
            behind = [
                pods
                for pods in scene.living_in(service.namespace)
                if selector and pods.are_selected({"matchLabels": selector})
            ]
            self._behind[service.namespace, service.name] = behind
            self._stored[service.namespace, service.name] = service
            for pods in behind:
                self._before.setdefault(pods.id, []).append(service)

    def put_all(self) -> None:
        """Write down, for all pods, the Services by which they are reached."""
        for key, service in self._stored.items():
            for pods in self._behind[key]:
                self._put(pods, service)

    def _put(self, pods: Pods, service: StoredObject) -> None:
        base = f"service.{service.name}"
        spec = ("spec",)
        if at(service.data, "spec", "clusterIP") == "None":
            pods.sheet.put(f"{base}.headless", True, service, *spec, "clusterIP")
        if text(service.data, "spec", "sessionAffinity") == "ClientIP":
            pods.sheet.put(f"{base}.sticky", True, service, *spec, "sessionAffinity")
        if text(service.data, "spec", "type") not in {"", "ClusterIP"}:
            pods.sheet.put(f"{base}.type", text(service.data, "spec", "type"), service, *spec, "type")
        for number, port in items(service.data, "spec", "ports"):
            outside = integer(port, "port")
            if outside is None:
                continue
            spoken = port_text(outside, text(port, "protocol") or "TCP")
            protocol = text(port, "appProtocol")
            value = f"{spoken} to {_inside(pods, port, outside)}{f' {protocol}' if protocol else ''}"
            pods.sheet.put(f"{base}.port.{text(port, 'name') or outside}", value, service, *spec, "ports", number)

    def aliases(self) -> Iterator[tuple[StoredObject, Sheet]]:
        """Iterate over Services that stand for a host or addresses outside: Service, values."""
        for _, service in sorted(self._stored.items()):
            sheet = Sheet()
            if text(service.data, "spec", "type") == "ExternalName":
                host = text(service.data, "spec", "externalName")
                sheet.put("external-name", host, service, "spec", "externalName")
            elif not texts(service.data, "spec", "selector"):
                found = sorted(self._addresses.get((service.namespace, service.name), ()))
                sheet.put("addresses", " ".join(found) or None, service, "metadata", "name")
            if sheet.leaves:
                yield service, sheet

    def behind(self, namespace: str, name: str) -> list[Pods]:
        """Return the pods behind a Service."""
        return self._behind.get((namespace, name), [])

    def resolve(self, host: str, namespace: str) -> list[Pods]:
        """Return the pods that answer to a host name, as pods of a namespace look it up; none if nobody does."""
        found = self._named(host, namespace)
        return self.behind(*found) if found else []

    def absent(self, host: str, namespace: str) -> str:
        """Return the id of the pods that a Service of this name selects, where they are not there; else empty."""
        found = self._named(host, namespace)
        service = self._stored.get(found) if found else None
        if found is None or service is None or self._behind[found]:
            return ""
        selector = texts(service.data, "spec", "selector")
        return pods_id(service.namespace, selector) if selector else ""

    def _named(self, host: str, namespace: str) -> tuple[str, str] | None:
        """Return namespace and name of the Service that a host name would mean; None if it can mean none."""
        words = host.rstrip(".").split(".")
        if "svc" in words[1:]:
            words = words[: words.index("svc", 1)]
        elif len(words) > 2:  # noqa: PLR2004 - NAME.NAMESPACE is the longest without `svc`
            return None
        return (namespace, words[0]) if len(words) == 1 else (words[-1], words[-2])

    def inside(self, host: str, namespace: str, port: int | None) -> int | None:
        """Return the port of the pods to which a port under a host name leads; the only one, if none is given."""
        found = self._named(host, namespace)
        service = self._stored.get(found) if found else None
        if found is None or service is None or not self._behind[found]:
            return port
        ports = [number for _, p in items(service.data, "spec", "ports") if (number := integer(p, "port")) is not None]
        wanted = ports[0] if port is None and len(ports) == 1 else port
        return None if wanted is None else self.port_inside(*found, wanted) or port

    def port_inside(self, namespace: str, name: str, port: int | str) -> int | None:
        """Return the port of the pods to which a port of a Service leads, by number or name."""
        service = self._stored.get((namespace, name))
        for pods in self.behind(namespace, name):
            for _, found in items(service.data if service else None, "spec", "ports"):
                outside = integer(found, "port")
                if outside is not None and port in {outside, text(found, "name")}:
                    return _inside(pods, found, outside)
        return None

    def protocol(self, pods: Pods, number: int) -> str:
        """Return the application protocol that a Service states for a port of pods; else the name that tells it."""
        told = ""
        for service in self._before.get(pods.id, ()):
            for _, port in items(service.data, "spec", "ports"):
                outside = integer(port, "port")
                if outside is None or _inside(pods, port, outside) != number:
                    continue
                if text(port, "appProtocol"):
                    return text(port, "appProtocol")
                word = next((word for word in text(port, "name").split("-") if word in _KNOWN), "")
                told = told or {"http2": "http"}.get(word, word)
        return told


_KNOWN = frozenset(
    {
        "amqp", "beats", "dask", "grpc", "http", "http2", "https", "kafka", "ldap", "ldaps", "mongo", "mysql", "nfs",
        "postgres", "postgresql", "redis", "ssh", "xrootd",
    }
)  # fmt: skip
"""Names of ports that tell a protocol."""


def _inside(pods: Pods, port: object, outside: int) -> int:
    """Return the number of the pods' port to which a port of a Service leads."""
    target = at(port, "targetPort")
    if isinstance(target, int):
        return target
    if isinstance(target, str):
        found = named_ports(pods).get(target)
        return found[0] if found else 0
    return outside
