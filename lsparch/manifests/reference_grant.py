"""ReferenceGrants: who may ask the authenticator in another namespace."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.publication import authenticator, is_envoy
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["KIND", "build"]

KIND = "ReferenceGrant"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the grant in the namespace of the authenticator, for the namespaces of routes that ask it."""
    site = shop.site
    gateway = site.gateway
    asked = authenticator(site)
    if gateway is None or asked is None or not is_envoy(gateway):
        return
    asking = {p.namespace for p in shop.publications if p.is_guarded} - {asked.namespace}
    if not asking:
        return
    sources = [
        {"group": "gateway.envoyproxy.io", "kind": "SecurityPolicy", "namespace": namespace}
        for namespace in sorted(asking)
    ]
    spec = {"from": sources, "to": [{"group": "", "kind": "Service", "name": asked.service}]}
    yield site.object(
        KIND, asked.service, asked.id.partition("/")[0], {"spec": spec}, element=asked.id,
        place=site.env.elements[asked.id].place(), namespace=asked.namespace,
    )  # fmt: skip
