"""What a model does not know for sure: what is open, planned or assumed, with its source."""

from collections.abc import Iterator
from dataclasses import dataclass

from lsparch.diagnostics import Place
from lsparch.load import Declared, Model
from lsparch.load.names import split_member
from lsparch.models.element import Element

__all__ = ["Unsettled", "unsettled_elements", "unsettled_values"]

QUESTIONS = "option"
"""Kind of what is a question itself."""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """One thing of which the model is not sure."""

    element: str
    title: str
    status: str
    source: str
    """Title of the document that names it; empty if there is none."""

    why: str
    place: Place


def unsettled_elements(model: Model) -> Iterator[Unsettled]:
    """Yield every element that is open, planned or assumed, but for undecided questions; in the order of their ids.

    What is below an element of the same status is not told again.
    """
    for declared in model.declared.values():
        element = declared.element
        if not isinstance(element, Element) or element.status == "known" or declared.kind == QUESTIONS:
            continue
        above = model.declared.get(split_member(declared.id)[0]) if "." in declared.id else None
        if above is not None and above.id != declared.id and getattr(above.element, "status", "") == element.status:
            continue
        yield Unsettled(
            declared.id,
            element.title or "",
            element.status,
            source_of(model, declared),
            element.note or "",
            declared.place(key=True),
        )


def unsettled_values(model: Model) -> Iterator[Unsettled]:
    """Yield every value that is assumed, with the reason for the choice; in the order of the ids."""
    for declared in model.declared.values():
        element = declared.element
        if isinstance(element, Element):
            for path, reason in element.assumed.items():
                place = declared.place("assumed", path, key=True)
                source = source_of(model, declared)
                yield Unsettled(f"{declared.id} {path}", element.title or "", "assumed", source, reason, place)


def source_of(model: Model, declared: Declared) -> str:
    """Return the title of the document that names an element, or the part in which it stands."""
    element = declared.element
    named = element.source if isinstance(element, Element) else None
    if named is None and declared.part:
        named = model.parts[declared.part].source
    found = model.sources.get((named or "").removeprefix("source/"))
    return (found.title or named or "") if found is not None else ""
