"""HTTPRoutes: paths under which users reach components."""

from collections.abc import Iterator
from typing import Any

from lsparch.diagnostics import Severity
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.names import slug
from lsparch.manifests.assembly.publication import BALANCER, Publication, authenticator, is_envoy
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.models.cluster import Gateway

__all__ = ["KIND", "build"]

KIND = "HTTPRoute"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the HTTPRoutes, and one for each balancer that sends HTTP to HTTPS.

    A route whose users the balancer must authenticate is an error where the gateway cannot be told so.
    """
    site = shop.site
    gateway = site.gateway
    if gateway is None or gateway.api != "gateway":
        return
    for balancer in site.env.balancers:
        redirect = {"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "statusCode": 301}}
        spec = {"parentRefs": [{"name": BALANCER, "sectionName": "http"}], "rules": [{"filters": [redirect]}]}
        place = site.env.model.place(balancer.part, "routes")
        yield site.object(KIND, f"{BALANCER}-https", balancer.part, {"spec": spec}, element=balancer.id, place=place)
    for published in shop.publications:
        _check(shop, gateway, published)
        spec = {
            "parentRefs": [
                {
                    "name": BALANCER,
                    "namespace": published.gateway,
                    "sectionName": f"https-{slug(published.route.host)}",
                }
            ],
            "hostnames": [published.route.host],
            "rules": [_rule(published)],
        }
        yield site.object(
            KIND, published.name, published.part, {"spec": spec}, element=published.route.id,
            place=published.route.place, namespace=published.namespace,
        )  # fmt: skip


def _rule(published: Publication) -> dict[str, Any]:
    matches = [{"path": {"type": "PathPrefix", "value": path}} for path in published.paths]
    backend = {"kind": "Service", "name": published.service, "port": published.route.endpoint.port, "weight": 1}
    rule: dict[str, Any] = {"matches": matches, "backendRefs": [backend]}
    seconds = published.route.route.timeout_seconds
    if seconds is not None:
        rule["timeouts"] = {"request": f"{seconds}s"}
    return rule


def _check(shop: Workshop, gateway: Gateway, published: Publication) -> None:
    site, route = shop.site, published.route
    if published.is_guarded and (authenticator(site) is None or not is_envoy(gateway)):
        message = f"{route.id} would be open: nobody authenticates its users for gateway class {gateway.class_}"
        advice = "include the part `identity`, use a gateway that can ask it, or change `auth`"
        site.report("GEN007", Severity.ERROR, route.place, message, advice, route.id)
    if route.route.sticky and not is_envoy(gateway):
        message = f"{route.id} is to keep users with one pod, which gateway class {gateway.class_} is not told"
        site.report("GEN007", Severity.WARNING, route.place, message, "configure the gateway by hand", route.id)
    if route.route.body_limit is not None:
        message = f"the body limit of {route.id} cannot be told by a route"
        site.report("GEN007", Severity.WARNING, route.place, message, "configure the gateway by hand", route.id)
