"""NET007: a connection to an external system cannot be expressed as a policy, so egress is wider than the arrow."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.graph import State
from lsparch.resolve import Addresses, Environment, UnknownAddressError
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import link_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["EgressWidened"]


class EgressWidened(EnvironmentRule):
    """A connection to an external system cannot be expressed as a policy, so egress is wider than the arrow.

    Why is this bad
    ---------------
    Where the network knows no host names and the system's addresses are not stated, any address has to be allowed.

    Example
    -------
    ```yaml
    aspect: portal
    owner: suit
    source: S
    components:
      web:
        image: web
        replicas: 2
        endpoints:
          http: {port: 8080, health: /portal/health, paths: [/portal], exported: true}
        uses:
          - {to: external/search.https, for: search, auth: {none: public}}  # <-- NET007
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    externals:
      dockerhub: {title: Docker Hub, kind: registry, host: docker.io}
      elk: {title: Logs, host: elk.example.org, cidr: [192.0.2.0/24], endpoints: {beats: {port: 5044, protocol: beats}}}
      search: {title: Search, host: search.example.org, endpoints: {https: {port: 443, protocol: https}}}
    ```

    Use instead
    -----------
    ```yaml
    aspect: portal
    owner: suit
    source: S
    components:
      web:
        image: web
        replicas: 2
        endpoints:
          http: {port: 8080, health: /portal/health, paths: [/portal], exported: true}
        uses:
          - {to: external/search.https, for: search, auth: {none: public}}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    externals:
      dockerhub: {title: Docker Hub, kind: registry, host: docker.io}
      elk: {title: Logs, host: elk.example.org, cidr: [192.0.2.0/24], endpoints: {beats: {port: 5044, protocol: beats}}}
      search:
        title: Search
        host: search.example.org
        cidr: [198.51.100.0/24]
        endpoints: {https: {port: 443, protocol: https}}
    ```
    """

    code = "NET007"
    severity = Severity.NOTE

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find live connections to externals without addresses, where policies cannot name hosts."""
        env = context.environment
        cni = env.cluster.cni
        if cni is None or not cni.policy:
            return
        for link in env.links:
            if (
                not link.live
                or not link.target.startswith("external/")
                or env.states[link.source] is not State.DEPLOYED
            ):
                continue
            if not env.external(link.target).cidr and not (cni.names_hosts and _has_host(env, link.target)):
                message = f"egress from {link.source} to {link.target} has to be allowed to any address"
                advice = f"state `cidr` of {link.target}, or use a network that knows host names"
                yield self.finding(link_place(env, link), message, advice, element=link.source)


def _has_host(env: Environment, external: str) -> bool:
    try:
        return bool(Addresses(env).host(f"{external}."))
    except UnknownAddressError:
        return False
