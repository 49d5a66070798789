"""REF008: a literal holds the name of a host that no external system declares."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.models.catalogue import External
from lsparch.rules.context import ModelContext
from lsparch.rules.hosts import typed_hosts, typed_names
from lsparch.rules.literals import model_literals
from lsparch.rules.rule import ModelRule

__all__ = ["HostUndeclared"]


class HostUndeclared(ModelRule):
    """A literal holds the name of a host that no external system declares.

    Why is this bad
    ---------------
    The component talks to somebody whom the model does not know: no diagram shows it, no policy lets it through.

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
          CATALOGUE: https://catalogue.example.com/tap  # <-- REF008
          STATISTICS: statistics.example.com:9000  # <-- REF008
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
          CATALOGUE: {host: external/elk.beats}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "REF008"
    severity = Severity.WARNING

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find host names that are neither an external system's nor below the domain of an environment."""
        model = context.model
        known = {external.host.lower() for external in model.externals.values() if external.host}
        known |= {h.lower() for c in model.clusters.values() for group in c.hosts.values() for h in group.hosts}
        for env in context.environments:
            elements = (env.elements[name].element for name in env.elements if name.startswith("external/"))
            known |= {e.host.lower() for e in elements if isinstance(e, External) and e.host}
        domains = tuple(sorted({f".{e.domain}" for e in model.environments.values() if e.domain is not None}))
        components = {d.id.rpartition("/")[2].lower() for d in model.of_kind("component")}
        for written in model_literals(model):
            said = {host for host in typed_hosts(written.text) if host.partition(".")[0] in components}
            for host in typed_names(written.text):
                if host in known or f".{host}".endswith((*domains, *_NAMESPACES)) or _in_cluster(host):
                    continue
                if host not in said:  # REF005 reports it
                    message = f"{written.element} holds the host name {host}, which no external system declares"
                    advice = "declare it in model/externals.yaml, and write a reference"
                    yield self.finding(written.place, message, advice, element=written.element)


_NAMESPACES = (".w3.org", ".json-schema.org", ".xmlns.jcp.org", ".java.sun.com")
"""Hosts in the names of XML namespaces and schemas, which nobody calls."""


def _in_cluster(host: str) -> bool:
    return ".svc." in f"{host}." or host.endswith((".local", ".localhost", ".invalid"))
