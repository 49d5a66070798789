"""The architecture graph of an environment, or of the whole model."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from lsparch.diagnostics import Place
from lsparch.graph import ArchGraph, Deployment, Edge, EdgeKind, Leaf, Node, NodeKind, Origin, State
from lsparch.load import Declared, Model
from lsparch.load.foreign import vendored_digest
from lsparch.load.names import split_member
from lsparch.load.references import iter_references
from lsparch.models.catalogue import Dataset, External, Image, Pipeline, Table
from lsparch.models.component import Component, Mount
from lsparch.models.element import Element
from lsparch.models.part import AspectFile, Volume
from lsparch.resolve.address import Addresses, UnknownAddressError
from lsparch.resolve.elements import Resolved
from lsparch.resolve.environment import Environment, Link
from lsparch.resolve.logs import log_target
from lsparch.resolve.patches import patch_leaves

__all__ = ["environment_graph"]


def environment_graph(env: Environment) -> ArchGraph:
    """Return the graph of one environment.

    It holds what exists or is planned there, what that uses, and the relations between them. An element is a
    node only if something of the environment refers to it, so the graph of a sandbox is small.
    """
    builder = _Builder(env)
    builder.add_components()
    builder.add_links()
    builder.add_routes()
    builder.add_catalogue()
    return ArchGraph(env.id, builder.nodes.values(), builder.edges.values(), lambda: _deployment(env))


def _deployment(env: Environment) -> Deployment:
    from lsparch.resolve.deployment import deployment_of  # noqa: PLC0415 - it renders files, which few questions need

    return deployment_of(env)


class _Builder:
    """Collects nodes and edges; a node is added when the first edge needs it."""

    def __init__(self, env: Environment) -> None:
        self.env = env
        self.model: Model = env.model
        self.nodes: dict[str, Node] = {}
        self.edges: dict[str, Edge] = {}

    def edge(self, edge: Edge) -> None:
        """Add an edge whose ends are nodes already."""
        if edge.source in self.nodes and edge.target in self.nodes:
            if edge.status == "known" and self.nodes[edge.source].state is State.PLANNED:
                edge = replace(edge, status="planned")
            self.edges.setdefault(edge.id, edge)

    def add(
        self,
        resolved: Resolved | Declared,
        kind: NodeKind,
        labels: dict[str, str] | None = None,
        state: State = State.DEPLOYED,
        leaves: Mapping[str, Leaf] | None = None,
        identifier: str = "",
    ) -> str:
        """Add the node of an element, unless it is there."""
        declared = resolved.declared if isinstance(resolved, Resolved) else resolved
        name = identifier or declared.id
        if name not in self.nodes:
            element = resolved.element
            title = (element.title if isinstance(element, Element) else None) or name.rpartition("/")[2]
            self.nodes[name] = Node(
                name, kind, title, declared.place(key=True), declared.part, _owner(self.model, declared),
                element.status if isinstance(element, Element) else "known", state,
                MappingProxyType(labels or {}), MappingProxyType(leaves or {}),
            )  # fmt: skip
        return name

    def add_components(self) -> None:
        """Add parts, components and what their pods are made of."""
        env = self.env
        for part in env.parts:
            kind = "aspect" if isinstance(self.model.parts[part], AspectFile) else "service"
            self.add(self.model.declared[part], NodeKind.PART, {"kind": kind})
        for identifier, state in sorted(env.states.items()):
            resolved = env.elements[identifier]
            component = env.component(identifier)
            leaves = resolved.leaves
            if component.foreign is not None and component.foreign.manifests is not None:
                digest = vendored_digest(self.model.texts, component.foreign.manifests)
                leaves = {**leaves, "foreign.digest": Leaf(digest, resolved.origin("foreign", "manifests"))}
            self.add(resolved, NodeKind.COMPONENT, self._labels(identifier, component), state, leaves, identifier)
            self.edge(Edge(EdgeKind.PART_OF, identifier, resolved.part, resolved.declared.place(key=True)))
        for identifier in sorted(env.states):
            self._add_pod(identifier, env.component(identifier), env.elements[identifier])

    def _logs(self, component: Component) -> str:
        """Return how the logs of a component are collected; a sidecar that is not filebeat is a shipper."""
        if component.logs != "sidecar":
            return component.logs or ""
        image = self.model.images.get((self.model.platform.logging.shipper.image or "").removeprefix("image/"))
        return "sidecar" if image is not None and "filebeat" in image.repository else "shipper"

    def _labels(self, identifier: str, component: Component) -> dict[str, str]:
        return {
            "kind": component.kind,
            "replicas": "" if component.replicas is None else str(component.replicas),
            "image": (component.image or "").removeprefix("image/"),
            "pool": component.pool or "",
            "logs": self._logs(component),
            "stub": component.stub or "",
            "containers": " ".join(name for name, _, _ in self.env.containers(identifier)),
        }

    def _add_pod(self, identifier: str, component: Component, resolved: Resolved) -> None:
        env, part = self.env, resolved.part
        if component.realised_by is not None:
            target = env.qualify(component.realised_by, ("component",), part)
            self.edge(Edge(EdgeKind.REALISED_BY, identifier, target, resolved.place("realised-by")))
        if component.spawned is not None:
            target = env.qualify(component.spawned.by, ("component",), part)
            self.edge(Edge(EdgeKind.SPAWNED_BY, identifier, target, resolved.place("spawned", "by")))
        for name, path, container in env.containers(identifier):
            if container.image is not None:
                target = f"image/{container.image.removeprefix('image/')}"
                self._add_image(target)
                self.edge(Edge(EdgeKind.RUNS, identifier, target, resolved.place(*path, "image"), name))
            for where, mount in container.mounts.items():
                self._add_mount(identifier, where, mount, resolved.place(*path, "mounts", where), part)
        for found in iter_references(component):
            if found.kinds == ("secret-key",):
                self._add_secret(identifier, found.text, resolved.place(*found.path), part)
        for position, text in enumerate(component.reads):
            target = env.qualify(text, ("dataset", "table"), part)
            self._add_dataset(split_member(target)[0])
            self.edge(Edge(EdgeKind.READS, identifier, target, resolved.place("reads", position)))
        self._add_placement(identifier, component, resolved)
        where_to = log_target(env, identifier)
        if where_to:
            self.edge(Edge(EdgeKind.SHIPS_LOGS, identifier, where_to, resolved.place("logs"), purpose="logs"))

    def _add_placement(self, identifier: str, component: Component, resolved: Resolved) -> None:
        env = self.env
        group = env.effective.mappings["hosts"].get(identifier)
        if env.states[identifier] is State.HOSTED and identifier in env.host_groups and group is not None:
            target = f"cluster/{env.cluster_id}.{str(group.value).rpartition('.')[2].rpartition('/')[2]}"
            self.add(self.model.declared[target], NodeKind.HOST_GROUP)
            self.edge(Edge(EdgeKind.PLACED_ON, identifier, target, group.place))
            return
        for name, pool in env.cluster.pools.items():
            if component.pool is not None and component.pool in pool.purposes:
                target = f"cluster/{env.cluster_id}.{name}"
                self.add(self.model.declared[target], NodeKind.NODE_POOL, {"nodes": str(pool.nodes)})
                self.edge(Edge(EdgeKind.PLACED_ON, identifier, target, resolved.place("pool")))

    def _add_mount(self, identifier: str, where: str, mount: str | Mount, place: Place, part: str) -> None:
        env = self.env
        text = mount if isinstance(mount, str) else mount.volume or mount.config
        if isinstance(mount, Mount) and mount.secret is not None:
            target, _ = env.mounted_secret(mount.secret, part)
        elif text is not None:
            target = env.qualify(text, ("volume", "config"), part)
        else:
            return
        kinds = {
            "volume": (NodeKind.VOLUME, EdgeKind.MOUNTS),
            "config": (NodeKind.CONFIG, EdgeKind.NEEDS_CONFIG),
            "secret": (NodeKind.SECRET, EdgeKind.NEEDS_SECRET),
        }
        kind = kinds.get(self.model.names.kind(target) or "")
        if kind is None:
            return
        resolved = env.elements[target]
        self.add(resolved, kind[0], leaves=resolved.leaves)
        self.edge(Edge(kind[1], identifier, target, place, where))
        if isinstance(resolved.element, Volume):
            self._add_volume(target, resolved, resolved.element)

    def _add_secret(self, identifier: str, text: str, place: Place, part: str) -> None:
        key = self.env.qualify(text, ("secret-key",), part)
        if self.model.names.kind(key) == "secret-key":
            target, member = split_member(key)
            self.add(self.env.elements[target], NodeKind.SECRET, leaves=self.env.elements[target].leaves)
            self.edge(Edge(EdgeKind.NEEDS_SECRET, identifier, target, place, member))

    def _add_volume(self, identifier: str, resolved: Resolved, volume: Volume) -> None:
        env = self.env
        for position, text in enumerate(volume.holds):
            target = env.qualify(text, ("dataset",), resolved.part)
            self._add_dataset(target)
            self.edge(Edge(EdgeKind.HOLDS, identifier, target, resolved.place("holds", position)))
        if volume.server is not None:
            try:
                target = split_member(Addresses(env).bound(volume.server, resolved.part)[0])[0]
            except UnknownAddressError:
                return
            if target.startswith("external/"):
                self._add_external(target)
            self.edge(Edge(EdgeKind.SERVED_BY, identifier, target, resolved.place("server"), protocol="nfs"))

    def _add_external(self, identifier: str) -> None:
        resolved = self.env.elements[identifier]
        assert isinstance(resolved.element, External)
        self.add(resolved, NodeKind.EXTERNAL, {"kind": resolved.element.kind}, leaves=resolved.leaves)

    def _add_image(self, identifier: str) -> None:
        if identifier in self.nodes:
            return
        resolved = self.env.elements[identifier]
        image = resolved.element
        assert isinstance(image, Image)
        release = self.model.releases.get(self.env.effective.text("release", ""))
        name = identifier.removeprefix("image/")
        overridden = resolved.origin("tag").layer.startswith(("environment/", "profile/"))
        tag = (release.images.get(name) if release and not overridden else None) or image.tag or ""
        leaves = dict(resolved.leaves)
        if release is not None and name in release.images and not overridden:
            place = self.model.place(f"release/{self.env.effective.text('release', '')}", "images", name)
            leaves["tag"] = Leaf(tag, Origin("written", place))
        leaves |= self._pins(name, image, tag)
        self.add(resolved, NodeKind.IMAGE, {"repository": image.repository, "tag": tag}, leaves=leaves)
        registry = self.env.qualify(image.registry, ("external",), "")
        self._add_external(registry)
        self.edge(Edge(EdgeKind.PULLED_FROM, identifier, registry, resolved.place("registry")))
        for position, text in enumerate(image.built_on):
            target = f"image/{text.removeprefix('image/')}"
            self._add_image(target)
            self.edge(Edge(EdgeKind.BUILT_ON, identifier, target, resolved.place("built-on", position)))

    def _pins(self, name: str, image: Image, general: str) -> Iterator[tuple[str, Leaf]]:
        """Iterate over the digests of an image in the lock: that of its general tag, and those of tracks."""
        lock = self.env.lock
        pin = lock.images.get(name) if lock is not None else None
        for tag, digest in pin.digests.items() if pin is not None and pin.repository == image.repository else ():
            place = self.env.lock_place("images", name, "digests", tag)
            path = "digest" if tag == general else f"digest-{tag.replace('.', '-')}"
            yield path, Leaf(digest, Origin(f"lock/{self.env.id}", place))

    def _add_dataset(self, identifier: str) -> None:
        if identifier in self.nodes:
            return
        resolved = self.env.elements[identifier]
        dataset = resolved.element
        assert isinstance(dataset, Dataset)
        self.add(resolved, NodeKind.DATASET, leaves=resolved.leaves)
        for name in dataset.tables:
            declared = self.model.declared[f"{identifier}.{name}"]
            self.add(declared, NodeKind.TABLE)
            self.edge(Edge(EdgeKind.HOLDS, identifier, declared.id, declared.place(key=True)))
            assert isinstance(declared.element, Table)
            for position, text in enumerate(declared.element.readers):
                reader = self.env.qualify(text, ("component",), "")
                self.edge(Edge(EdgeKind.READS, reader, declared.id, declared.place("readers", position)))

    def add_links(self) -> None:
        """Add the connections."""
        for link in self.env.links:
            if link.target.startswith("external/"):
                self._add_external(link.target)
            self.edge(_connection(link))

    def add_routes(self) -> None:
        """Add routes, balancers, and who authenticates users."""
        for balancer in self.env.balancers:
            declared = self.model.declared[balancer.part]
            self.nodes[balancer.id] = Node(
                balancer.id, NodeKind.BALANCER, " ".join(balancer.hosts), declared.place(key=True), balancer.part,
                _owner(self.model, declared), labels=MappingProxyType({"hosts": " ".join(balancer.hosts)}),
            )  # fmt: skip
        for route in self.env.routes:
            declared = self.model.declared[route.part]
            dump = route.route.model_dump(by_alias=True, exclude_none=True)
            leaves = {
                k: Leaf(v, Origin("written", route.place)) for k, v in dump.items() if isinstance(v, str | int | bool)
            }
            self.nodes[route.id] = Node(
                route.id, NodeKind.ROUTE, f"{route.host}{route.route.path}", route.place, route.part,
                _owner(self.model, declared), labels=MappingProxyType({"host": route.host, "path": route.route.path}),
                leaves=MappingProxyType(leaves),
            )  # fmt: skip
            member = split_member(route.endpoint_id)[1]
            self.edge(
                Edge(
                    EdgeKind.ROUTES,
                    route.id,
                    route.target,
                    route.place,
                    member,
                    route.endpoint.protocol,
                    route.endpoint.port,
                )
            )
            for variant in route.variants:
                self.edge(
                    Edge(
                        EdgeKind.ROUTES,
                        route.id,
                        variant.target,
                        variant.place,
                        member,
                        route.endpoint.protocol,
                        route.endpoint.port,
                    )
                )
            self.edge(Edge(EdgeKind.BALANCES, route.id, route.balancer, route.place))
            for proxy in self._authenticators(route.route.auth):
                self.edge(Edge(EdgeKind.AUTHENTICATES, route.id, proxy, route.place, auth=route.route.auth))

    def _authenticators(self, auth: str) -> Iterator[str]:
        """Components that authenticate a route's users for the balancer: those that the identity service publishes."""
        route = self.env.authentication
        if route is not None and auth in {"oauth2", "token"}:
            yield route.target

    def add_catalogue(self) -> None:
        """Add what belongs to the environment as a whole: itself, its cluster, datasets, pipelines."""
        env = self.env
        declared = self.model.declared[f"environment/{env.id}"]
        labels = {"kind": env.kind, "exposure": env.exposure}
        self.add(declared, NodeKind.ENVIRONMENT, labels, leaves=patch_leaves(env.patches))
        cluster = self.model.declared.get(f"cluster/{env.cluster_id}")
        if cluster is not None:
            self.add(cluster, NodeKind.CLUSTER)
            self.edge(Edge(EdgeKind.PLACED_ON, declared.id, cluster.id, declared.place("cluster")))
        for name, kind in (("holds", EdgeKind.HOLDS), ("plans", EdgeKind.PLANS)):
            for text, statement in env.effective.lists[name].items():
                target = env.qualify(text, ("dataset",), "")
                self._add_dataset(target)
                self.edge(Edge(kind, declared.id, target, statement.place))
        for image in self.model.images:
            self._add_image(f"image/{image}")
        for table in self.model.of_kind("table"):
            self._add_dataset(split_member(table.id)[0])
        for pipeline in self.model.of_kind("pipeline"):
            element = pipeline.element
            assert isinstance(element, Pipeline)
            if env.id in {name.removeprefix("environment/") for name in element.deploys}:
                self.add(pipeline, NodeKind.PIPELINE)
                self.edge(Edge(EdgeKind.DEPLOYS, pipeline.id, declared.id, pipeline.place("deploys")))


def _connection(link: Link) -> Edge:
    connection = link.connection
    auth = connection.auth
    how = "" if auth is None else auth.service or auth.user or "none"
    return Edge(
        EdgeKind.CONNECTS, link.source, link.target, link.place, split_member(link.endpoint_id)[1],
        link.endpoint.protocol, link.endpoint.port, connection.optional, connection.for_, connection.degrades or "",
        how, link.role, connection.status, connection.container or "",
    )  # fmt: skip


def _owner(model: Model, declared: Declared) -> str:
    element = declared.element
    own = element.owner if isinstance(element, Element) else None
    if own is None and declared.part:
        own = model.parts[declared.part].owner
    return (own or "").removeprefix("team/")
