"""Network policies as pods feel them: who is isolated, and which rule names which pods."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lsparch.k8s.store import StoredObject
from lsparch.rules.context import ObjectsContext
from lsparch.rules.workloads import Workload, at, items, mapping, matches, texts

__all__ = ["Flow", "Isolation"]

_NAME = "kubernetes.io/metadata.name"


@dataclass(frozen=True, slots=True)
class Flow:
    """One peer of one rule of a policy."""

    policy: StoredObject
    path: tuple[str | int, ...]
    """Path of the peer."""

    egress: bool
    peer: Mapping[str, Any]
    ports: tuple[Mapping[str, Any], ...]
    """Ports of the rule; all when empty."""


class Isolation:
    """The policies of a deployment.

    Parameters
    ----------
    context
        What is checked.
    """

    def __init__(self, context: ObjectsContext) -> None:
        self._context = context
        self.policies: dict[str, list[StoredObject]] = {}
        for policy in context.objects.of_kind("NetworkPolicy"):
            self.policies.setdefault(policy.namespace, []).append(policy)

    @cached_property
    def namespaces(self) -> dict[str, Mapping[str, Any]]:
        """Labels of the namespaces that the deployment makes or has workloads in."""
        found = {name: {_NAME: name} for name in self._context.workloads_in}
        for namespace in self._context.objects.of_kind("Namespace"):
            found[namespace.name] = {_NAME: namespace.name, **mapping(namespace.data, "metadata", "labels")}
        return dict(sorted(found.items()))

    @cached_property
    def templates(self) -> dict[str, list[Mapping[str, Any]]]:
        """Labels of pods that somebody makes from templates, by namespace of the template."""
        found: dict[str, list[Mapping[str, Any]]] = {}
        for template in self._context.objects.of_kind("PodTemplate"):
            labels = mapping(template.data, "template", "metadata", "labels")
            found.setdefault(template.namespace, []).append(labels)
        return found

    def flows(self, policy: StoredObject) -> Iterator[Flow]:
        """Iterate over what a policy allows, one peer at a time."""
        for direction, key in (("ingress", "from"), ("egress", "to")):
            for number, rule in items(policy.data, "spec", direction):
                ports = tuple(port for _, port in items(rule, "ports"))
                for position, peer in items(rule, key):
                    path = ("spec", direction, number, key, position)
                    yield Flow(policy, path, direction == "egress", peer, ports)

    def of_pods(self, workload: Workload) -> list[StoredObject]:
        """Return the policies that select the pods of a workload."""
        found = self.policies.get(workload.namespace, ())
        return [p for p in found if workload.is_selected(mapping(p.data, "spec", "podSelector"))]

    def homes(self, peer: Mapping[str, Any], namespace: str) -> list[str] | None:
        """Return the namespaces of the deployment in which a peer's pods are; None if they may be in others."""
        selector = peer.get("namespaceSelector")
        if selector is None:
            return [namespace]
        wanted = mapping(selector, "matchLabels").get(_NAME)
        if wanted is not None:
            return [str(wanted)] if wanted in self.namespaces else None
        found = [name for name, labels in self.namespaces.items() if matches(selector, labels)]
        return found or None

    def pods(self, peer: Mapping[str, Any], namespaces: list[str]) -> list[Workload]:
        """Return the workloads whose pods a peer names."""
        selector = mapping(peer, "podSelector")
        return [
            workload
            for namespace in namespaces
            for workload in self._context.workloads_in.get(namespace, ())
            if workload.is_selected(selector)
        ]

    def isolates(self, policy: StoredObject, *, egress: bool) -> bool:
        """Tell whether a policy denies what no policy allows, in a direction."""
        kinds = at(policy.data, "spec", "policyTypes")
        if not isinstance(kinds, list) or not kinds:
            return not egress or "egress" in mapping(policy.data, "spec")
        return ("Egress" if egress else "Ingress") in texts(policy.data, "spec", "policyTypes")

    def admits(self, first: Workload, second: Workload, port: Mapping[str, Any] | None, *, egress: bool) -> bool:
        """Tell whether policies of the first pods let them reach the second, or be reached by them.

        Parameters
        ----------
        port
            A port of the pods that are reached; any when not given.
        """
        own = [policy for policy in self.of_pods(first) if self.isolates(policy, egress=egress)]
        return not own or any(self._allows(policy, second, port, egress=egress) for policy in self.of_pods(first))

    def _allows(self, policy: StoredObject, other: Workload, port: Mapping[str, Any] | None, *, egress: bool) -> bool:
        direction, key = ("egress", "to") if egress else ("ingress", "from")
        for _, rule in items(policy.data, "spec", direction):
            ports = [found for _, found in items(rule, "ports")]
            if port is not None and ports and not any(_meets(port, found) for found in ports):
                continue
            peers = [peer for _, peer in items(rule, key)]
            if not peers or any(self._names(peer, policy.namespace, other) for peer in peers):
                return True
        return False

    def _names(self, peer: Mapping[str, Any], namespace: str, other: Workload) -> bool:
        if "ipBlock" in peer:  # addresses of pods are not known
            return True
        selector = peer.get("namespaceSelector")
        here = other.namespace == namespace
        there = here if selector is None else matches(selector, self.namespaces.get(other.namespace, {}))
        return there and other.is_selected(mapping(peer, "podSelector"))


def _meets(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two ports of policies may be the same; a name and a number may."""
    if str(one.get("protocol", "TCP")) != str(other.get("protocol", "TCP")):
        return False
    first, second = one.get("port"), other.get("port")
    if first is None or second is None or isinstance(first, str) != isinstance(second, str):
        return True
    if isinstance(first, int) and isinstance(second, int):
        return first <= _end(other, second) and second <= _end(one, first)
    return str(first) == str(second)


def _end(port: Mapping[str, Any], first: int) -> int:
    last = port.get("endPort")
    return last if isinstance(last, int) else first
