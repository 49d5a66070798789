"""How the local registry fills: with the clean-up that the model declares, and without any."""

from lsparch.models.view import ViewFile
from lsparch.resolve.registry import RegistryUse, registry_use
from lsparch.views.chart_plan import ChartPlan, Course, LineChart
from lsparch.views.given import ViewContext
from lsparch.views.plan import Panel
from lsparch.views.wording import counted

__all__ = ["plan"]

GB = 10**9
SPAN = 365
"""Days shown at least, where nothing fills."""
NONE = "The platform has no registry of its own, or nobody states its size."


def plan(context: ViewContext, view: ViewFile, environment: str) -> ChartPlan:
    """Return the filling of the registry; it is the same in every environment."""
    use = registry_use(context.model)
    title, description = view.title, view.description or ""
    if use is None:
        return ChartPlan(view.view, title, environment, (), (), description, (NONE,))
    capacity, used = float(use.capacity / GB), float(use.used / GB)
    days = max((day for day in (use.days, use.days_uncleaned) if day is not None), default=SPAN)
    last = -(-days * 5 // 4) // 20 * 20 or SPAN
    courses = [Course(_label(use), _points(used, float(use.growth / GB), capacity, last))]
    if use.built > use.growth:
        label = f"if nothing were removed: full in {use.days_uncleaned} days"
        courses.append(Course(label, _points(used, float(use.built / GB), capacity, last), supposed=True))
    chart = LineChart(
        "Space used", "days from now", "GB", tuple(courses), capacity, f"{capacity:g} GB, the space that it has"
    )
    rows = [
        ("in use now", f"{used:g} GB"),
        ("space", f"{capacity:g} GB"),
        ("builds add, before any is removed", f"{float(use.built / GB):g} GB a day"),
        ("growth with the declared clean-up", f"{float(use.growth / GB):g} GB a day"),
    ]
    rows += [
        (f"{name}: tags kept", "all" if image.kept is None else str(image.kept))
        for name, image in context.model.images.items()
        if image.mirrored and image.size is not None and image.size.compressed is not None
    ]
    notes = (f"{counted(use.unknown, 'mirrored image')} of no known size are not counted.",) if use.unknown else ()
    return ChartPlan(view.view, title, environment, (chart,), (Panel("Registry", tuple(rows)),), description, notes)


def _label(use: RegistryUse) -> str:
    return "with the declared clean-up: " + ("does not grow" if use.days is None else f"full in {use.days} days")


def _points(start: float, growth: float, capacity: float, last: int) -> tuple[tuple[float, float], ...]:
    if growth == 0:
        return (0.0, start), (float(last), start)
    full = (capacity - start) / growth
    if full >= last:
        return (0.0, start), (float(last), start + growth * last)
    return (0.0, start), (full, capacity)
