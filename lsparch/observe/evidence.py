"""Configuration that names a Service or a host: variables, arguments, files."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lsparch.diagnostics import Place
from lsparch.k8s.store import StoredObject
from lsparch.observe.reading import items, text, texts
from lsparch.observe.scene import Pods, Scene, containers
from lsparch.observe.services import Services
from lsparch.observe.variables import expanded, variables

__all__ = ["Evidence", "evidence"]

_URL = re.compile(
    r"(?:jdbc:)?([a-z][a-z0-9+.-]*)://(?:[^\s/@\"']*@)?([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::(\d{1,5}))?"
)
_HOST_PORT = re.compile(r"(?<![\w./@:-])([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?):(\d{1,5})(?![\w.:])")
_HOST = re.compile(r"(?<![\w./@:-])([a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+)(?!\.?[\w:-])")
_REMARK = re.compile(r"^[ \t]*(?:#|//|;|<!--).*$", re.MULTILINE)
_NAMESPACE = re.compile(
    r"\b(?:xmlns(?::[\w.-]+)?|schemaLocation)\s*=\s*(?:\"[^\"]*\"|'[^']*')|\$(?:schema|id)[\"']?\s*:\s*\S+"
)
_VOCABULARIES = frozenset({"json-schema.org", "www.w3.org"})
"""Hosts whose addresses are names of languages; nothing connects to them."""

_IDENTIFIERS = frozenset({"doi", "ivo", "ko", "spiffe"})
"""Schemes of names that look like addresses: publications, the Virtual Observatory, programs to build, workloads."""

_API = re.compile(r"kubernetes(?:\.default(?:\.svc(?:\.cluster\.local)?)?)?")
"""How pods call the Kubernetes API, which is no connection."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Pods whose configuration names others, or a host outside."""

    source: str
    targets: tuple[str, ...]
    """Pods that answer to the name, also where they are not part of what is observed; none for a host outside."""

    host: str
    port: int | None
    scheme: str
    """Scheme of the URL; empty if it is none."""

    where: str
    """What names it, such as ``variable TAP_URL of tap``."""

    place: Place
    container: str


def evidence(scene: Scene, services: Services, pods: Pods) -> Iterator[Evidence]:
    """Iterate over the names that the configuration of pods holds, of Services and of hosts in URLs outside."""
    for container, path, _ in containers(pods):
        name = text(container, "name")
        known = variables(scene, pods, container, path)
        for variable in known.values():
            what = f"variable {variable.name} of {name}" + (f", in {variable.config}" if variable.config else "")
            content = _told(variable.value) if variable.config else variable.value
            yield from _found(services, pods, content, what, variable.place, name, whole=True)
        for field in ("command", "args"):
            words = container.get(field)
            for number, word in enumerate(words if isinstance(words, list) else ()):
                place = pods.stored.place(*path, field, number)
                yield from _found(services, pods, expanded(str(word), known), f"{field} of {name}", place, name)
        mounted = {text(mount, "name") for _, mount in items(container, "volumeMounts")}
        for config in _mounted(scene, pods, mounted):
            for file, content in texts(config.data, "data").items():
                place = config.place("data", file)
                yield from _found(services, pods, _told(content), f"file {file} of {config.name}", place, name)


def _mounted(scene: Scene, pods: Pods, names: Collection[str]) -> Iterator[StoredObject]:
    """Iterate over the ConfigMaps that are files in the volumes of some names."""
    for _, volume in items(pods.spec, "volumes"):
        sources = [source for _, source in items(volume, "projected", "sources")]
        for source in (volume, *sources) if text(volume, "name") in names else ():
            config = scene.named("ConfigMap", pods.home, text(source, "configMap", "name"))
            if config is not None:
                yield config


def _told(content: str) -> str:
    """Return a file without its remarks, and without addresses that are names of languages."""
    return _NAMESPACE.sub("", _REMARK.sub("", content))


def _found(
    services: Services, pods: Pods, content: str, where: str, place: Place, container: str, *, whole: bool = False
) -> Iterator[Evidence]:
    seen: dict[str, set[int | None]] = {}
    for scheme, host, port in _names(content, whole=whole):
        if host in _VOCABULARIES or _API.fullmatch(host):
            continue
        targets = tuple(found.id for found in services.resolve(host, pods.namespace))
        absent = services.absent(host, pods.namespace)
        targets = (absent,) if absent else targets
        number = services.inside(host, pods.namespace, int(port) if port else None)
        if not targets and (not scheme or "." not in host):
            continue
        known = seen.setdefault(host, set())
        if number not in known and not (known and number is None):
            known.add(number)
            yield Evidence(pods.id, targets, host, number, scheme, where, place, container)


def _names(content: str, *, whole: bool) -> Iterator[tuple[str, str, str]]:
    """Iterate over scheme, host and port of all that looks like an address."""
    for found in _URL.finditer(content):
        if found[1] in _IDENTIFIERS:
            continue
        yield found[1], found[2], found[3] or ""
    for found in _HOST_PORT.finditer(content):
        yield "", found[1], found[2]
    for found in _HOST.finditer(content):
        yield "", found[1], ""
    if whole and re.fullmatch(r"[a-z][a-z0-9-]*", content):
        yield "", content, ""
