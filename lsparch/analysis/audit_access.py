"""Audit of who may do what on the Kubernetes API, and who reads which secret."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.analysis.audit_entries import ApiRight, SecretUse
from lsparch.analysis.audit_pods import AuditedPod
from lsparch.k8s.store import ObjectStore
from lsparch.manifests import SecretNeed
from lsparch.models.component import Component
from lsparch.resolve import Environment

__all__ = ["audit_rights", "audit_secrets"]


def audit_rights(env: Environment, objects: ObjectStore) -> tuple[ApiRight, ...]:
    """Return what every service account may do, as the bindings and roles say."""
    found: list[ApiRight] = []
    for stored in objects:
        if stored.kind not in {"RoleBinding", "ClusterRoleBinding"}:
            continue
        reference = stored.data.get("roleRef") or {}
        kind, name = str(reference.get("kind")), str(reference.get("name"))
        role = objects.find(kind, stored.namespace if kind == "Role" else "", name)
        scope = stored.namespace if stored.kind == "RoleBinding" else "cluster"
        rules = (role.data.get("rules") or ()) if role is not None else ()
        for subject in stored.data.get("subjects") or ():
            where, account = str(subject.get("namespace", "")), str(subject.get("name"))
            if not rules:
                found.append(ApiRight(where, account, scope, (f"{kind} {name}",), (), "a role that is not ours"))
            found += [_right(env, stored.element, where, account, scope, rule) for rule in rules]
    return tuple(sorted(found, key=lambda r: (r.namespace, r.account, r.scope, r.resources)))


def _right(
    env: Environment, element: str, namespace: str, account: str, scope: str, rule: Mapping[str, Any]
) -> ApiRight:
    groups = rule.get("apiGroups") or ("",)
    resources = tuple(f"{group}/{name}" if group else str(name) for group in groups for name in _resources(rule))
    verbs = tuple(str(verb) for verb in rule.get("verbs") or ())
    return ApiRight(namespace, account, scope, resources, verbs, _purpose(env, element, scope, resources, verbs))


def _resources(rule: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(rule.get("resources") or rule.get("nonResourceURLs") or ())


def _purpose(env: Environment, element: str, scope: str, resources: tuple[str, ...], verbs: tuple[str, ...]) -> str:
    """Return for what the component declares access of this kind: these verbs on one of these resources."""
    resolved = env.elements.get(element)
    if resolved is None or not isinstance(resolved.element, Component):
        return ""
    wanted = set(resources)
    beyond = {"cluster": "namespace"}.get(scope, "cluster")
    fits = (a for a in resolved.element.api_access if a.scope != beyond and set(a.verbs) == set(verbs))
    return "; ".join(access.for_ for access in fits if wanted & set(access.resources))


def audit_secrets(needs: tuple[SecretNeed, ...], pods: tuple[AuditedPod, ...]) -> tuple[SecretUse, ...]:
    """Return every key of every Secret with the components whose pods read it, as the pods themselves say.

    A key that no pod names is read by whoever the contract names: a balancer, say, for a certificate.
    """
    readers: dict[tuple[str, str, str], set[str]] = {}
    for pod in pods:
        for secret, key in _read(pod):
            readers.setdefault((pod.stored.namespace, secret, key), set()).add(pod.stored.element or pod.name)
    found = []
    for need in needs:
        whole = readers.get((need.namespace, need.name, ""), set())
        for key in need.keys:
            own = whole | readers.get((need.namespace, need.name, key), set())
            users = tuple(sorted(own)) or need.needed_by
            found.append(SecretUse(need.namespace, need.name, key, need.element, users, need.provider))
    return tuple(sorted(found, key=lambda use: (use.namespace, use.secret, use.key)))


def _read(pod: AuditedPod) -> Iterator[tuple[str, str]]:
    """Iterate over the Secrets that a pod reads, each with its key; all keys where the key is empty."""
    for container in pod.containers:
        for variable in container.get("env") or ():
            reference = (variable.get("valueFrom") or {}).get("secretKeyRef")
            if reference:
                yield str(reference.get("name")), str(reference.get("key"))
        for source in container.get("envFrom") or ():
            if source.get("secretRef"):
                yield str(source["secretRef"].get("name")), ""
    for volume in pod.spec.get("volumes") or ():
        sources = [volume, *((volume.get("projected") or {}).get("sources") or ())]
        for secret in (source.get("secret") for source in sources):
            if secret:
                name = str(secret.get("secretName") or secret.get("name"))
                items = secret.get("items") or ({"key": ""},)
                yield from ((name, str(item.get("key"))) for item in items)
    for reference in pod.spec.get("imagePullSecrets") or ():
        yield str(reference.get("name")), ""
