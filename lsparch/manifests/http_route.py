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

_WHOLE = 100


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
            "rules": [*_by_header(published), _rule(published)],
        }
        yield site.object(
            KIND, published.name, published.part, {"spec": spec}, element=published.route.id,
            place=published.route.place, namespace=published.namespace,
        )  # fmt: skip


def _rule(published: Publication) -> dict[str, Any]:
    """Return the rule for requests that ask for no track: the component, and shares of its tracks."""
    weighted = [variant for variant in published.route.variants if variant.weight]
    if not weighted:
        return _to(published, _matches(published), [_backend(published, published.service, 1)])
    rest = _WHOLE - sum(variant.weight for variant in weighted)
    backends = [_backend(published, published.service, max(rest, 0))]
    backends += [_backend(published, published.tracks[v.target], v.weight) for v in weighted]
    return _to(published, _matches(published), backends)


def _by_header(published: Publication) -> Iterator[dict[str, Any]]:
    """Iterate over the rules for requests that ask for a track by a header."""
    for variant in published.route.variants:
        if variant.header is not None:
            asked = {"type": "Exact", "name": variant.header.name, "value": variant.header.value}
            matches = [{**match, "headers": [asked]} for match in _matches(published)]
            yield _to(published, matches, [_backend(published, published.tracks[variant.target], 1)])


def _matches(published: Publication) -> list[dict[str, Any]]:
    return [{"path": {"type": "PathPrefix", "value": path}} for path in published.paths]


def _backend(published: Publication, service: str, weight: int) -> dict[str, Any]:
    return {"kind": "Service", "name": service, "port": published.route.endpoint.port, "weight": weight}


def _to(published: Publication, matches: list[dict[str, Any]], backends: list[dict[str, Any]]) -> dict[str, Any]:
    rule: dict[str, Any] = {"matches": matches, "backendRefs": backends}
    seconds = published.route.route.timeout_seconds
    if seconds is not None:
        rule["timeouts"] = {"request": f"{seconds}s"}
    return rule


def _check(shop: Workshop, gateway: Gateway, published: Publication) -> None:
    site, route = shop.site, published.route
    if published.is_guarded and (authenticator(site) is None or not is_envoy(gateway)):
        message = f"{route.id} would be open: nobody authenticates its users for gateway class {gateway.class_}"
        advice = (
            f"include the part `{site.env.model.platform.identity}`, use a gateway that can ask it, or change `auth`"
        )
        site.report("GEN007", Severity.ERROR, route.place, message, advice, route.id)
    if route.route.sticky and not is_envoy(gateway):
        message = f"{route.id} is to keep users with one pod, which gateway class {gateway.class_} is not told"
        site.report("GEN007", Severity.WARNING, route.place, message, "configure the gateway by hand", route.id)
    shares = sum(variant.weight for variant in route.variants)
    if shares > _WHOLE:
        message = f"tracks of {route.target} have shares of {shares} percent together"
        site.report("GEN017", Severity.ERROR, route.variants[-1].place, message, "leave at most 100", route.target)
    if route.route.body_limit is not None:
        message = f"the body limit of {route.id} cannot be told by a route"
        site.report("GEN007", Severity.WARNING, route.place, message, "configure the gateway by hand", route.id)
