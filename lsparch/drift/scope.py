"""Which objects of a running cluster are compared: what is others', and what the cluster made, is not drift."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lsparch.k8s.identity import ObjectKey, group_of
from lsparch.k8s.live import stated
from lsparch.k8s.store import StoredObject

__all__ = ["Scope", "scope_of"]

_SCALABLE = frozenset({"Deployment", "ReplicaSet", "StatefulSet"})
_SET = "applyset.kubernetes.io/id"
"""Label of an object in which `kubectl apply --applyset` notes what it applied."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a cluster is compared."""

    known: frozenset[ObjectKey]
    """Objects that somebody states."""

    namespaces: frozenset[str]
    """Namespaces that are compared."""

    environments: frozenset[str]
    """Environments whose objects of the whole cluster are compared, as labels name them."""

    instances: frozenset[str]
    """Values of ``app.kubernetes.io/instance`` of these environments alone."""

    secrets: frozenset[tuple[str, str]]
    """Namespace and name of Secrets that the objects name; who fills them is not said here."""

    scaled: frozenset[tuple[str, str, str]]
    """Kind, namespace and name of workloads whose pods an autoscaler counts."""

    claims: tuple[tuple[str, re.Pattern[str]], ...]
    """Namespace of claims that StatefulSets make, and what their names look like."""

    spawned: tuple[tuple[str, frozenset[tuple[str, str]]], ...]
    """Namespace and labels of pods that are made from PodTemplates."""

    everything: bool = False
    """Whether all that people put on the cluster is compared."""

    domain: str = ""
    """Prefix of our labels."""

    def has(self, found: StoredObject) -> bool:
        """Tell whether an object of the cluster is compared: somebody states it, or nobody should have made it."""
        if found.key in self.known:
            return True
        if not stated(found.data) or self._is_made(found):
            return False
        if self.everything:
            return True
        if found.key.namespace:
            return found.namespace in self.namespaces
        return self._is_ours(found)

    def is_scaled(self, found: StoredObject) -> bool:
        """Tell whether an autoscaler sets the number of pods."""
        return found.kind in _SCALABLE and (found.kind, found.namespace, found.name) in self.scaled

    def _is_made(self, found: StoredObject) -> bool:
        """Tell whether what somebody states has made an object, or wants it without saying what is in it."""
        match found.kind:
            case "PersistentVolumeClaim":
                return any(ns == found.namespace and name.fullmatch(found.name) for ns, name in self.claims)
            case "Pod":
                labels = set(_labels_of(found).items())
                return any(ns == found.namespace and wanted <= labels for ns, wanted in self.spawned)
            case "ConfigMap":
                return _SET in _labels_of(found)
            case "Secret":
                return _SET in _labels_of(found) or (found.namespace, found.name) in self.secrets
            case _:
                return False

    def _is_ours(self, found: StoredObject) -> bool:
        labels = _labels_of(found)
        if labels.get("app.kubernetes.io/managed-by") != "lsparch":
            return False
        environment = labels.get(f"{self.domain}/environment")
        if environment is not None or found.kind == "Namespace":
            return environment in self.environments
        return labels.get("app.kubernetes.io/instance") in self.instances


def _labels_of(found: StoredObject) -> Mapping[str, Any]:
    return (found.data.get("metadata") or {}).get("labels") or {}


def scope_of(
    objects: Sequence[StoredObject],
    live: Sequence[StoredObject],
    domain: str,
    *,
    secrets: Iterable[tuple[str, str]] = (),
    everything: bool = False,
) -> Scope:
    """Return what of a cluster is compared with some objects.

    Parameters
    ----------
    objects
        What somebody states.
    live
        What the cluster has.
    domain
        Prefix of our labels.
    secrets
        Namespace and name of Secrets that others make.
    everything
        Whether all of the cluster is compared, as with another cluster.
    """
    environments = {found.name: _environment(found, domain) for found in objects if found.kind == "Namespace"}
    own = {name for name, environment in environments.items() if environment}
    labels = [
        ((found.data.get("metadata") or {}).get("labels") or {}, found.namespace or found.name) for found in objects
    ]
    both = [*objects, *live]
    return Scope(
        known=frozenset(found.key for found in objects),
        namespaces=frozenset({found.namespace for found in objects} - {""} | environments.keys()),
        environments=frozenset(filter(None, environments.values())),
        instances=frozenset(str(one.get("app.kubernetes.io/instance")) for one, place in labels if place in own),
        secrets=frozenset({*secrets, *(found for one in both for found in _secrets(one))}),
        scaled=frozenset(_scaled(both)),
        claims=tuple(_claims(both)),
        spawned=tuple(_spawned(both)),
        everything=everything,
        domain=domain,
    )


def _environment(namespace: StoredObject, domain: str) -> str:
    labels = (namespace.data.get("metadata") or {}).get("labels") or {}
    return str(labels.get(f"{domain}/environment", ""))


def _scaled(objects: Iterable[StoredObject]) -> Iterator[tuple[str, str, str]]:
    for found in objects:
        if found.kind == "HorizontalPodAutoscaler":
            target = (found.data.get("spec") or {}).get("scaleTargetRef") or {}
            yield str(target.get("kind")), found.namespace, str(target.get("name"))


def _claims(objects: Iterable[StoredObject]) -> Iterator[tuple[str, re.Pattern[str]]]:
    for found in objects:
        if (group_of(str(found.data.get("apiVersion"))), found.kind) == ("apps", "StatefulSet"):
            for claim in (found.data.get("spec") or {}).get("volumeClaimTemplates") or ():
                name = f"{(claim.get('metadata') or {}).get('name')}-{found.name}"
                yield found.namespace, re.compile(rf"{re.escape(name)}-[0-9]+")


def _spawned(objects: Iterable[StoredObject]) -> Iterator[tuple[str, frozenset[tuple[str, str]]]]:
    for found in objects:
        if found.kind == "PodTemplate":
            labels = ((found.data.get("template") or {}).get("metadata") or {}).get("labels") or {}
            named = {(k, v) for k, v in labels.items() if k in {"app.kubernetes.io/name", "app.kubernetes.io/instance"}}
            if named:
                yield found.namespace, frozenset(named)


def _secrets(found: StoredObject) -> Iterator[tuple[str, str]]:
    """Iterate over the Secrets that an object names, in any field that is called so."""
    namespace = found.namespace
    for name in _named_secrets(found.data):
        yield namespace, name


def _named_secrets(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            word = str(key).lower()
            if word == "secretname" and isinstance(item, str):
                yield item
            elif word in {"imagepullsecrets", "certificaterefs"} and isinstance(item, list):
                yield from (str(one["name"]) for one in item if isinstance(one, Mapping) and "name" in one)
            elif "secret" in word and isinstance(item, Mapping) and isinstance(item.get("name"), str):
                yield item["name"]
            yield from _named_secrets(item)
    elif isinstance(value, list):
        for item in value:
            yield from _named_secrets(item)
