"""What an environment deploys that other environments of its cluster use too."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lsparch.graph import State
from lsparch.k8s.store import StoredObject
from lsparch.resolve import Environment

__all__ = ["Dependent", "dependents", "held_back"]


@dataclass(frozen=True, slots=True)
class Dependent:
    """An environment that uses what another one of its cluster deploys for all."""

    environment: str
    parts: tuple[str, ...]
    """Services that it uses and does not deploy, sorted."""

    namespaces: tuple[str, ...]
    """Its own namespaces, sorted."""


def dependents(env: Environment, others: Iterable[Environment]) -> Iterator[Dependent]:
    """Iterate over the environments that use what an environment deploys for its whole cluster.

    Parameters
    ----------
    env
        The environment.
    others
        All environments that may use it; those of other clusters do not count.
    """
    if (env.cluster.shared_services or "").removeprefix("environment/") != env.id:
        return
    for other in others:
        if other.id == env.id or other.cluster_id != env.cluster_id:
            continue
        shared = {name.partition("/")[0] for name, state in other.states.items() if state is State.SHARED}
        if shared:
            deployed = {name.partition("/")[0] for name, state in other.states.items() if state is State.DEPLOYED}
            own = sorted({other.namespace(part) for part in other.parts if part in deployed - shared})
            yield Dependent(other.id, tuple(sorted(shared)), tuple(own))


def held_back(env: Environment, objects: Iterable[StoredObject], users: Iterable[Dependent]) -> Iterator[StoredObject]:
    """Iterate over the objects that must stay as long as other environments use them.

    They are those of the Services that are shared, the gateways by which these are reached, the namespaces of both, and
    the priority classes, without which no pod of these Services is made again. What such a Service has put into
    namespaces of the environment, such as the configuration of its shippers there, serves pods that go.
    """
    parts = {part for user in users for part in user.parts}
    if not parts:
        return
    everything = tuple(objects)
    shared = {env.namespace(part) for part in parts}
    gateways = {way for stored in everything if stored.namespace in shared for way in _gateways(stored)}
    namespaces = shared | {namespace for namespace, _ in gateways}
    for stored in everything:
        of_a_part = stored.element.partition("/")[0] in parts
        kept = stored.namespace in shared or (of_a_part and not stored.namespace)
        kept |= stored.kind == "Namespace" and stored.name in namespaces
        kept |= stored.kind == "Gateway" and (stored.namespace, stored.name) in gateways
        if kept or stored.kind == "PriorityClass":
            yield stored


def _gateways(route: StoredObject) -> Iterator[tuple[str, str]]:
    """Iterate over namespace and name of the gateways to which a route is attached; over nothing for other kinds."""
    spec: dict[str, Any] = route.data.get("spec") or {}
    for parent in spec.get("parentRefs") or ():
        yield str(parent.get("namespace") or route.namespace), str(parent["name"])
