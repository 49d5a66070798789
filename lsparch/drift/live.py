"""What of a running cluster is not drift: what the cluster chose, made or scaled by itself, and what is others'."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lsparch.k8s.identity import ObjectKey, group_of
from lsparch.k8s.live import stated
from lsparch.k8s.store import StoredObject

__all__ = ["Scope", "Settlement", "scope_of", "without_choices"]

_CHOSEN: Mapping[str, tuple[str, ...]] = {
    "APIService": ("spec.caBundle",),
    "CustomResourceDefinition": ("spec.conversion.webhook.clientConfig.caBundle",),
    "Ingress": ("spec.ingressClassName",),
    "MutatingWebhookConfiguration": ("webhooks.*.clientConfig.caBundle",),
    "PersistentVolume": ("spec.claimRef",),
    "PersistentVolumeClaim": ("spec.volumeName", "spec.storageClassName"),
    "Pod": ("spec.nodeName", "spec.priority", "spec.preemptionPolicy", "spec.tolerations"),
    "Service": ("spec.healthCheckNodePort", "spec.ipFamilies", "spec.ipFamilyPolicy", "spec.ports.*.nodePort"),
    "ValidatingWebhookConfiguration": ("webhooks.*.clientConfig.caBundle",),
}
"""Fields that the cluster fills in where a manifest leaves them open, by kind; a star stands for every item."""

_CHOSEN_ANYWHERE = ("metadata.finalizers", "metadata.ownerReferences")

_MACHINE_ANNOTATION = re.compile(
    r"(argocd\.argoproj\.io|control-plane\.alpha\.kubernetes\.io|deployment\.kubernetes\.io|endpoints\.kubernetes\.io"
    r"|kubectl\.kubernetes\.io|meta\.helm\.sh|pv\.kubernetes\.io|volume\.(beta\.)?kubernetes\.io)/.*"
    r"|(autoscaling\.alpha|batch|deprecated\.daemonset\.template)\.kubernetes\.io/.*"
    r"|deprecated\.daemonset\.template\.generation"
)
"""Annotations that programs write which apply, scale or bind."""

_TOKEN_VOLUME = re.compile(r"kube-api-access-[a-z0-9]{5}")

_SCALABLE = frozenset({"Deployment", "ReplicaSet", "StatefulSet"})


def without_choices(data: Mapping[str, Any], other: Mapping[str, Any] | None, *, scaled: bool) -> dict[str, Any]:
    """Copy an object of a cluster without what the cluster chose.

    Parameters
    ----------
    data
        The object, on a cluster or in a manifest; in a manifest nothing was chosen.
    other
        The manifest with which it is compared, whose fields are compared in any case; None if there is none.
    scaled
        Whether an autoscaler sets the number of its pods.
    """
    kind = str(data.get("kind"))
    copy = _without_annotations(data)
    for path in (*_CHOSEN_ANYWHERE, *_CHOSEN.get(kind, ())):
        _drop(copy, other, path.split("."))
    if kind == "Pod":
        _drop_token(copy)
    if kind == "ClusterRole" and copy.get("aggregationRule"):
        copy.pop("rules", None)
    return _without_replicas(copy) if scaled else copy


def _without_replicas(data: Mapping[str, Any]) -> dict[str, Any]:
    spec = data.get("spec")
    kept = {key: value for key, value in spec.items() if key != "replicas"} if isinstance(spec, Mapping) else spec
    return {**data, "spec": kept}


def _without_values(secret: Mapping[str, Any]) -> dict[str, Any]:
    """Leave of a Secret only that it is there."""
    metadata = secret.get("metadata") or {}
    named = {key: metadata[key] for key in ("name", "namespace") if key in metadata}
    return {"apiVersion": secret.get("apiVersion"), "kind": "Secret", "metadata": named}


def _without_annotations(value: Mapping[str, Any]) -> dict[str, Any]:
    """Copy the mappings of an object that hold metadata, without annotations of programs."""
    copy: dict[str, Any] = {}
    for key, item in value.items():
        if key == "annotations" and isinstance(item, Mapping):
            copy[key] = {name: text for name, text in item.items() if not _MACHINE_ANNOTATION.fullmatch(str(name))}
        elif key in {"metadata", "template", "spec", "jobTemplate"} and isinstance(item, Mapping):
            copy[key] = _without_annotations(item)
        else:
            copy[key] = item
    return copy


def _drop(data: dict[str, Any], other: Any, steps: Sequence[str]) -> None:
    """Remove a field that the other object does not state, copying what is changed."""
    step, rest = steps[0], steps[1:]
    there = other.get(step) if isinstance(other, Mapping) else None
    if step not in data:
        return
    if not rest:
        if there is None:
            del data[step]
    elif rest[0] == "*" and isinstance(data[step], list):
        items = [dict(item) if isinstance(item, Mapping) else item for item in data[step]]
        for item in items:
            if isinstance(item, dict):
                _drop(item, _counterpart(item, there), rest[1:])
        data[step] = items
    elif isinstance(data[step], Mapping):
        data[step] = dict(data[step])
        _drop(data[step], there, rest)


def _counterpart(item: Mapping[str, Any], others: Any) -> Mapping[str, Any]:
    """Return the item of another list with the same name, or port."""
    for other in others if isinstance(others, list) else ():
        if isinstance(other, Mapping) and any(key in item and item[key] == other.get(key) for key in ("name", "port")):
            return other
    return {}


def _drop_token(pod: dict[str, Any]) -> None:
    spec = dict(pod.get("spec") or {})
    spec["volumes"] = [v for v in spec.get("volumes") or () if not _TOKEN_VOLUME.fullmatch(str(v.get("name")))]
    for field in ("containers", "initContainers"):
        if field in spec:
            spec[field] = [_unmounted(container) for container in spec[field]]
    pod["spec"] = spec


def _unmounted(container: Mapping[str, Any]) -> dict[str, Any]:
    mounts = [m for m in container.get("volumeMounts") or () if not _TOKEN_VOLUME.fullmatch(str(m.get("name")))]
    return {**container, "volumeMounts": mounts}


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
                labels = set(((found.data.get("metadata") or {}).get("labels") or {}).items())
                return any(ns == found.namespace and wanted <= labels for ns, wanted in self.spawned)
            case "Secret":
                return (found.namespace, found.name) in self.secrets
            case _:
                return False

    def _is_ours(self, found: StoredObject) -> bool:
        labels = (found.data.get("metadata") or {}).get("labels") or {}
        if labels.get("app.kubernetes.io/managed-by") != "lsparch":
            return False
        environment = labels.get(f"{self.domain}/environment")
        if environment is not None or found.kind == "Namespace":
            return environment in self.environments
        return labels.get("app.kubernetes.io/instance") in self.instances


@dataclass(frozen=True, slots=True)
class Settlement:
    """How two objects, at least one of them on a cluster, are made comparable."""

    scope: Scope
    source_is_live: bool
    target_is_live: bool
    complete: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda data: data
    """Fills in the defaults of custom resources, as the cluster does."""

    def __call__(self, source: StoredObject, target: StoredObject) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Return what of two objects is compared."""
        scaled = self.scope.is_scaled(target)
        left, right = self.complete(source.data), self.complete(target.data)
        both = self.source_is_live and self.target_is_live
        if self.source_is_live:
            left = without_choices(left, None if both else target.data, scaled=scaled)
        elif scaled:
            left = _without_replicas(left)
        if self.target_is_live:
            right = without_choices(right, None if both else source.data, scaled=scaled)
        elif scaled:
            right = _without_replicas(right)
        if source.kind == "Secret":
            return _without_values(left), _without_values(right)
        return left, right


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
