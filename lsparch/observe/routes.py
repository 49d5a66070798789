"""Routes: hosts and paths under which pods are reached from outside, and who authenticates users."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from lsparch.k8s.store import StoredObject
from lsparch.observe.reading import Path, Sheet, at, integer, items, mapping, text, texts
from lsparch.observe.scene import Scene
from lsparch.observe.services import Services

__all__ = ["Balancer", "PublishedPath", "balancers", "published_paths"]

_NGINX = "nginx.ingress.kubernetes.io"
_SECURE = frozenset({"HTTPS", "TLS"})


@dataclass
class PublishedPath:
    """One path of one host."""

    id: str
    stored: StoredObject
    path: Path
    targets: list[tuple[str, int | None]] = field(default_factory=list)
    """Pods to which it leads, with their port."""

    balancers: list[str] = field(default_factory=list)
    authenticators: list[str] = field(default_factory=list)
    entry: str = ""
    """Class of the Ingress, which names the controller that lets requests in; empty where none is stated."""

    sheet: Sheet = field(default_factory=Sheet)


@dataclass(frozen=True)
class Balancer:
    """A Gateway."""

    id: str
    stored: StoredObject
    sheet: Sheet


def balancers(scene: Scene) -> Iterator[Balancer]:
    """Iterate over the Gateways."""
    for stored in scene.store.of_kind("Gateway"):
        if not text(stored.data, "apiVersion").startswith("gateway.networking.k8s.io/"):
            continue
        sheet = Sheet()
        sheet.put("class", text(stored.data, "spec", "gatewayClassName"), stored, "spec", "gatewayClassName")
        for number, listener in items(stored.data, "spec", "listeners"):
            if text(listener, "hostname") and text(listener, "protocol") in _SECURE:
                name = f"host.{text(listener, 'hostname')}"
                sheet.put(name, True, stored, "spec", "listeners", number)
        yield Balancer(f"{stored.namespace}/{stored.name}", stored, sheet)


def published_paths(scene: Scene, services: Services) -> Iterator[PublishedPath]:
    """Iterate over all paths of HTTPRoutes and Ingresses that lead anywhere."""
    seen: dict[str, int] = {}
    for found in (*_of_routes(scene, services), *_of_ingresses(scene, services)):
        seen[found.id] = seen.get(found.id, 0) + 1
        if seen[found.id] > 1:
            found.id += f"#{seen[found.id]}"
        yield found


def _of_routes(scene: Scene, services: Services) -> Iterator[PublishedPath]:
    for stored in scene.store.of_kind("HTTPRoute"):
        hosts = at(stored.data, "spec", "hostnames")
        paths: dict[str, PublishedPath] = {}  # rules that differ in headers alone are about one path
        for number, rule in items(stored.data, "spec", "rules"):
            backends = [backend for _, backend in items(rule, "backendRefs")]
            if not backends:
                continue  # sends elsewhere, such as from HTTP to HTTPS
            matches = [match for _, match in items(rule, "matches")] or [{}]
            for host in map(str, hosts if isinstance(hosts, list) and hosts else ["*"]):
                for match in matches:
                    path = text(match, "path", "value") or "/"
                    identifier = f"route/{host}{path}"
                    if identifier not in paths:
                        paths[identifier] = PublishedPath(identifier, stored, ("spec", "rules", number))
                        _put_route(scene, services, paths[identifier], rule, host, path)
                    _put_backends(services, paths[identifier], match, backends)
        yield from paths.values()


def _put_backends(
    services: Services, found: PublishedPath, match: Mapping[str, Any], backends: list[Mapping[str, Any]]
) -> None:
    """Write down where requests go: by a header, or by shares."""
    headers = [f"{text(header, 'name')}: {text(header, 'value')}" for _, header in items(match, "headers")]
    for backend in backends:
        namespace = text(backend, "namespace") or found.stored.namespace
        for pods, port in _behind(services, namespace, text(backend, "name"), at(backend, "port")):
            found.targets.append((pods, port))
            if headers:
                found.sheet.put(f"header.{pods}", ", ".join(headers), found.stored, *found.path, "matches")
            if len(backends) > 1:
                share = integer(backend, "weight")
                found.sheet.put(f"share.{pods}", 1 if share is None else share, found.stored, *found.path)


def _put_route(
    scene: Scene, services: Services, found: PublishedPath, rule: Mapping[str, Any], host: str, path: str,
) -> None:  # fmt: skip
    stored, sheet = found.stored, found.sheet
    sheet.put("host", host, stored, "spec", "hostnames")
    sheet.put("path", path, stored, *found.path, "matches")
    timeout = text(rule, "timeouts", "request")
    if timeout:
        seconds = timeout.removesuffix("s")
        sheet.put("timeout", int(seconds) if seconds.isdigit() else timeout, stored, *found.path, "timeouts", "request")
    for number, parent in items(stored.data, "spec", "parentRefs"):
        identifier = (text(parent, "namespace") or stored.namespace, text(parent, "name"))
        gateway = scene.named("Gateway", *identifier)
        if gateway is None:
            continue
        found.balancers.append("/".join(identifier))
        section = text(parent, "sectionName")
        for _, listener in items(gateway.data, "spec", "listeners"):
            if section in {"", text(listener, "name")} and text(listener, "protocol") in _SECURE:
                sheet.put("tls", True, stored, "spec", "parentRefs", number)
    for policy in scene.within("SecurityPolicy", stored.namespace):
        if _is_about(policy, stored):
            asked = mapping(policy.data, "spec", "extAuth", "http")
            if asked:
                sheet.put("authorize", text(asked, "path"), policy, "spec", "extAuth", "http", "path")
            for _, backend in items(asked, "backendRefs"):
                namespace = text(backend, "namespace") or policy.namespace
                behind = _behind(services, namespace, text(backend, "name"), at(backend, "port"))
                found.authenticators.extend(pods for pods, _ in behind)
    for policy in scene.within("BackendTrafficPolicy", stored.namespace):
        if _is_about(policy, stored) and text(policy.data, "spec", "loadBalancer", "type") == "ConsistentHash":
            sheet.put("sticky", True, policy, "spec", "loadBalancer")


def _is_about(policy: StoredObject, route: StoredObject) -> bool:
    targets = [target for _, target in items(policy.data, "spec", "targetRefs")]
    targets.append(mapping(policy.data, "spec", "targetRef"))
    return any((t.get("kind"), t.get("name")) == ("HTTPRoute", route.name) for t in targets)


def _behind(services: Services, namespace: str, name: str, port: object) -> Iterator[tuple[str, int | None]]:
    number = services.port_inside(namespace, name, port) if isinstance(port, int | str) else None
    yield from ((pods.id, number) for pods in services.behind(namespace, name))


def _of_ingresses(scene: Scene, services: Services) -> Iterator[PublishedPath]:
    for stored in scene.store.of_kind("Ingress"):
        for number, rule in items(stored.data, "spec", "rules"):
            host = text(rule, "host") or "*"
            for position, entry in items(rule, "http", "paths"):
                path = text(entry, "path") or "/"
                where: Path = ("spec", "rules", number, "http", "paths", position)
                found = PublishedPath(f"route/{host}{path}", stored, where)
                found.sheet.put("host", host, stored, "spec", "rules", number, "host")
                found.sheet.put("path", path, stored, *where, "path")
                found.targets.extend(_backend(services, stored.namespace, mapping(entry, "backend")))
                _put_ingress(services, found, host)
                yield found


def _backend(services: Services, namespace: str, backend: Mapping[str, Any]) -> Iterator[tuple[str, int | None]]:
    """Iterate over pods and port of a backend, as version 1 writes it or as those before did."""
    service = mapping(backend, "service")
    if not service:
        return _behind(services, namespace, text(backend, "serviceName"), backend.get("servicePort"))
    number = integer(service, "port", "number")
    return _behind(services, namespace, text(service, "name"), number or text(service, "port", "name"))


def _put_ingress(services: Services, found: PublishedPath, host: str) -> None:
    """Write down what an Ingress says of all its paths; ingress-nginx takes what no field states from annotations."""
    stored, sheet = found.stored, found.sheet
    older = texts(stored.data, "metadata", "annotations").get("kubernetes.io/ingress.class", "")
    found.entry = text(stored.data, "spec", "ingressClassName") or older
    for number, tls in items(stored.data, "spec", "tls"):
        hosts = tls.get("hosts")
        if not isinstance(hosts, list) or host in hosts:
            sheet.put("tls", True, stored, "spec", "tls", number)
    notes, where = texts(stored.data, "metadata", "annotations"), ("metadata", "annotations")
    seconds = notes.get(f"{_NGINX}/proxy-read-timeout", "")
    if seconds.isdigit():
        sheet.put("timeout", int(seconds), stored, *where, f"{_NGINX}/proxy-read-timeout")
    if notes.get(f"{_NGINX}/affinity") == "cookie":
        sheet.put("sticky", True, stored, *where, f"{_NGINX}/affinity")
    asked = notes.get(f"{_NGINX}/auth-url")
    if asked:
        url = urlsplit(asked)
        path = f"{url.path}?{url.query}" if url.query else url.path
        sheet.put("authorize", path, stored, *where, f"{_NGINX}/auth-url")
        found.authenticators.extend(pods.id for pods in services.resolve(url.hostname or "", stored.namespace))
