"""What a spawner must make in the namespace of each user."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from lsparch.k8s.api_versions import Feature
from lsparch.k8s.quantity import format_quantity
from lsparch.manifests.assembly.access import cluster_rules, namespace_rules, role_name
from lsparch.manifests.assembly.claims import Claim, claim_spec, volume_spec
from lsparch.manifests.assembly.demand import largest, per_user
from lsparch.manifests.assembly.groups import group_claims
from lsparch.manifests.assembly.host_names import CILIUM_VERSION
from lsparch.manifests.assembly.policy_rules import DENY_ALL, names_spec
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.workload import Workload
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.limits import container_defaults
from lsparch.manifests.pod.security import PodSecurity, standard_of

__all__ = ["group_objects", "user_namespace", "user_objects"]


def user_namespace(shop: Workshop, part: str) -> dict[str, str]:
    """Return the labels of a user's namespace, by which policies and Pod Security know it."""
    site = shop.site
    labels = {site.key("users-of"): site.env.namespace(part)}
    if site.has(Feature.POD_SECURITY_LABELS):
        least = PodSecurity[site.policy.pod_security.upper()]
        for workload in _per_user(shop, part):
            least = max(least, standard_of(site, workload, shop.containers.of(workload)))
        labels["pod-security.kubernetes.io/enforce"] = least.name.lower()
        labels["pod-security.kubernetes.io/enforce-version"] = f"v{site.version.line}"
    return labels


def user_objects(shop: Workshop, part: str) -> Iterator[dict[str, Any]]:
    """Iterate over the objects of a user's namespace: quota, policies, accounts and their rights, files, volumes.

    What depends on the namespace is left out: its name, also in subjects and in the claim that a PersistentVolume is
    kept for, and the name of a PersistentVolume, which must be unique in the cluster.
    """
    site = shop.site
    hard = {name: format_quantity(amount) for name, amount in sorted(per_user(shop, part).items())}
    yield _object("v1", "ResourceQuota", "declared-pods", {"spec": {"hard": hard}})
    yield _object("v1", "LimitRange", "defaults", {"spec": {"limits": [_limits(shop, part)]}})
    policy = site.api_version("NetworkPolicy")
    yield _object(policy, "NetworkPolicy", "default-deny", {"spec": DENY_ALL})
    for identifier, flow in site.env.model.platform.flows.items():
        if flow.to == "dns" and flow.from_ == "every-pod":
            yield _object(policy, "NetworkPolicy", f"allow-{identifier}", {"spec": names_spec(site, "", flow)})
    for workload in _per_user(shop, part):
        for _, spec, _ in shop.policy_rules.specs(workload):
            yield _object(policy, "NetworkPolicy", workload.name, {"spec": spec})
        for name, _, spec in shop.policy_rules.named(workload):
            yield _object(CILIUM_VERSION, "CiliumNetworkPolicy", name, {"spec": spec})
        token = {"automountServiceAccountToken": bool(workload.component.api_access)}
        yield _object("v1", "ServiceAccount", workload.name, token)
        yield from _rights(shop, workload)
    yield from _files(shop, part)
    for claim in shop.claims_of_users:
        if claim.part == part:
            yield from _claimed(site, claim)


def group_objects(shop: Workshop, part: str) -> dict[str, list[dict[str, Any]]]:
    """Return what belongs into the namespace of a user for each of the user's groups, without its name."""
    own = [claim for claim in shop.claims_of_users if claim.part == part]
    return {name: list(_claimed(shop.site, claim)) for name, claim in group_claims(shop.site, own)}


def _claimed(site: Site, claim: Claim) -> Iterator[dict[str, Any]]:
    if claim.volume.kind == "nfs":
        kept_for = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "name": claim.name}
        spec = {**volume_spec(site, claim), "claimRef": kept_for}
        yield {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {}, "spec": spec}
    yield _object("v1", "PersistentVolumeClaim", claim.name, {"spec": claim_spec(site, claim)})


def _limits(shop: Workshop, part: str) -> dict[str, Any]:
    """Return what a container gets that asks for nothing, and the most that one may ask for: the largest size."""
    most: dict[str, Fraction] = {}
    for workload in _per_user(shop, part):
        for name, amount in largest(workload).items():
            most[name] = max(most.get(name, amount), amount)
    limit = {"type": "Container", **container_defaults(shop.site)}
    if most:
        limit["max"] = {name: format_quantity(amount) for name, amount in sorted(most.items())}
    return limit


def _rights(shop: Workshop, workload: Workload) -> Iterator[dict[str, Any]]:
    """Give an account what its component may do in the user's namespace."""
    group = "rbac.authorization.k8s.io"
    version = shop.site.api_version("RoleBinding")
    subjects = [{"kind": "ServiceAccount", "name": workload.name}]
    rules = namespace_rules(shop.site, workload)
    if rules:
        yield _object(version, "Role", workload.name, {"rules": rules})
        role = {"apiGroup": group, "kind": "Role", "name": workload.name}
        yield _object(version, "RoleBinding", workload.name, {"roleRef": role, "subjects": subjects})
    if cluster_rules(shop.site, workload):
        role = {"apiGroup": group, "kind": "ClusterRole", "name": role_name(workload)}
        yield _object(version, "RoleBinding", f"{workload.name}-users", {"roleRef": role, "subjects": subjects})


def _files(shop: Workshop, part: str) -> Iterator[dict[str, Any]]:
    """Bring the configuration files that pods of users mount; those with secrets are delivered otherwise."""
    mounting = {workload.id for workload in _per_user(shop, part)}
    for configuration in shop.configurations.all:
        if not configuration.is_secret and not mounting.isdisjoint(
            user.split(":")[0] for user in configuration.used_by
        ):
            body = {"data": dict(sorted(configuration.files.items()))}
            yield _object("v1", "ConfigMap", configuration.name, body)


def _per_user(shop: Workshop, part: str) -> Iterator[Workload]:
    return (workload for workload in shop.site.of_part(part) if workload.is_per_user)


def _object(api_version: str, kind: str, name: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": name}, **body}
