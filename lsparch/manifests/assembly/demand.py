"""What the pods of a namespace ask for at most."""

from fractions import Fraction

from lsparch.k8s.quantity import parse_quantity
from lsparch.manifests.assembly.containers import ContainerRole, PodContainer
from lsparch.manifests.assembly.legs import client_container
from lsparch.manifests.assembly.workload import Workload
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.models.component import Container, LabSize, Resources

__all__ = ["demand", "largest", "per_user"]

_SOLVER = {
    "pods": Fraction(1),
    "requests.cpu": parse_quantity("10m"),
    "requests.memory": parse_quantity("64Mi"),
    "limits.memory": parse_quantity("64Mi"),
}
"""What cert-manager's solver of ACME challenges asks for, by its own defaults."""


def demand(shop: Workshop, part: str) -> dict[str, Fraction]:
    """Return what the pods of a part ask for at most, in base units, by name of the quota.

    It holds every replica, one pod more for each Deployment and CronJob (an update, or a run that has not ended),
    a pod on each node for a DaemonSet, spawned pods for as many users as are planned, the pod of one test, and that
    with which an issuer of certificates proves a host.
    """
    total: dict[str, Fraction] = {}
    for workload in shop.site.of_part(part):
        if workload.is_per_user:
            continue
        if workload.is_spawned:
            spawned = workload.component.spawned
            assert spawned is not None
            pods, amounts = (spawned.users or 1) * spawned.most_per_user, _largest(spawned.sizes, workload)
        else:
            pods, amounts = _pods(shop, workload), _amounts(shop.containers.of(workload))
        _add(total, {"pods": Fraction(1), **amounts}, pods)
        claims = workload.most_replicas if workload.component.kind == "statefulset" else 1
        for storage in workload.component.storage.values():
            _add(total, _claimed(storage.size), claims)
    for claim in (*shop.claims, *shop.claims_of_groups):
        if claim.part == part:
            _add(total, _claimed(claim.size), 1)
    if shop.site.env.namespace(part) in shop.certified:
        _add(total, _SOLVER, 1)
    if part in shop.tested:
        client = client_container(shop.site.env).element
        assert isinstance(client, Container)
        _add(total, {"pods": Fraction(1), **_named(client.resources)}, 1)
    return total


def _claimed(size: str) -> dict[str, Fraction]:
    return {"persistentvolumeclaims": Fraction(1), "requests.storage": parse_quantity(size)}


def per_user(shop: Workshop, part: str) -> dict[str, Fraction]:
    """Return what the pods of one user ask for at most, in base units, by name of the quota."""
    total: dict[str, Fraction] = {}
    for workload in shop.site.of_part(part):
        spawned = workload.component.spawned
        if workload.is_per_user and spawned is not None:
            _add(total, {"pods": Fraction(1), **_largest(spawned.sizes, workload)}, spawned.most_per_user)
    return total


def _add(total: dict[str, Fraction], amounts: dict[str, Fraction], times: int) -> None:
    for name, amount in amounts.items():
        total[name] = total.get(name, Fraction(0)) + amount * times


def _pods(shop: Workshop, workload: Workload) -> int:
    match workload.component.kind:
        case "daemonset":
            pools = shop.site.env.cluster.pools.values()
            return sum(
                p.nodes for p in pools if workload.component.pool is None or workload.component.pool in p.purposes
            )
        case "statefulset" | "job":
            return workload.most_replicas
        case _:
            return workload.most_replicas + 1


def _amounts(containers: tuple[PodContainer, ...]) -> dict[str, Fraction]:
    """Return what one pod asks for: its containers together, or the largest of those that run before them."""
    together: dict[str, Fraction] = {}
    before: dict[str, Fraction] = {}
    for container in containers:
        amounts = _named(container.container.resources)
        if container.role is ContainerRole.INIT:
            before = {**before, **{n: max(before.get(n, Fraction(0)), a) for n, a in amounts.items()}}
        else:
            _add(together, amounts, 1)
    return {n: max(together.get(n, Fraction(0)), before.get(n, Fraction(0))) for n in {**together, **before}}


def _named(resources: Resources) -> dict[str, Fraction]:
    asked = {
        "requests.cpu": resources.cpu,
        "requests.memory": resources.memory,
        "limits.memory": resources.memory_limit,
    }
    return {name: parse_quantity(amount) for name, amount in asked.items() if amount is not None}


def _largest(sizes: dict[str, LabSize], workload: Workload) -> dict[str, Fraction]:
    if not sizes:
        return _named(workload.component.resources)
    found: dict[str, Fraction] = {}
    for size in sizes.values():
        amounts = {
            "requests.cpu": parse_quantity(size.cpu_request or size.cpu),
            "requests.memory": parse_quantity(size.memory_request or size.memory),
            "limits.memory": parse_quantity(size.memory),
        }
        found = {name: max(found.get(name, Fraction(0)), amount) for name, amount in amounts.items()}
    return found


def largest(workload: Workload) -> dict[str, Fraction]:
    """Return the most processors and memory that one spawned container may use, by resource; nothing without sizes."""
    spawned = workload.component.spawned
    sizes = spawned.sizes.values() if spawned is not None else ()
    found: dict[str, Fraction] = {}
    for size in sizes:
        for name, text in (("cpu", size.cpu), ("memory", size.memory)):
            amount = parse_quantity(text)
            found[name] = max(found.get(name, amount), amount)
    return found
