"""The container level: each pod is a frame, with its containers, their images, ports and what they mount."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lsparch.graph import ArchGraph, Edge, EdgeKind, Leaf, Node, NodeKind, State
from lsparch.models.view import ViewFile
from lsparch.views.canvas import Canvas
from lsparch.views.elements import (
    component_box,
    external_box,
    is_aspect,
    local_name,
    part_frame,
    realised,
    status_of,
    volume_box,
)
from lsparch.views.given import ViewContext
from lsparch.views.plan import Box, DiagramPlan, Group
from lsparch.views.relations import host_of
from lsparch.views.seen import short_image
from lsparch.views.symbols import symbol_of
from lsparch.views.wording import joined, kind_line

__all__ = ["plan"]

MOST_FILES = 3
"""How many mounted files, of each sort, are named in a box."""


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return the containers of the chosen parts; if none is chosen, of all Aspects, or of all parts without Aspects."""
    picture = _Picture(context, view, environment)
    graph = picture.graph
    parts = tuple(node.id for node in graph.nodes(NodeKind.PART))
    chosen = view.show.chosen or tuple(part for part in parts if is_aspect(graph, part)) or parts
    for node in graph.nodes(NodeKind.COMPONENT):
        if node.part in chosen and node.state not in {State.REALISED, State.HOSTED}:
            picture.add_pod(node)
    for edge in graph.edges(EdgeKind.MOUNTS):
        picture.mount(edge)
    for edge in graph.edges(EdgeKind.CONNECTS):
        picture.connect(edge, neighbours=view.show.with_ == "neighbours")
    return picture.canvas.plan()


