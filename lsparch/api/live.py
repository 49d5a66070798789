"""Live clusters: what is read of them, and with what it is compared."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lsparch.api.platform import Platform
from lsparch.diagnostics import Finding, Place, Severity
from lsparch.drift import Drift, ObjectSide, compare_objects
from lsparch.drift.live import Settlement
from lsparch.drift.objects import live_objects
from lsparch.drift.scope import Scope, scope_of
from lsparch.k8s.identity import ObjectKey, group_of, is_cluster_scoped
from lsparch.k8s.live import LiveRead, Unread, is_system_namespace, owned_by_controller
from lsparch.k8s.openapi import completed, schema_of
from lsparch.k8s.shapes import shape_of
from lsparch.k8s.store import StoredObject
from lsparch.outside.kube import read_cluster, read_schemas
from lsparch.outside.kube_connection import KubeContext

__all__ = ["ClusterObjects", "ClusterSide", "cluster_side", "compare_clusters", "compare_with_cluster", "read_live"]


@dataclass(frozen=True, slots=True)
class ClusterObjects:
    """Objects of a cluster, to be checked by themselves."""

    objects: tuple[StoredObject, ...]
    version: str
    """Kubernetes version, such as ``v1.36.2``."""

    findings: tuple[Finding, ...]
    """What could not be read."""

    unread: tuple[str, ...]
    """Kinds of which not all could be read."""


def read_live(context: KubeContext, *, made: bool = False) -> ClusterObjects:
    """Return what people put on a cluster, or into one namespace of it.

    Parameters
    ----------
    context
        The cluster.
    made
        Whether what controllers and operators have made of it is wanted too.

    Raises
    ------
    LsparchError
        If the cluster cannot be read.
    """
    read = _read(context, (), {})
    kept = [one for one in _stored(context, read) if _is_checked(one, made=made)]
    unread = [lack for lack in read.unread if not (made and lack.kind == "Secret")]  # pictures show none
    kinds = tuple(dict.fromkeys(lack.kind for lack in unread))
    return ClusterObjects(tuple(kept), read.version, _notices(context, unread), kinds)


def _is_checked(found: StoredObject, *, made: bool) -> bool:
    if is_system_namespace(found.namespace or (found.name if found.kind == "Namespace" else "")):
        return False
    labels = (found.data.get("metadata") or {}).get("labels") or {}
    if "kubernetes.io/bootstrapping" in labels or found.name.startswith("system:"):
        return False
    return (made or not owned_by_controller(found.data)) and found.kind != "Secret"


def compare_with_cluster(
    platform: Platform,
    stated: ObjectSide,
    context: KubeContext,
    secrets: Iterable[tuple[str, str]] = (),
    *,
    live_first: bool = False,
) -> Drift:
    """Compare objects with a cluster: those objects, and all others in their namespaces.

    Parameters
    ----------
    platform
        The platform, which knows what other environments put into shared namespaces.
    stated
        Objects that somebody states.
    context
        The cluster, or one namespace of it.
    secrets
        Namespace and name of Secrets that others make.
    live_first
        Whether the cluster is the first side of the comparison.

    Raises
    ------
    LsparchError
        If the cluster cannot be read.
    """
    found = cluster_side(platform, stated, context, secrets)
    domain = platform.model.platform.pods.label_domain
    sides = (found.live, found.stated) if live_first else (found.stated, found.live)
    drift = compare_objects(*sides, domain, _settlement(context, found.scope, *sides))
    return replace(drift, notices=found.notices)


@dataclass(frozen=True, slots=True)
class ClusterSide:
    """A cluster beside objects that somebody states: what of both is compared, and how."""

    stated: ObjectSide
    live: ObjectSide
    scope: Scope
    settlement: Settlement
    """Makes an object of the cluster and one that is stated comparable, in this order."""

    notices: tuple[Finding, ...]
    """What could not be read."""


def cluster_side(
    platform: Platform, stated: ObjectSide, context: KubeContext, secrets: Iterable[tuple[str, str]] = ()
) -> ClusterSide:
    """Read of a cluster what some objects, or anybody, put into their namespaces.

    Parameters
    ----------
    platform
        The platform, which knows what other environments put into shared namespaces.
    stated
        Objects that somebody states.
    context
        The cluster, or one namespace of it.
    secrets
        Namespace and name of Secrets that others make.

    Raises
    ------
    LsparchError
        If the cluster cannot be read.
    """
    domain = platform.model.platform.pods.label_domain
    objects = [one for one in stated.objects if _is_meant(one, context)]
    namespaces = sorted({_home(one, context) for one in objects} - {""})
    read = _read(context, namespaces, _versions(objects))
    stored = _without_default_namespace(_stored(context, read), objects, context)
    scope = scope_of(objects, stored, domain, secrets=secrets)
    live = [one for one in stored if scope.has(one)]
    if any(one.key not in scope.known and one.namespace for one in live):
        others = _of_others(platform, stated.environment)
        live = [one for one in live if one.key in scope.known or one.key not in others]
    compared = [one for one in objects if not _is_unread(one, read.unread)]
    first = replace(stated, objects=tuple(compared))
    second = ObjectSide(_name(context), tuple(live), cluster=f"kube:{context.name}")
    notices = _notices(context, read.unread, objects)
    return ClusterSide(first, second, scope, _settlement(context, scope, second, first), notices)


def compare_clusters(platform: Platform, source: KubeContext, target: KubeContext) -> Drift:
    """Compare all that people put on two clusters, or into one namespace of each.

    Raises
    ------
    LsparchError
        If a cluster cannot be read.
    """
    domain = platform.model.platform.pods.label_domain
    one = _read(source, (), {})
    left = _stored(source, one)
    other = _read(target, (), _versions(left))
    right = _stored(target, other)
    scope = replace(scope_of((), (*left, *right), domain), everything=True)
    sides = (
        ObjectSide(_name(source), tuple(o for o in left if scope.has(o)), cluster=f"kube:{source.name}"),
        ObjectSide(_name(target), tuple(o for o in right if scope.has(o)), cluster=f"kube:{target.name}"),
    )
    lacks = [*one.unread, *other.unread]
    kept = [replace(s, objects=tuple(o for o in s.objects if not _is_unread(o, lacks))) for s in sides]
    found = compare_objects(kept[0], kept[1], domain, _settlement(source, scope, *sides))
    notices = [
        *_notices(source, one.unread),
        *_notices(target, other.unread),
    ]
    return replace(found, notices=tuple(notices))


def _name(context: KubeContext) -> str:
    return f"kube:{context.name}/{context.namespace}" if context.namespace else f"kube:{context.name}"


def _read(context: KubeContext, namespaces: Sequence[str], versions: Mapping[tuple[str, str], str]) -> LiveRead:
    only = (context.namespace,) if context.namespace else namespaces
    return read_cluster(context, only, versions, cluster=not context.namespace)


def _stored(context: KubeContext, read: LiveRead) -> tuple[StoredObject, ...]:
    return live_objects(f"kube:{context.name}", read.objects)


def _versions(objects: Iterable[StoredObject]) -> dict[tuple[str, str], str]:
    return {(o.key.group, o.kind): str(o.data.get("apiVersion", "")).rpartition("/")[2] for o in objects}


def _home(found: StoredObject, context: KubeContext) -> str:
    """Return the namespace of an object on the cluster, where kubectl would put it; that which a Namespace names."""
    key = found.key
    if (key.group, key.kind) == ("", "Namespace"):
        return key.name
    if is_cluster_scoped(key.group, key.kind):
        return ""
    return key.namespace or context.namespace or context.default


def _is_meant(found: StoredObject, context: KubeContext) -> bool:
    """Tell whether an object is compared: with one namespace only what lives in it."""
    if not context.namespace:
        return True
    return not is_cluster_scoped(found.key.group, found.kind) and _home(found, context) == context.namespace


def _without_default_namespace(
    live: Sequence[StoredObject], objects: Sequence[StoredObject], context: KubeContext
) -> list[StoredObject]:
    """Leave the namespace open of what a manifest states without one."""
    home = context.namespace or context.default
    open_keys = {one.key for one in objects if not one.key.namespace and _home(one, context) == home}
    found = []
    for one in live:
        key = one.key
        if key.namespace == home and ObjectKey(key.group, key.kind, "", key.name) in open_keys:
            metadata = {k: v for k, v in one.data["metadata"].items() if k != "namespace"}
            found.append(replace(one, data={**one.data, "metadata": metadata}))
        else:
            found.append(one)
    return found


def _of_others(platform: Platform, environment: str) -> frozenset[ObjectKey]:
    """Return what the other environments put on the same cluster; where it is unknown, on any."""
    cluster = platform.environment(environment).cluster_id if environment else ""
    keys: set[ObjectKey] = set()
    for name in platform.environments:
        if name != environment and cluster in {"", platform.environment(name).cluster_id}:
            keys |= {one.key for one in platform.manifests(name).objects}
    return frozenset(keys)


def _is_unread(found: StoredObject, unread: Iterable[Unread]) -> bool:
    key = found.key
    return any(
        (lack.group, lack.kind) == (key.group, key.kind) and (not lack.namespaces or key.namespace in lack.namespaces)
        for lack in unread
    )


def _notices(
    context: KubeContext, unread: Iterable[Unread], objects: Sequence[StoredObject] = ()
) -> tuple[Finding, ...]:
    """Tell what could not be read: an error where objects are not compared, unless they are Secrets."""
    found = []
    for lack in unread:
        kind = f"{lack.kind}.{lack.group}" if lack.group else lack.kind
        where = f" in {', '.join(lack.namespaces)}" if lack.namespaces else ""
        number = sum(_is_unread(one, (lack,)) for one in objects)
        lost = f", so {number} of them {'is' if number == 1 else 'are'} not compared" if number else ""
        severity = Severity.ERROR if number and kind != "Secret" else Severity.WARNING
        message = f"{kind} objects{where} cannot be read: {lack.reason}{lost}"
        advice = f"allow the user of this context to list {kind} objects"
        found.append(Finding("DRF011", severity, Place(_name(context)), message, advice))
    return tuple(found)


def _settlement(context: KubeContext, scope: Scope, source: ObjectSide, target: ObjectSide) -> Settlement:
    custom = sorted(
        {str(o.data.get("apiVersion")) for side in (source, target) for o in side.objects if shape_of(o.data) is None}
    )
    return Settlement(scope, bool(source.cluster), bool(target.cluster), _completion(read_schemas(context, custom)))


def _completion(documents: Mapping[str, Mapping[str, Any]]) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
    def complete(data: Mapping[str, Any]) -> Mapping[str, Any]:
        api_version = str(data.get("apiVersion"))
        document = documents.get(api_version)
        if document is None or shape_of(data) is not None:
            return data
        schema = schema_of(document, group_of(api_version), api_version.rpartition("/")[2], str(data.get("kind")))
        if schema is None:
            return data
        filled: Mapping[str, Any] = completed(data, schema, document)
        return filled

    return complete
