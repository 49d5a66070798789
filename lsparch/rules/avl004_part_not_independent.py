"""AVL004: a part stops when another fails that it must be independent of."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Place
from lsparch.graph import Edge, EdgeKind, State
from lsparch.graph.impact import failure_impact
from lsparch.load.names import split_member
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import link_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["PartNotIndependent"]


class PartNotIndependent(EnvironmentRule):
    """A part stops when another fails that it must be independent of.

    Why is this bad
    ---------------
    The platform declares it: the Portal keeps working when the Notebook is down.
    Connections count, and so do shared volumes, balancers, images, identity and pods that the other spawns.

    Example
    -------
    ```yaml
    platform: small
    format: 1
    defaults:
      container:
        resources: {cpu: 0.1, memory: 128Mi, memory-limit: 512Mi}
      component: {replicas: 1, logs: collector, logs-because: small}
    logging:
      shipper: {title: Shipper, image: filebeat}
      aggregator:
        image: logstash
        replicas: 2
        endpoints:
          beats: {port: 5044, protocol: beats, exported: true}
        uses:
          - {to: external/elk.beats, for: logs, auth: {none: inside the site}}
        logs: none
        logs-because: it would ship its own
      shared: logging/logstash
      collector: logging/collector
      sink: external/elk.beats
    registry: {component: registry/registry, capacity: 500G, approved: [dockerhub]}
    independent:
      portal: [notebook]
    ---
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
          - {to: notebook/hub.http, for: sessions, auth: {user: token}}  # <-- AVL004
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    aspect: notebook
    owner: ops
    source: S
    domain: nb
    components:
      hub: {image: registry, endpoints: {http: {port: 8081, health: /hub, exported: true}}}
    ---
    profile: usual
    kind: integration
    include: [portal, notebook, logging, registry]
    release: "2026.1"
    deployment-tool: helm
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
          - to: notebook/hub.http
            for: sessions
            auth: {user: token}
            optional: true
            degrades: no sessions
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    aspect: notebook
    owner: ops
    source: S
    domain: nb
    components:
      hub: {image: registry, endpoints: {http: {port: 8081, health: /hub, exported: true}}}
    ---
    profile: usual
    kind: integration
    include: [portal, notebook, logging, registry]
    release: "2026.1"
    deployment-tool: helm
    ```
    """

    code = "AVL004"
    answers = ("portal-independent-of-notebook",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Let the other part fail, and compare the images of both."""
        env, graph = context.environment, context.graph
        for part, others in env.model.platform.independent.items():
            present = [other for other in others if other in graph and part in graph]
            for other in present:
                yield from self._failure(context, part, other)
                yield from self._images(context, part, other)

    def _failure(self, context: EnvironmentContext, part: str, other: str) -> Iterator[Finding]:
        graph = context.graph
        impact = failure_impact(graph, [other])
        if not impact.lost(graph, part):
            return
        for effect in impact.stops:
            if not effect.element.startswith(f"{part}/") or len(effect.chain) < 2:  # noqa: PLR2004 - itself
                continue
            cause = effect.chain[-2]
            if cause.startswith(f"{part}/"):
                continue
            edge = next((e for e in graph.out_edges(effect.element) if e.target == cause), None)
            place = context.environment.model.place(part) if edge is None else _place(context, edge)
            message = f"{effect.element} stops when {other} is down: {' → '.join(reversed(effect.chain))}"
            advice = "make the connection optional, or do without it"
            yield self.finding(place, message, advice, element=effect.element)

    def _images(self, context: EnvironmentContext, part: str, other: str) -> Iterator[Finding]:
        graph, logging = context.graph, context.environment.model.platform.logging
        ours = {f"image/{i}" for i in (logging.shipper.image, logging.aggregator.image) if i is not None}
        theirs = {
            edge.target: edge
            for node in graph.members(other)
            if node.state is not State.PLANNED
            for edge in graph.out_edges(node.id, EdgeKind.RUNS)
        }
        for node in graph.members(part):
            for edge in graph.out_edges(node.id, EdgeKind.RUNS):
                if edge.target in theirs and edge.target not in ours and node.state is not State.PLANNED:
                    message = f"{node.id} runs {edge.target}, the image of {theirs[edge.target].source}"
                    related = [(theirs[edge.target].place, f"run by {other}")]
                    yield self.finding(
                        edge.place, message, "build an image of its own", element=node.id, related=related
                    )


def _place(context: EnvironmentContext, edge: Edge) -> Place:
    links = context.environment.links_from(edge.source)
    link = next((k for k in links if k.target == edge.target and split_member(k.endpoint_id)[1] == edge.detail), None)
    return edge.place if link is None else link_place(context.environment, link)
