"""NetworkPolicies: what is not an arrow of the model is denied."""

from collections.abc import Iterator
from typing import Any

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.policy_rules import DENY_ALL, names_spec, solver_spec
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.workload import Workload
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["KIND", "build"]

KIND = "NetworkPolicy"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the policies.

    Each namespace denies everything, both ways, and allows names to be looked up; each component allows its own
    arrows. An arrow between a part of the cluster and one of an environment stands in a policy of its own, since
    other environments have theirs.
    """
    site = shop.site
    for namespace, part in site.namespaces.items():
        place = site.env.model.place(part)
        yield site.object(KIND, "default-deny", part, {"spec": DENY_ALL}, element=part, place=place)
        yield from _names(site, namespace, part)
    yield from _solvers(shop)
    for workload in site.workloads:
        if not workload.is_per_user and not workload.component.host_network:
            for crosses, spec, wider in shop.policy_rules.specs(workload):
                name = f"{workload.name}-{site.env.id}" if crosses else workload.name
                yield _policy(site, workload, name, spec, wider)
    for workload in site.neighbours:
        for crosses, spec, wider in shop.policy_rules.specs(workload):
            if crosses:
                yield _policy(site, workload, f"{workload.name}-{site.env.id}", spec, wider)


def _policy(site: Site, workload: Workload, name: str, spec: dict[str, Any], wider: str) -> StoredObject:
    annotations = {site.key("wider"): wider} if wider else None
    place = workload.resolved.place("uses")
    return site.object(
        KIND, name, workload.part, {"spec": spec}, element=workload.id, place=place, labels=workload.labels,
        annotations=annotations,
    )  # fmt: skip


def _solvers(shop: Workshop) -> Iterator[StoredObject]:
    """Allow the gateway to reach the pods that prove to a certificate authority that a host is ours."""
    site = shop.site
    gateway = site.gateway
    if gateway is None or gateway.issuer is None:
        return
    platform = site.env.model.platform.platform
    for identifier, flow in site.env.model.platform.flows.items():
        if flow.to != "acme-solver" or flow.from_ != "gateway":
            continue
        place = site.env.model.place(platform, "flows", identifier)
        for namespace in shop.certified:
            spec = solver_spec(site, gateway, namespace, flow)
            yield site.object(
                KIND, f"allow-{identifier}", site.namespaces[namespace], {"spec": spec},
                element=f"{platform}.flows.{identifier}", place=place, namespace=namespace,
            )  # fmt: skip


def _names(site: Site, namespace: str, part: str) -> Iterator[StoredObject]:
    """Allow every pod to look up names, if platform policy says so."""
    for identifier, flow in site.env.model.platform.flows.items():
        if flow.to != "dns" or flow.from_ != "every-pod":
            continue
        spec = names_spec(site, namespace, flow)
        platform = site.env.model.platform.platform
        place = site.env.model.place(platform, "flows", identifier)
        yield site.object(
            KIND, f"allow-{identifier}", part, {"spec": spec}, element=f"{platform}.flows.{identifier}", place=place
        )
