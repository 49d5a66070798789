"""Data: which environments hold or await which datasets, and who reads their tables."""

from dataclasses import replace

from lsparch.models.catalogue import Dataset
from lsparch.models.view import ViewFile
from lsparch.views.canvas import Canvas
from lsparch.views.elements import component_box, part_frame
from lsparch.views.given import ViewContext
from lsparch.views.plan import Box, DiagramPlan, Status
from lsparch.views.wording import clause, joined

__all__ = ["plan"]


def plan(context: ViewContext, view: ViewFile, environment: str) -> DiagramPlan:
    """Return all datasets; with the environments that hold them, or with one environment alone."""
    canvas = Canvas(view, context.symbology, environment)
    graph = context.graphs[environment or context.default]
    names = [environment] if environment else list(context.model.environments)
    readers = [(reader, name) for name, dataset in context.model.datasets.items() for reader in _readers(dataset)]
    for reader in sorted({reader for reader, _ in readers}):
        if reader in graph:
            frame = canvas.frame(part_frame(graph, graph.node(reader).part, None))
            box = component_box(context.symbology, graph, reader, frame, full=False)
            canvas.box(replace(box, badges=()))
    for name, dataset in context.model.datasets.items():
        canvas.box(_dataset_box(name, dataset))
    for name in names:
        _add_environment(canvas, context, name)
    for reader, name in readers:
        canvas.arrow(reader, f"dataset/{name}", "reads", "", context.model.datasets[name].status)
    return canvas.plan()


def _readers(dataset: Dataset) -> list[str]:
    return list(dict.fromkeys(reader for table in dataset.tables.values() for reader in table.readers))


def _dataset_box(name: str, dataset: Dataset) -> Box:
    size = dataset.footprint.size
    details: tuple[str, ...] = (
        clause(dataset.title or name),
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
    if details[0].casefold() == name:
        details = details[1:]
    return Box(
        f"dataset/{name}", name, "dataset", None, tuple(filter(None, details)), (), Status(dataset.status), title
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
