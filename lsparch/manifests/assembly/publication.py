"""Routes as gateways see them: hosts, certificates, who authenticates users."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lsparch.manifests.assembly.arrows import runs_in
from lsparch.manifests.assembly.names import slug
from lsparch.manifests.assembly.site import Site
from lsparch.models.cluster import Gateway
from lsparch.resolve.environment import PublishedRoute

__all__ = ["BALANCER", "Authenticator", "Publication", "authenticator", "certificate", "is_envoy", "publications"]

BALANCER = "balancer"
"""Name of the object of a load balancer, in the namespace of its part."""

_ASKS = frozenset({"oauth2", "token"})


@dataclass(frozen=True, slots=True)
class Publication:
    """Paths of one route that are treated alike."""

    route: PublishedRoute
    name: str
    part: str
    namespace: str
    """Namespace of the component that answers."""

    service: str
    paths: tuple[str, ...]
    is_guarded: bool
    """Whether the balancer asks for the user before it lets a request through."""

    gateway: str
    """Namespace of the balancer."""

    tracks: Mapping[str, str]
    """Names of Services of tracks, by the id of the track."""


@dataclass(frozen=True, slots=True)
class Authenticator:
    """Whom the balancer asks about a user."""

    id: str
    service: str
    namespace: str
    port: int
    path: str


def publications(site: Site) -> Iterator[Publication]:
    """Iterate over what is published: a route, and what of it is open to anybody."""
    balancers = {balancer.id: balancer for balancer in site.env.balancers}
    for route in site.env.routes:
        answers = runs_in(site, route.target)
        if route.endpoint.port is None or not answers:
            continue
        part, target = answers.partition("/")[0], site.env.deployed_name(answers)
        name = f"{target}-{slug(route.route.path)}"
        namespace = site.addresses.namespace(answers)
        gateway = site.env.namespace(balancers[route.balancer].part)
        guarded = route.route.auth in _ASKS
        tracks = {variant.target: site.env.deployed_name(variant.target) for variant in route.variants}
        prefix = route.route.path
        yield Publication(route, name, part, namespace, target, (prefix,), guarded, gateway, tracks)
        if guarded and route.route.anonymous:
            paths = tuple(f"{prefix.rstrip('/')}{path}" for path in route.route.anonymous)
            yield Publication(route, f"{name}-anonymous", part, namespace, target, paths, False, gateway, tracks)


def authenticator(site: Site) -> Authenticator | None:
    """Return whom balancers ask about users, if they can ask anybody."""
    route = site.env.authentication
    if route is None or route.endpoint.port is None:
        return None
    name = site.env.deployed_name(route.target)
    path = route.endpoint.paths[0] if route.endpoint.paths else route.route.path
    return Authenticator(route.target, name, site.addresses.namespace(route.target), route.endpoint.port, path)


def certificate(host: str) -> str:
    """Return the name of the Secret with the certificate of a host."""
    return f"{slug(host)}-tls"


def is_envoy(gateway: Gateway) -> bool:
    """Tell whether a gateway is Envoy Gateway, whose policies say what the Gateway API cannot."""
    return gateway.api == "gateway" and gateway.class_ in {"envoy", "eg", "envoy-gateway"}
