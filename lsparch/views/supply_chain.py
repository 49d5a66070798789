"""The way of the images: pipelines build them and push them to a registry, from which pods are started."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from lsparch.graph import ArchGraph, EdgeKind, NodeKind, State
from lsparch.models.view import ViewFile
from lsparch.views.canvas import Canvas
from lsparch.views.elements import external_box, local_name, status_of
from lsparch.views.given import ViewContext
from lsparch.views.plan import Box, DiagramPlan, Group, Status
from lsparch.views.pulled import images_pulled, pulled_from, run_by
from lsparch.views.wording import clause, joined

if TYPE_CHECKING:  # takes a while to import, and manifests need none of it
    from lsparch.models.catalogue import Image, Pipeline

__all__ = ["plan"]

IMAGES = "images"
OTHERS = "images of others"


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return the supply chain of images; pods are those of the given environment, or of the default one."""
    if context.told is None:
        return images_pulled(context, view, environment)
    graph = context.graphs[environment or context.default]
    canvas = Canvas(view, context.symbology, environment)
    built = list(dict.fromkeys(_image(name) for p in context.model.pipelines.values() for name in p.builds))
    for name, pipeline in context.model.pipelines.items():
        _add_pipeline(canvas, context, name, pipeline)
    frame = canvas.frame(Group(IMAGES, "Images", "registry", None, "built by our pipelines")) if built else None
    for name in built:
        canvas.box(_image_box(name, context.model.images[name], frame))
    others = [name for name in context.model.images if name not in built]
    if others:
        canvas.box(Box(OTHERS, "Other images" if built else "Images", "image", None, tuple(_lines(others))))
    _add_registries(canvas, context, graph, {IMAGES: built, OTHERS: others})
    for name, pipeline in context.model.pipelines.items():
        for image in pipeline.builds:
            canvas.arrow(f"pipeline/{name}", f"image/{_image(image)}", "builds", "", pipeline.status)
        for target in pipeline.pushes if not pipeline.builds else ():
            canvas.arrow(f"pipeline/{name}", _registry_id(context, target), "pushes", "pushes", pipeline.status)
    _add_pods(canvas, context, graph)
    return canvas.plan()


def _image(text: str) -> str:
    return text.removeprefix("image/")


def _lines(names: list[str], size: int = 3) -> Iterator[str]:
    for start in range(0, len(names), size):
        yield ", ".join(names[start : start + size])


def _add_pipeline(canvas: Canvas, context: ViewContext, name: str, pipeline: "Pipeline") -> None:
    controller = pipeline.controller.removeprefix("external/")
    external = context.model.externals[controller]
    title = external.title or controller
    identifier = f"pipelines of {controller}" if external.kind == "registry" else f"external/{controller}"
    frame = canvas.frame(Group(identifier, title, "ci", None, "", Status(external.status)))
    details = [
        f"deploys {joined(pipeline.deploys)}" if pipeline.deploys else "",
        f"tests: {len(pipeline.tests)}" if pipeline.tests else "",
        f"on {joined(pipeline.agents)}" if pipeline.agents else "",
        f"maintained by {joined(pipeline.maintainers)}" if pipeline.maintainers else "",
    ]
    canvas.box(
        Box(
            f"pipeline/{name}",
            name,
            "ci-controller",
            frame,
            tuple(filter(None, details)),
            (),
            Status(pipeline.status),
            pipeline.title or name,
        )
    )


def _image_box(name: str, image: "Image", frame: str | None) -> Box:
    size = image.size.compressed if image.size else None
    details = (
        image.repository,
        f"on {joined(_image(base) for base in image.built_on)}" if image.built_on else "",
        f"{size} compressed" if size else "",
    )
    status = Status(image.status)
    return Box(f"image/{name}", name, "image", frame, tuple(filter(None, details)), (), status, image.title or name)


def _registry_id(context: ViewContext, text: str) -> str:
    return context.model.names.resolve(text, ("external", "component"), "") or text


def _add_registries(
    canvas: Canvas, context: ViewContext, graph: ArchGraph, images: Mapping[str, Sequence[str]]
) -> None:
    """Add where images are published, and the local registry; ``images`` are those of the two boxes for them."""
    published = {
        box: {_registry_id(context, context.model.images[name].registry) for name in names}
        for box, names in images.items()
    }
    policy = context.model.platform.registry
    local = _registry_id(context, policy.component or "")
    for node in graph.nodes(NodeKind.EXTERNAL):
        if node.labels.get("kind") == "registry":
            canvas.box(external_box(context.symbology, graph, node))
            if node.id in published[IMAGES]:
                canvas.arrow(IMAGES, node.id, "pushes", "push")
            if node.id in published[OTHERS]:
                canvas.arrow(node.id, OTHERS, "pulled")
    if local not in graph or policy.component is None:
        return
    node = graph.node(local)
    details = [f"owner {node.owner}"]
    details += [f"{policy.capacity} planned"] if policy.capacity else []
    details += [f"{policy.in_use} in use today"] if policy.in_use else []
    canvas.box(Box(local, "Local registry", "registry", None, tuple(details), (), status_of(node), node.title))
    for edge in graph.out_edges(local, EdgeKind.CONNECTS):
        canvas.arrow(edge.target, local, "pulled", "copied", edge.status)


def _add_pods(canvas: Canvas, context: ViewContext, graph: ArchGraph) -> None:
    env = context.environments[graph.environment]
    frame = canvas.frame(Group("pods", f"Pods of {graph.environment}", "environment", None, "images that they run"))
    for part in graph.nodes(NodeKind.PART):
        running = (m for m in graph.members(part.id) if m.state in {State.DEPLOYED, State.HOSTED})
        images = run_by(graph, running)
        if images:
            lines = tuple(_lines([local_name(image) for image in images], 2))
            canvas.box(Box(part.id, clause(part.title), "deployment", frame, lines, (), status_of(part)))
            for registry in pulled_from(env, graph, images):
                canvas.arrow(registry, part.id, "pulled")
