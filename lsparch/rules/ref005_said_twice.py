"""REF005: a literal repeats a host name, address or port that the model states elsewhere."""

import re
from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.load import Model
from lsparch.models.component import Endpoint
from lsparch.rules.context import ModelContext
from lsparch.rules.hosts import typed_hosts
from lsparch.rules.literals import model_literals
from lsparch.rules.rule import ModelRule

__all__ = ["SaidTwice"]

_HOST = re.compile(r"(?<![a-z0-9@.-])[a-z0-9-]+(\.[a-z0-9-]+)+(?![a-z0-9-])")
_INSIDE = re.compile(r"\.svc(\.|$)")


class SaidTwice(ModelRule):
    """A literal repeats a host name, address or port that the model states elsewhere.

    Why is this bad
    ---------------
    When the host, the port or the path changes, this copy keeps the old one.

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
        env:
          LOG_SEARCH: https://elk.example.org/search  # <-- REF005
          LOCAL: http://web.main-portal.svc.cluster.local:8080/portal  # <-- REF005
          LISTEN_PORT: "8080"  # <-- REF005
          REGISTRY: https://registry:5000/v2  # <-- REF005
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
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
          - {to: external/elk.beats, for: search, auth: {none: inside}}
        env:
          LOG_SEARCH: {host: external/elk.beats}
          LISTEN_PORT: {port: web.http}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "REF005"
    severity = Severity.WARNING

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find host names of externals, of environments and of Services inside texts."""
        model = context.model
        known = {e.host: f"external/{name}" for name, e in model.externals.items() if e.host}
        known |= {
            env.domain: f"environment/{name}" for name, env in model.environments.items() if env.domain is not None
        }
        ports = _ports(model)
        components = _components(model)
        for written in model_literals(model):
            if "port" in written.name.lower() and written.text in ports:
                message = f"the value of {written.name} in {written.element} repeats the port of {ports[written.text]}"
                advice = f"write `{{port: {ports[written.text]}}}`"
                yield self.finding(written.place, message, advice, element=written.element)
            seen = set()
            for match in _HOST.finditer(written.text.lower()):
                host = match[0]
                owner = known.get(host) or _domain_owner(host, known)
                if not owner and not _INSIDE.search(host):
                    continue
                message = f"{written.element} repeats the host name {host}" + (f" of {owner}" if owner else "")
                seen.add(host)
                yield self.finding(written.place, message, _ADVICE, element=written.element)
            for host in typed_hosts(written.text):
                owner = components.get(host.partition(".")[0], "")
                if owner and host not in seen and not known.get(host):
                    message = f"{written.element} types the host name {host} of {owner}"
                    yield self.finding(written.place, message, _ADVICE, element=written.element)


_ADVICE = "write a reference, such as `{url: …}`, `{host: …}` or `{public: …}`"


def _components(model: Model) -> dict[str, str]:
    """Return the component that each name of a Service may mean: its own, or that with its part before it."""
    found: dict[str, str] = {}
    for declared in model.of_kind("component"):
        part, _, name = declared.id.rpartition("/")
        found.setdefault(name.lower(), declared.id)
        found.setdefault(f"{part}-{name}".lower(), declared.id)
    return found


def _domain_owner(host: str, known: dict[str, str]) -> str:
    """Return the environment below whose domain a host is; the first by domain, or nothing."""
    above = (host[position + 1 :] for position, letter in enumerate(host) if letter == ".")
    domains = [domain for domain in above if known.get(domain, "").startswith("environment/")]
    return known[min(domains)] if domains else ""


def _ports(model: Model) -> dict[str, str]:
    """Return the first endpoint with each port, by number."""
    found: dict[str, str] = {}
    for declared in model.of_kind("endpoint"):
        if isinstance(declared.element, Endpoint) and declared.element.port is not None:
            found.setdefault(str(declared.element.port), declared.id)
    return found
