"""In which order the objects of an environment are applied, and what is awaited on the way."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from lsparch.graph import State
from lsparch.k8s.identity import apply_rank
from lsparch.k8s.store import StoredObject
from lsparch.load.names import split_member
from lsparch.resolve import Environment

__all__ = ["Phase", "Stage", "back_order", "phase_of", "removal_order", "rollout_stages", "waits_for"]

_SECRET_KINDS = frozenset({"ClusterExternalSecret", "ExternalSecret", "SecretStore"})
_GUARDS = frozenset({"CiliumNetworkPolicy"})
_VOLUMES = frozenset({"PersistentVolume", "PersistentVolumeClaim"})
_ROUTES = frozenset({"GRPCRoute", "HTTPRoute", "Ingress"})
_ENTRANCES = frozenset({"Gateway", "ReferenceGrant"})
_ROLLED_OUT = frozenset({"DaemonSet", "Deployment", "StatefulSet"})


class Phase(Enum):
    """What is applied together, in this order."""

    CLUSTER = "namespaces, and what belongs to no namespace"
    SECRETS = "where Secrets come from"
    GUARDS = "policies, accounts, configuration and Services"
    QUOTAS = "quotas"
    VOLUMES = "volumes"
    WORKLOADS = "workloads"
    TRAFFIC = "gateways and routes"


@dataclass(frozen=True, slots=True)
class Stage:
    """Objects that are applied together."""

    phase: Phase
    part: str
    """Aspect or Service of workloads; empty in other phases."""

    objects: tuple[StoredObject, ...]


def phase_of(stored: StoredObject) -> Phase:
    """Return when an object is applied."""
    rank = apply_rank(stored.kind)
    if stored.kind in _SECRET_KINDS:
        return Phase.SECRETS
    if stored.kind in _GUARDS:
        return Phase.GUARDS
    if stored.kind == "ResourceQuota":
        return Phase.QUOTAS
    if stored.kind in _VOLUMES:
        return Phase.VOLUMES
    if not stored.namespace:
        return Phase.CLUSTER
    if rank < apply_rank("PodDisruptionBudget"):
        return Phase.GUARDS
    return Phase.WORKLOADS if rank < apply_rank("Gateway") or stored.kind == "PodTemplate" else Phase.TRAFFIC


def rollout_stages(env: Environment, objects: Iterable[StoredObject]) -> tuple[Stage, ...]:
    """Return all objects in stages, in the order of application; removal goes the other way.

    Workloads come part by part: what others cannot do without comes first. Users get in last, unless the registry of
    the cluster is among the workloads: nodes reach it as users do, so that routes come right after it. Whatever
    protects a route comes before it, so that no route is ever open.

    Parameters
    ----------
    env
        The environment.
    objects
        Its objects.
    """
    found: dict[tuple[Phase, str], list[StoredObject]] = {}
    part_of = {env.namespace(part): part for part in env.parts}
    for stored in objects:
        phase = phase_of(stored)
        part = part_of.get(stored.namespace, stored.namespace) if phase is Phase.WORKLOADS else ""
        found.setdefault((phase, part), []).append(stored)
    parts = [part for phase, part in found if phase is Phase.WORKLOADS]
    registries = _registries(env)
    order = {part: number for number, part in enumerate(_in_order(parts, _needs(env, registries)), 1)}

    def rank(key: tuple[Phase, str]) -> tuple[bool, int, int]:
        beyond = bool(registries) and key[0] is Phase.WORKLOADS and key[1] not in registries
        return beyond, list(Phase).index(key[0]), order.get(key[1], 0)

    for (phase, _), members in found.items():
        if phase is Phase.TRAFFIC:
            members.sort(key=_traffic_rank)
    return tuple(Stage(phase, part, tuple(found[phase, part])) for phase, part in sorted(found, key=rank))


def _traffic_rank(stored: StoredObject) -> int:
    """Return the place of an object among gateways and routes: entrances, what protects routes, and routes."""
    if stored.kind in _ENTRANCES:
        return 0
    return 2 if stored.kind in _ROUTES else 1


def back_order(stages: Iterable[Stage]) -> tuple[Stage, ...]:
    """Return stages in the order in which what was there before is applied again.

    What the earlier workloads need comes back first, then they do, in the opposite order of application, so that
    nothing new calls what is old already; then routes.
    """
    prepared, workloads, traffic = _kinds_of(stages)
    return (*prepared, *reversed(workloads), *traffic)


def removal_order(stages: Iterable[Stage]) -> tuple[Stage, ...]:
    """Return stages in the order in which they are removed: routes first, then the opposite order of application."""
    prepared, workloads, traffic = _kinds_of(stages)
    return tuple(reversed((*prepared, *workloads, *traffic)))


def _kinds_of(stages: Iterable[Stage]) -> tuple[list[Stage], list[Stage], list[Stage]]:
    """Return the stages before workloads, those of workloads, and those by which users get in."""
    prepared: list[Stage] = []
    workloads: list[Stage] = []
    traffic: list[Stage] = []
    kinds = {Phase.WORKLOADS: workloads, Phase.TRAFFIC: traffic}
    for stage in stages:
        kinds.get(stage.phase, prepared).append(stage)
    return prepared, workloads, traffic


def waits_for(stored: StoredObject) -> str:
    """Return what is awaited of an object after it is applied: ``rollout``, a condition, or nothing."""
    if stored.kind in _ROLLED_OUT:
        return "rollout"
    return {"Job": "complete", "Gateway": "Programmed"}.get(stored.kind, "")


def _registries(env: Environment) -> frozenset[str]:
    """Return the parts of the registry and the cache from which the cluster pulls, if they are deployed here."""
    cluster = env.cluster
    named = (cluster.registry, cluster.pull_through.through if cluster.pull_through is not None else None)
    homes = [split_member(env.qualify(text, ("endpoint", "external"), ""))[0] for text in named if text is not None]
    return frozenset(home.partition("/")[0] for home in homes if env.states.get(home) is State.DEPLOYED)


def _needs(env: Environment, registries: frozenset[str]) -> Mapping[str, set[str]]:
    """Return the parts without which the pods of each part do not start or do not work."""
    needs: dict[str, set[str]] = {}
    for link in env.links:
        source, target = link.source.partition("/")[0], split_member(link.target)[0].partition("/")[0]
        if link.live and not link.connection.optional and target in env.parts and source != target:
            needs.setdefault(source, set()).add(target)
    if registries:
        for part in env.parts:
            needs.setdefault(part, set()).update(registries)
        needs.update((part, set()) for part in registries)
    return needs


def _in_order(parts: Iterable[str], needs: Mapping[str, set[str]]) -> Iterator[str]:
    """Iterate over parts, what is needed first; in a circle the one that lacks least comes first."""
    left = set(parts)
    while left:
        lacking = {part: needs.get(part, set()) & left - {part} for part in left}
        chosen = min(left, key=lambda part: (len(lacking[part]), part))
        left.remove(chosen)
        yield chosen
