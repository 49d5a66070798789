"""Addresses of the files in which elements are declared, from a template, for links in pictures."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from lsparch.diagnostics import LsparchError
from lsparch.views.chart_plan import BarChart, ChartPlan
from lsparch.views.plan import DiagramPlan
from lsparch.views.plans import Plan
from lsparch.views.sequence_plan import SequencePlan

if TYPE_CHECKING:
    from lsparch.load import Model

__all__ = ["elements_of", "links_to"]

_NAME = re.compile(r"\{([^{}]*)\}")
_ADDRESS = re.compile(r"https?://|\.{0,2}/|[^:]*$")
"""In the web, or relative: nothing that runs when it is followed."""


def links_to(model: "Model", elements: Iterable[str], template: str) -> dict[str, str]:
    """Return the address of each element that is declared, or stands for something that is.

    Parameters
    ----------
    model
        Knows where elements are declared.
    elements
        Ids of what is drawn.
    template
        Address in which ``{file}`` and ``{element}`` are replaced.

    Raises
    ------
    LsparchError
        If the template is not an address, or has no place for an element.
    """
    names = set(_NAME.findall(template))
    for name in sorted(names - {"file", "element"}):
        raise LsparchError(f"--link-base knows {{file}} and {{element}}, not {{{name}}}")
    if not names:
        raise LsparchError("--link-base needs {file} or {element}: https://example.org/model/blob/main/{file}")
    if not _ADDRESS.match(template):
        raise LsparchError(f"--link-base is an address of the web or a relative one, not {template.partition(':')[0]}:")
    found: dict[str, str] = {}
    for element in elements:
        owner = next((name for name in _above(element) if name in model.declared), "")
        if owner:
            file = quote(model.declared[owner].place().file)
            found[element] = template.replace("{file}", file).replace("{element}", quote(owner, safe=""))
    return found


def elements_of(plans: Iterable[Plan]) -> Iterable[str]:
    """Return the id of every box, frame and participant."""
    for plan in plans:
        match plan:
            case DiagramPlan():
                yield from (group.id for group in plan.groups)
                yield from (box.id for box in plan.boxes)
            case SequencePlan():
                yield from (part.id for part in plan.parts)
                yield from (box.id for box in plan.participants)
            case ChartPlan():
                yield from (bar.id for chart in plan.charts if isinstance(chart, BarChart) for bar in chart.bars)


def _above(element: str) -> Iterable[str]:
    """Yield an id, and those of what it may be a part of: ``portal`` for ``portal/pods``."""
    yield element
    yield element.rpartition(".")[0]
    yield element.partition("/")[0]
