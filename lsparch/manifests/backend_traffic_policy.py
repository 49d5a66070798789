"""BackendTrafficPolicies of Envoy Gateway: requests of a user stay with one pod."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.publication import is_envoy
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["KIND", "build"]

KIND = "BackendTrafficPolicy"
_VERSION = "gateway.envoyproxy.io/v1alpha1"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make a policy for each route that keeps users with one pod, by a cookie."""
    site = shop.site
    gateway = site.gateway
    if gateway is None or not is_envoy(gateway):
        return
    for published in shop.publications:
        if not published.route.route.sticky:
            continue
        cookie = {"name": f"{published.service}-pod"}
        spec = {
            "targetRefs": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": published.name}],
            "loadBalancer": {"type": "ConsistentHash", "consistentHash": {"type": "Cookie", "cookie": cookie}},
        }
        yield site.object(
            KIND, published.name, published.part, {"spec": spec}, element=published.route.id,
            place=published.route.place, namespace=published.namespace, written_version=_VERSION,
        )  # fmt: skip
