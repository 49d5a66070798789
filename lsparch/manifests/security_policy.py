"""SecurityPolicies of Envoy Gateway: whom it asks before it lets a request through."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.publication import authenticator, is_envoy
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["KIND", "build"]

KIND = "SecurityPolicy"
_VERSION = "gateway.envoyproxy.io/v1alpha1"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make a policy for each route whose users the balancer authenticates; where nobody answers, nobody passes."""
    site = shop.site
    gateway = site.gateway
    asked = authenticator(site)
    if gateway is None or asked is None or not is_envoy(gateway):
        return
    for published in shop.publications:
        if not published.is_guarded:
            continue
        capability = published.route.route.capability
        question = f"{asked.path}?capability={capability}" if capability else asked.path
        backend = {"name": asked.service, "namespace": asked.namespace, "port": asked.port}
        spec = {
            "targetRefs": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": published.name}],
            "extAuth": {
                "failOpen": False,
                "headersToExtAuth": ["authorization", "cookie"],
                "http": {"backendRefs": [backend], "path": question},
            },
        }
        yield site.object(
            KIND, published.name, published.part, {"spec": spec}, element=published.route.id,
            place=published.route.place, namespace=published.namespace, written_version=_VERSION,
        )  # fmt: skip
