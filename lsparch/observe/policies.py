"""Connections that network policies allow, at both of their ends."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lsparch.diagnostics import Place
from lsparch.graph.deployed import ANYWHERE, EVERYWHERE, PUBLIC, address_id, pods_id
from lsparch.k8s.selectors import is_empty, selects
from lsparch.k8s.store import StoredObject
from lsparch.observe.containers import named_ports
from lsparch.observe.reading import Path, at, integer, items, mapping, text, texts
from lsparch.observe.scene import Pods, Scene

__all__ = ["WAYS", "Allowed", "Policies"]

WAYS = ("Ingress", "Egress")
"""Directions in which policies confine pods."""

_NAMES = 53
"""Port on which names are looked up."""

_API_PORTS = frozenset({443, 6443})
_PRIVATE = frozenset({"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"})
"""RFC 1918; a policy that allows any address but these means the public Internet."""

_NAME_LABEL = "kubernetes.io/metadata.name"
_ANY_PORT = 0

_API = "kube-apiserver"
_ENDS = {"all": ANYWHERE, "world": ANYWHERE}
"""Kinds of ends in the language of Cilium that are not addresses."""


@dataclass
class Allowed:
    """A connection that policies allow."""

    source: str
    target: str
    port: int
    """Port of the target's pods; 0 for any."""

    transport: str
    place: Place
    sides: set[str] = field(default_factory=set)
    """Directions in which a policy allows it: ``Ingress``, ``Egress`` or both."""


