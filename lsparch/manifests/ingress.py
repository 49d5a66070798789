"""Ingresses: paths under which users reach components, where the cluster has no Gateway API."""

from collections.abc import Iterator
from typing import Any

from lsparch.diagnostics import Severity
from lsparch.k8s.api_versions import Feature
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.publication import Publication, authenticator, certificate
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.models.cluster import Gateway

__all__ = ["KIND", "build"]

KIND = "Ingress"

_NGINX = "nginx.ingress.kubernetes.io"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make an Ingress for each route.

    What a route asks beside host and path is told by annotations of ingress-nginx; another controller is an error
    where users would not be authenticated.
    """
    site = shop.site
    gateway = site.gateway
    if gateway is None or gateway.api != "ingress":
        return
    for published in shop.publications:
        host = published.route.host
        _check_variants(shop, published)
        annotations = _annotations(shop, gateway, published)
        spec: dict[str, Any] = {}
        if site.has(Feature.INGRESS_CLASS_NAME):
            spec["ingressClassName"] = gateway.class_
        else:
            annotations["kubernetes.io/ingress.class"] = gateway.class_
        secret = certificate(host)
        provider = f"cert-manager, by the issuer {gateway.issuer}" if gateway.issuer else ""
        shop.ledger.need_certificate(published.namespace, secret, published.route.balancer, host, provider)
        spec["tls"] = [{"hosts": [host], "secretName": secret}]
        spec["rules"] = [{"host": host, "http": {"paths": [_path(shop, published, path) for path in published.paths]}}]
        yield site.object(
            KIND, published.name, published.part, {"spec": spec}, element=published.route.id,
            place=published.route.place, namespace=published.namespace, annotations=annotations,
        )  # fmt: skip


def _check_variants(shop: Workshop, published: Publication) -> None:
    """Report tracks that an Ingress cannot choose: it knows hosts and paths, neither headers nor shares."""
    for variant in published.route.variants:
        message = f"an Ingress cannot send requests to {variant.target} by header or weight, so that none go there"
        advice = "give the track a `path`, or use the Gateway API"
        shop.site.report("GEN007", Severity.ERROR, variant.place, message, advice, variant.target)


def _path(shop: Workshop, published: Publication, path: str) -> dict[str, Any]:
    port = published.route.endpoint.port
    entry: dict[str, Any] = {"path": path}
    if shop.site.has(Feature.PATH_TYPE):
        entry["pathType"] = "Prefix"
    if shop.site.api_version(KIND) == "networking.k8s.io/v1":
        entry["backend"] = {"service": {"name": published.service, "port": {"number": port}}}
    else:
        entry["backend"] = {"serviceName": published.service, "servicePort": port}
    return entry


def _annotations(shop: Workshop, gateway: Gateway, published: Publication) -> dict[str, str]:
    site, route = shop.site, published.route.route
    annotations = {"cert-manager.io/cluster-issuer": gateway.issuer} if gateway.issuer else {}
    asked = authenticator(site)
    if published.is_guarded and (asked is None or gateway.class_ != "nginx"):
        message = (
            f"{published.route.id} would be open: nobody authenticates its users for ingress class {gateway.class_}"
        )
        advice = f"include the part `{site.env.model.platform.identity}`, use ingress class nginx, or change `auth`"
        site.report("GEN007", Severity.ERROR, published.route.place, message, advice, published.route.id)
    if gateway.class_ != "nginx":
        return annotations
    if published.is_guarded and asked is not None:
        host = site.addresses.service_host(asked.id)
        question = f"?capability={route.capability}" if route.capability else ""
        annotations[f"{_NGINX}/auth-url"] = f"http://{host}:{asked.port}{asked.path}{question}"
        sign_in = next((r for r in site.env.routes if r.target == asked.id), None)
        if route.auth == "oauth2" and sign_in is not None:
            start = f"https://{sign_in.host}{sign_in.route.path}/start?rd=$escaped_request_uri"
            annotations[f"{_NGINX}/auth-signin"] = start
    if route.sticky:
        annotations[f"{_NGINX}/affinity"] = "cookie"
    if route.timeout_seconds is not None:
        annotations[f"{_NGINX}/proxy-read-timeout"] = str(route.timeout_seconds)
    annotations[f"{_NGINX}/proxy-body-size"] = (route.body_limit or "0").removesuffix("i")
    return annotations
