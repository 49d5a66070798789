"""Data: which environments hold or await which datasets, and who reads their tables."""

from lsparch.graph import EdgeKind
from lsparch.models.catalogue import Dataset
from lsparch.models.view import ViewFile
from lsparch.views.canvas import Canvas
from lsparch.views.context import ViewContext
from lsparch.views.elements import component_box, part_frame
from lsparch.views.plan import Box, DiagramPlan, Group, Status
from lsparch.views.wording import clause, joined

__all__ = ["plan"]

DATA = "datasets"


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return all datasets; with the environments that hold them, or with one environment alone."""
    canvas = Canvas(view, context.symbology, environment)
    graph = context.graphs[environment or context.default]
    names = [environment] if environment else list(context.model.environments)
    readers = {
        f"{node.id}": component_box(context.symbology, graph, node.id, None, full=False)
        for node in graph.nodes()
        if any(_is_dataset(context, edge.target) for edge in graph.out_edges(node.id, EdgeKind.READS))
    }
    for identifier, box in readers.items():
        frame = canvas.frame(part_frame(context.model, graph, graph.node(identifier).part, None))
        canvas.box(Box(identifier, box.label, box.symbol, frame, box.details, (), box.status, box.description))
    frame = canvas.frame(Group(DATA, "Datasets", "platform"))
    for name, dataset in context.model.datasets.items():
        canvas.box(_dataset_box(name, dataset, frame))
    for name in names:
        _add_environment(canvas, context, name)
    for node in graph.nodes():
        for edge in graph.out_edges(node.id, EdgeKind.READS):
            canvas.arrow(node.id, edge.target.partition(".")[0], "reads")
    return canvas.plan()


def _is_dataset(context: ViewContext, identifier: str) -> bool:
    return identifier.partition(".")[0].removeprefix("dataset/") in context.model.datasets


def _dataset_box(name: str, dataset: Dataset, frame: str) -> Box:
    size = dataset.footprint.size
    details = (
        clause(dataset.title or ""),
        joined(dataset.tables),
        f"{size} × {dataset.footprint.copies * dataset.footprint.formats}" if size else "",
        f"{dataset.visits} visits" if dataset.visits else "",
        f"epochs: {dataset.epochs}" if dataset.epochs else "",
        dataset.available or "",
        "proprietary" if dataset.proprietary else "",
        f"priority {dataset.priority}" if dataset.priority != "normal" else "",
        f"decides {dataset.decides}" if dataset.decides else "",
    )
    title = dataset.title or name
    return Box(
        f"dataset/{name}", name, "dataset", frame, tuple(filter(None, details)), (), Status(dataset.status), title
    )


def _add_environment(canvas: Canvas, context: ViewContext, name: str) -> None:
    env = context.environments[name]
    relations = [("holds", "known"), ("plans", "planned")]
    found = [(text, status) for key, status in relations for text in env.effective.lists[key]]
    if not found:
        return
    title = env.effective.environment.title or name
    canvas.box(
        Box(f"environment/{name}", name, "environment", None, (clause(title), env.exposure), (), description=title)
    )
    for text, status in found:
        dataset = env.qualify(text, ("dataset",), "")
        canvas.arrow(f"environment/{name}", dataset, "holds", "", status)