class Policies:
    """All network policies.

    Parameters
    ----------
    scene
        What is observed.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._isolated: dict[str, set[str]] = {}
        self._allowed: dict[tuple[str, str, int, str], Allowed] = {}
        self._labelled: dict[tuple[str, str], list[str]] = {}
        for name, labels in sorted(scene.namespaces.items()):
            for label in labels.items():
                self._labelled.setdefault(label, []).append(name)
        for namespace, policy in scene.objects("NetworkPolicy"):
            self._read(namespace, policy)
        for namespace, policy in scene.objects("CiliumNetworkPolicy"):
            self._read_names(namespace, policy)

    def is_isolated(self, pods: str, direction: str) -> bool:
        """Tell whether pods may only make, or take, the connections that a policy allows."""
        return direction in self._isolated.get(pods, ())

    def lets(self, pods: str, direction: str, port: int | None) -> bool:
        """Tell whether pods may make, or take, a connection whoever is at its other end; any port will do for None."""
        if not self.is_isolated(pods, direction):
            return True
        opened = self._opened.get((pods, direction), set())
        return bool(opened & {port, _ANY_PORT}) or (port is None and bool(opened))

    @cached_property
    def _opened(self) -> dict[tuple[str, str], set[int]]:
        """Ports on which pods may connect to everybody, or everybody to them."""
        found: dict[tuple[str, str], set[int]] = {}
        for allowed in self._allowed.values():
            for own, other, direction in (
                (allowed.source, allowed.target, "Egress"),
                (allowed.target, allowed.source, "Ingress"),
            ):
                if other in {ANYWHERE, EVERYWHERE} and direction in allowed.sides:
                    found.setdefault((own, direction), set()).add(allowed.port)
        return found

    def allowed(self) -> Iterator[Allowed]:
        """Iterate over the connections that both ends allow, if at least one end is among the pods observed."""
        for _, found in sorted(self._allowed.items()):
            if not {found.source, found.target} & self._scene.pods.keys():
                continue
            leaves = not self.is_isolated(found.source, "Egress") or "Egress" in found.sides
            enters = not self.is_isolated(found.target, "Ingress") or "Ingress" in found.sides
            if leaves and enters:
                yield found

    def _read(self, namespace: str, policy: StoredObject) -> None:
        spec = mapping(policy.data, "spec")
        selector = spec.get("podSelector", {})
        subjects = [p for p in self._scene.living_in(namespace) if p.are_selected(selector) and not p.on_hosts]
        kinds = spec.get("policyTypes")
        if not isinstance(kinds, list):
            kinds = ["Ingress", *(["Egress"] if "egress" in spec else [])]
        for pods in subjects:
            self._isolated.setdefault(pods.id, set()).update(map(str, kinds))
        known = any(p.are_selected(selector) for p in self._scene.living_in(namespace))
        absent = "" if known or is_empty(selector) else pods_id(namespace, texts(selector, "matchLabels"))
        for direction, key, ends in (("Ingress", "ingress", "from"), ("Egress", "egress", "to")):
            if direction not in kinds:
                continue
            for number, rule in items(spec, key):
                path = ("spec", key, number)
                for pods in subjects:
                    self._apply(namespace, policy, path, rule, direction, ends, pods.id, pods)
                if absent:
                    self._apply(namespace, policy, path, rule, direction, ends, absent, None)

    def _read_names(self, namespace: str, policy: StoredObject) -> None:
        """Read what pods may reach by name, address or kind of end, in the language of Cilium."""
        labels = {
            key.removeprefix("k8s:").removeprefix("any:"): value
            for key, value in texts(policy.data, "spec", "endpointSelector", "matchLabels").items()
        }
        subjects = [p for p in self._scene.living_in(namespace) if p.are_selected({"matchLabels": labels})]
        for number, rule in items(policy.data, "spec", "egress"):
            place = policy.place("spec", "egress", number)
            hosts = [text(f, "matchName") or text(f, "matchPattern") for _, f in items(rule, "toFQDNs")]
            blocks = at(rule, "toCIDR")
            hosts.extend(map(str, blocks) if isinstance(blocks, list) else ())
            entities = at(rule, "toEntities")
            hosts.extend(map(str, entities) if isinstance(entities, list) else ())
            listed = [port for _, group in items(rule, "toPorts") for _, port in items(group, "ports")]
            for pods in (p for p in subjects if not p.on_hosts):
                self._isolated.setdefault(pods.id, set()).add("Egress")
                for host in hosts:
                    if host == _API and _has_rights(pods) and {_number(port) for port in listed} <= _API_PORTS:
                        continue
                    for port in listed:
                        key = (pods.id, _ENDS.get(host) or address_id(host), _number(port), _transport(port))
                        self._allowed.setdefault(key, Allowed(*key, place)).sides.add("Egress")

    def _apply(
        self, namespace: str, policy: StoredObject, path: Path, rule: Mapping[str, Any], direction: str, ends: str,
        own: str, pods: Pods | None,
    ) -> None:  # fmt: skip
        if direction == "Egress" and pods is not None and _asks_api(rule, pods):
            return
        for other, peer in self._peers(namespace, rule, ends):
            if direction == "Egress" and peer is None and "/[" in other and _asks_names(rule):
                continue
            target = pods if direction == "Ingress" else peer
            for port, transport in _ports(rule, target):
                pair = (other, own) if direction == "Ingress" else (own, other)
                key = (*pair, port, transport)
                found = self._allowed.setdefault(key, Allowed(*key, policy.place(*path)))
                found.sides.add(direction)

    def _peers(self, namespace: str, rule: Mapping[str, Any], ends: str) -> Iterator[tuple[str, Pods | None]]:
        listed = [peer for _, peer in items(rule, ends)]
        if not listed:
            yield ANYWHERE, None
        for peer in listed:
            if "ipBlock" in peer:
                yield _block(mapping(peer, "ipBlock")), None
                continue
            yield from self._selected(namespace, peer)

    def _candidates(self, selector: Any) -> list[str]:
        """Return the namespaces that a selector may take, sorted: those with the first label that it names."""
        for label in texts(selector, "matchLabels").items():
            return self._labelled.get(label, [])
        return sorted(self._scene.namespaces)

    def _selected(self, namespace: str, peer: Mapping[str, Any]) -> Iterator[tuple[str, Pods | None]]:
        chosen, labels = peer.get("namespaceSelector"), peer.get("podSelector", {})
        if chosen is None:
            where = [namespace]
        elif is_empty(chosen) and is_empty(labels):
            yield EVERYWHERE, None
            return
        else:
            where = [name for name in self._candidates(chosen) if selects(chosen, self._scene.namespaces[name])]
        found = [p for name in where for p in self._scene.living_in(name) if p.are_selected(labels)]
        for pods in found:
            if not pods.on_hosts:
                yield pods.id, pods
        if not found:
            wanted = texts(chosen, "matchLabels")
            named = wanted.get(_NAME_LABEL) or ",".join(f"{k}={v}" for k, v in sorted(wanted.items()))
            yield pods_id(namespace if chosen is None else named, texts(labels, "matchLabels")), None


def _block(block: Mapping[str, Any]) -> str:
    excepted = block.get("except")
    if text(block, "cidr") == "0.0.0.0/0" and isinstance(excepted, list) and set(map(str, excepted)) >= _PRIVATE:
        return PUBLIC
    return address_id(text(block, "cidr"))


def _ports(rule: Mapping[str, Any], target: Pods | None) -> Iterator[tuple[int, str]]:
    """Iterate over ports and transport protocols of a rule; names, ranges and all ports as the target has them."""
    known = named_ports(target) if target is not None else {}
    listed = [port for _, port in items(rule, "ports")]
    if not listed:
        yield from sorted(set(known.values())) or [(_ANY_PORT, "TCP")]
    for port in listed:
        transport = text(port, "protocol") or "TCP"
        first, last = at(port, "port"), integer(port, "endPort")
        if isinstance(first, int) and last is not None and known:
            yield from sorted({(n, t) for n, t in known.values() if first <= n <= last and t == transport})
        elif isinstance(first, int):
            yield first, transport
        elif isinstance(first, str) and first in known:
            yield known[first][0], transport
        elif first is None:
            yield from sorted({(n, t) for n, t in known.values() if t == transport}) or [(_ANY_PORT, transport)]


def _number(port: Mapping[str, Any]) -> int:
    """Return the number of a port that is written as text."""
    written = str(port.get("port", ""))
    return int(written) if written.isdigit() else _ANY_PORT


def _transport(port: Mapping[str, Any]) -> str:
    return text(port, "protocol") or "TCP"


def _has_rights(pods: Pods) -> bool:
    """Tell whether pods have rights on the Kubernetes API."""
    return any(name.startswith("api.") for name in pods.sheet.leaves)


def _asks_names(rule: Mapping[str, Any]) -> bool:
    """Tell whether a rule is about looking up names only, which is no connection."""
    ports = [port for _, port in items(rule, "ports")]
    return bool(ports) and all(integer(port, "port") == _NAMES for port in ports)


def _asks_api(rule: Mapping[str, Any], pods: Pods) -> bool:
    """Tell whether a rule lets pods with rights reach the Kubernetes API, which is no connection."""
    ports = {integer(port, "port") for _, port in items(rule, "ports")}
    blocks = all("ipBlock" in peer for _, peer in items(rule, "to"))
    return _has_rights(pods) and blocks and 6443 in ports and ports <= _API_PORTS  # noqa: PLR2004