class _Picture:
    """The picture in the making."""

    def __init__(self, context: ViewContext, view: ViewFile, environment: str) -> None:
        self.context = context
        self.graph: ArchGraph = context.graphs[environment]
        self.canvas = Canvas(view, context.symbology, environment)
        self._leaves: dict[str, Mapping[str, Leaf]] = {}

    def add_pod(self, node: Node) -> None:
        """Add the frame of a pod with a box for each container; one box for pods of which no container is known."""
        parent = self._part(node)
        leaves = _stated(self.graph, node)
        names = list(dict.fromkeys(path.split(".")[1] for path in leaves if path.startswith("container.")))
        if not names:
            self.canvas.box(
                component_box(self.context.symbology, self.graph, node.id, parent), *realised(self.graph, node.id)
            )
            return
        self._leaves[node.id] = leaves
        detail = kind_line(node.labels.get("kind", ""), node.labels.get("replicas", "")) or "1 pod"
        frame = self.canvas.frame(Group(node.id, local_name(node.id), "pod", parent, detail, status_of(node)))
        main = next((name for name in names if not _is_init(leaves, name)), "")
        for name in sorted(names, key=lambda name: not _is_init(leaves, name)):
            self.canvas.box(self._container(node, name, frame, is_main=name == main))

    def _container(self, node: Node, name: str, frame: str | None, *, is_main: bool) -> Box:
        leaves = self._leaves[node.id]
        own = {
            path.removeprefix(f"container.{name}."): leaf.value
            for path, leaf in leaves.items()
            if path.startswith(f"container.{name}.")
        }
        image = ":".join(filter(None, short_image(str(own.get("image", "")))))
        listens = [f"{value}".lower().replace("/tcp", "") for path, value in own.items() if path.startswith("port.")]
        asks = [f"{key} {own[key]}" for key in ("cpu", "memory") if key in own]
        details = (
            "before the others" if _is_init(leaves, name) else "",
            image,
            f"listens on {joined(listens)}" if listens else "",
            ", ".join(asks),
            *_files(own),
        )
        symbol = symbol_of(self.context.symbology, self.graph, node) if is_main else "sidecar"
        if "filebeat" in image:
            symbol = "sidecar-filebeat"
        if _is_init(leaves, name):
            symbol = "init-container"
        return Box(f"{node.id}#{name}", name, symbol, frame, tuple(filter(None, details)), (), status_of(node))

    def mount(self, edge: Edge) -> None:
        """Draw what a container mounts, if its pod is shown."""
        path = edge.detail.partition("mount.")[2] or edge.detail
        for name in self._names(edge.source):
            if f"container.{name}.mount.{path}" in self._leaves[edge.source]:
                volume = self.graph.node(edge.target)
                frame = (
                    self.canvas.frame(part_frame(self.graph, volume.part, None)) if volume.part in self.graph else None
                )
                self.canvas.box(volume_box(volume, frame))
                self.canvas.arrow(f"{edge.source}#{name}", edge.target, "mounts", path)

    def connect(self, edge: Edge, *, neighbours: bool) -> None:
        """Draw a connection from the container that asks to the one that listens, if either is shown."""
        source, target = host_of(self.graph, edge.source), host_of(self.graph, edge.target)
        if not {source, target} & self._leaves.keys() or edge.wished:
            return
        ends = []
        for pod, end in ((source, self._asking(source, edge)), (target, self._listening(target, edge))):
            if pod not in self._leaves and pod not in self.canvas.boxes:
                if not neighbours:
                    return
                self._add_neighbour(self.graph.node(pod))
            ends.append(end)
        self.canvas.connection(replace(edge, source=ends[0], target=ends[1]))

    def _add_neighbour(self, node: Node) -> None:
        frame = self._part(node)
        if node.kind is NodeKind.EXTERNAL:
            self.canvas.box(external_box(self.context.symbology, self.graph, node, frame))
        else:
            self.canvas.box(component_box(self.context.symbology, self.graph, node.id, frame, full=False))

    def _part(self, node: Node) -> str | None:
        return self.canvas.frame(part_frame(self.graph, node.part, None)) if node.part in self.graph else None

    def _names(self, pod: str) -> Iterator[str]:
        """Iterate over the containers of a pod that keep running."""
        leaves = self._leaves.get(pod, {})
        names = dict.fromkeys(path.split(".")[1] for path in leaves if path.startswith("container."))
        return (name for name in names if not _is_init(leaves, name))

    def _asking(self, pod: str, edge: Edge) -> str:
        found = [name for name in self._names(pod) if name == edge.container] or list(self._names(pod))
        return f"{pod}#{found[0]}" if found else pod

    def _listening(self, pod: str, edge: Edge) -> str:
        leaves = self._leaves.get(pod, {})
        names = list(self._names(pod))
        open_ = [
            name
            for name in names
            for path, leaf in leaves.items()
            if path.startswith(f"container.{name}.port.") and str(leaf.value).partition("/")[0] == str(edge.port)
        ]
        return f"{pod}#{(open_ or names)[0]}" if names else pod


def _stated(graph: ArchGraph, node: Node) -> Mapping[str, Leaf]:
    """Return what Kubernetes objects say about the pods of a component; nothing if it has none."""
    deployment = graph.deployment
    if deployment is None:
        return node.leaves
    ids = deployment.ids.get(node.id, ())
    return deployment.leaves.get(ids[0], {}) if ids else {}


def _is_init(leaves: Mapping[str, Leaf], name: str) -> bool:
    leaf = leaves.get(f"container.{name}.role")
    return leaf is not None and leaf.value == "init"


def _files(own: Mapping[str, object]) -> Iterator[str]:
    """Iterate over lines that tell what a container mounts beside volumes."""
    found: dict[str, list[str]] = {}
    for path, value in own.items():
        kind, _, what = str(value).partition(" ")
        if path.startswith("mount.") and kind in {"config", "secret", "node"}:
            place = path.removeprefix("mount.")
            found.setdefault(kind, []).append(
                local_name(what.partition(" ")[0]) if kind in {"config", "secret"} else place
            )
    for kind, names in found.items():
        yield f"{kind} {joined(names, MOST_FILES)}"
