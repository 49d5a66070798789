"""What a change does to traffic: Services, routes and policies that somebody uses."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from lsparch.drift.change import Effect, Meaning
from lsparch.drift.pod_effects import named
from lsparch.graph import Edge, EdgeKind
from lsparch.k8s.identity import ObjectKey
from lsparch.k8s.store import ObjectStore, StoredObject
from lsparch.observe import observe
from lsparch.observe.evidence import Evidence, evidence
from lsparch.observe.routes import published_paths
from lsparch.observe.scene import Scene
from lsparch.observe.services import Services
from lsparch.observe.users import user_objects

__all__ = ["POLICIES", "ROUTES", "TrafficEffects"]

POLICIES = frozenset({"CiliumNetworkPolicy", "NetworkPolicy"})
"""Kinds that allow connections."""

ROUTES = frozenset({"HTTPRoute", "Ingress"})
"""Kinds by which users get in."""

_WORKLOADS = frozenset({"DaemonSet", "Deployment", "StatefulSet"})


def _scene(store: ObjectStore) -> tuple[Scene, Services]:
    users, labels = user_objects(store)
    scene = Scene(store, users, labels)
    return scene, Services(scene)


class TrafficEffects:
    """Effects on connections and on users.

    Parameters
    ----------
    before, after
        All objects, as they are and as they would be.
    changed
        Objects that come, change or go.
    """

    def __init__(self, before: ObjectStore, after: ObjectStore, changed: Iterable[ObjectKey]) -> None:
        self._before, self._after = before, after
        self._policies = sorted(key for key in changed if key.kind in POLICIES)

    def removed(self, found: StoredObject) -> Iterator[Effect]:
        """Iterate over what the removal of an object does."""
        if found.kind == "Service":
            users = sorted({*self._callers(found), *_backends(self._after, found)})
            if users:
                verb = "names" if len(users) == 1 else "name"
                text = f"Service {named(found)} goes, and {_listed(users)} still {verb} it"
                yield Effect(Meaning.OUTAGE, text)
        yield from self._of_any(found)

    def changed(self, before: StoredObject, after: StoredObject) -> Iterator[Effect]:
        """Iterate over what a change of an object does."""
        if after.kind == "Service":
            gone = _ports(before) - _ports(after)
            for port in sorted(gone):
                yield Effect(Meaning.OUTAGE, f"Service {named(after)} no longer answers on port {port}")
            if self._has_pods(before, self._before) and not self._has_pods(after, self._after):
                yield Effect(Meaning.OUTAGE, f"Service {named(after)} selects no pods any more")
        yield from self._of_any(before)

    def created(self, found: StoredObject) -> Iterator[Effect]:
        """Iterate over what a new object does: a policy confines pods that none confined before."""
        yield from self._of_any(found)

    def _of_any(self, found: StoredObject) -> Iterator[Effect]:
        if found.kind in ROUTES:
            lost = sorted(self._published[0].get(found.key, set()) - self._all_published)
            if lost:
                yield Effect(Meaning.OUTAGE, f"{_listed(lost)} {'is' if len(lost) == 1 else 'are'} no longer served")
        if found.kind in POLICIES:
            yield from self._narrowed.get(found.key, ())

    def _callers(self, service: StoredObject) -> Iterator[str]:
        """Iterate over the pods that would be there and name a Service that would not."""
        hosts = {f"{service.name}.{service.namespace}{end}" for end in ("", ".svc", ".svc.cluster.local")}
        for seen in self._naming_gone:
            if seen.host in hosts or (seen.host == service.name and seen.source.startswith(f"{service.namespace}/")):
                yield seen.source

    @cached_property
    def _naming_gone(self) -> list[Evidence]:
        """What pods that would be there name, also of Services that would not."""
        gone = [o for o in self._before if o.kind in _WORKLOADS | {"Service"} and self._after.get(o.key) is None]
        scene, services = _scene(ObjectStore([*self._after, *gone]))
        lost = {named(found) for found in gone if found.kind != "Service"}
        return [e for pods in scene.pods.values() if pods.id not in lost for e in evidence(scene, services, pods)]

    def _has_pods(self, service: StoredObject, store: ObjectStore) -> bool:
        selector = (service.data.get("spec") or {}).get("selector") or {}
        if not selector:
            return False
        scene = self._scenes[store is self._after][0]
        return any(selector.items() <= pods.labels.items() for pods in scene.living_in(service.namespace))

    @cached_property
    def _scenes(self) -> tuple[tuple[Scene, Services], tuple[Scene, Services]]:
        return _scene(self._before), _scene(self._after)

    @cached_property
    def _published(self) -> tuple[Mapping[ObjectKey, set[str]], Mapping[ObjectKey, set[str]]]:
        """Addresses that users have, by the object that publishes them, before and after."""
        found: tuple[dict[ObjectKey, set[str]], dict[ObjectKey, set[str]]] = ({}, {})
        for side, (scene, services) in zip(found, self._scenes, strict=True):
            for path in published_paths(scene, services):
                side.setdefault(path.stored.key, set()).add(path.id.removeprefix("route/"))
        return found

    @cached_property
    def _all_published(self) -> set[str]:
        return {address for addresses in self._published[1].values() for address in addresses}

    @cached_property
    def _narrowed(self) -> Mapping[ObjectKey, list[Effect]]:
        """Connections that were allowed and would no longer be, by the first policy that has to do with them."""
        old, new = observe(self._before), observe(self._after)
        kept = {_ends(edge) for edge in new.edges() if edge.kind is EdgeKind.CONNECTS}
        pairs = {ends[:2] for ends in kept}
        scene, services = self._scenes[1]
        told: dict[tuple[str, str], set[int | None]] = {}
        for pods in scene.pods.values():
            for seen in evidence(scene, services, pods):
                for target in seen.targets:
                    told.setdefault((pods.id, target), set()).add(seen.port)
        found: dict[ObjectKey, list[Effect]] = {}
        for edge in sorted(old.edges(), key=lambda e: e.id):
            if edge.kind is not EdgeKind.CONNECTS or _ends(edge) in kept or edge.source not in scene.pods:
                continue
            policy = self._policy_of(scene, edge)
            if policy is None or edge.target not in new:
                continue
            ports = told.get((edge.source, edge.target), set())
            used = bool(ports) and ((edge.source, edge.target) not in pairs or bool({None, edge.port} & ports))
            found.setdefault(policy, []).append(_denied(edge, used=used))
        return found

    def _policy_of(self, scene: Scene, edge: Edge) -> ObjectKey | None:
        ends = [scene.pods[end] for end in (edge.source, edge.target) if end in scene.pods]
        for key in self._policies:
            stored = self._after.get(key) or self._before.get(key)
            spec = {} if stored is None else stored.data.get("spec") or {}
            selector: Mapping[str, Any] = spec.get("podSelector") or spec.get("endpointSelector") or {}
            labels = selector.get("matchLabels") or {}
            if any(end.namespace == key.namespace and labels.items() <= end.labels.items() for end in ends):
                return key
        return None


def _ends(edge: Edge) -> tuple[str, str, str]:
    return edge.source, edge.target, edge.detail


def _denied(edge: Edge, *, used: bool) -> Effect:
    text = f"{edge.source} may no longer call {edge.target}{f' on {edge.detail}' if edge.detail else ''}"
    if used:
        return Effect(Meaning.OUTAGE, f"{text}, which its configuration names")
    return Effect(Meaning.IN_PLACE, text)


def _ports(service: StoredObject) -> set[int]:
    return {int(port["port"]) for port in (service.data.get("spec") or {}).get("ports") or () if "port" in port}


def _backends(store: ObjectStore, service: StoredObject) -> Iterator[str]:
    """Iterate over the routes whose backend a Service is."""
    for found in store.of_kind("HTTPRoute", "Ingress"):
        if any(found.namespace == service.namespace and name == service.name for name in _named_services(found.data)):
            yield f"{found.kind} {named(found)}"


def _named_services(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key == "backendRefs" and isinstance(item, list):
                yield from (str(one.get("name")) for one in item if isinstance(one, Mapping))
            elif key == "service" and isinstance(item, Mapping):
                yield str(item.get("name"))
            else:
                yield from _named_services(item)
    elif isinstance(value, list):
        for item in value:
            yield from _named_services(item)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
