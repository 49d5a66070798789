"""Updates that a quota stops half-way: it counts old pods beside new ones."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from lsparch.drift.change import Effect, Meaning
from lsparch.drift.pod_effects import CONTROLLERS, PodEffects, missing_in_update, named
from lsparch.k8s.quantity import parse_quantity
from lsparch.k8s.store import ObjectStore, StoredObject

__all__ = ["QuotaEffects"]

_STEPS = ("apply everything but the quota", "wait until the update has ended", "apply the quota")


class QuotaEffects:
    """Effects of quotas on updates.

    Parameters
    ----------
    before, after
        All objects, as they are and as they would be.
    pods
        How many pods workloads have.
    """

    def __init__(self, before: ObjectStore, after: ObjectStore, pods: PodEffects) -> None:
        self._before, self._after = before, after
        self._pods = pods

    def updated(self, before: StoredObject, after: StoredObject) -> Iterator[Effect]:
        """Iterate over quotas that let no new pod in while the pods of a workload are replaced."""
        number = self._pods.pods(before, after=False).least
        if not number or after.kind == "DaemonSet":
            return
        old, new = _use(before), _use(after)
        beside = missing_in_update(after, number) == 0
        for quota in self._after.of_kind("ResourceQuota"):
            spec = quota.data.get("spec") or {}
            if quota.namespace != after.namespace or spec.get("scopes") or spec.get("scopeSelector"):
                continue
            for name, hard in sorted((spec.get("hard") or {}).items()):
                others = self._others(after, name)
                wanted = others + _of(old, name) * (number if beside else number - 1) + _of(new, name)
                if wanted > parse_quantity(hard) and _of(new, name):
                    text = (
                        f"the update of {named(after)} stops half-way: with pods of before, {quota.name} lets no new "
                        f"pod in ({name})"
                    )
                    yield Effect(Meaning.BLOCKED, text, None, _STEPS)
                    break

    def _others(self, updated: StoredObject, name: str) -> Fraction:
        """Return what the other workloads of a namespace use, the less of before and after."""
        total = Fraction(0)
        for found in self._after.of_kind(*sorted(CONTROLLERS - {"DaemonSet"})):
            earlier = self._before.get(found.key)
            if found.namespace != updated.namespace or found.key == updated.key or earlier is None:
                continue
            uses = (
                _of(_use(earlier), name) * self._pods.pods(earlier, after=False).least,
                _of(_use(found), name) * self._pods.pods(found, after=True).least,
            )
            total += min(uses)
        return total


def _of(use: Mapping[str, Fraction], name: str) -> Fraction:
    return use.get(name if "." in name or name == "pods" else f"requests.{name}", Fraction(0))


def _use(found: StoredObject) -> dict[str, Fraction]:
    """Return what a quota counts for one pod of a workload."""
    spec: Mapping[str, Any] = ((found.data.get("spec") or {}).get("template") or {}).get("spec") or {}
    first = spec.get("initContainers") or []
    beside = [one for one in first if one.get("restartPolicy") == "Always"]
    use = {"pods": Fraction(1)}
    for container in (*(spec.get("containers") or ()), *beside):
        for name, amount in _amounts(container):
            use[name] = use.get(name, Fraction(0)) + amount
    for container in first:
        for name, amount in _amounts(container):
            use[name] = max(use.get(name, Fraction(0)), amount)
    return use


def _amounts(container: Mapping[str, Any]) -> Iterator[tuple[str, Fraction]]:
    resources = container.get("resources") or {}
    limits, requests = resources.get("limits") or {}, resources.get("requests") or {}
    for name in sorted(limits.keys() | requests.keys()):
        yield f"requests.{name}", parse_quantity(requests.get(name, limits.get(name, 0)))
        if name in limits:
            yield f"limits.{name}", parse_quantity(limits[name])
