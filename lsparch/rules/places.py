"""Exact places of values inside lists and mappings that are resolved as one value."""

from lsparch.diagnostics import Place
from lsparch.resolve import Environment, Link
from lsparch.resolve.elements import Resolved

__all__ = ["exact_place", "link_place", "own_place"]


def exact_place(resolved: Resolved, *path: str | int) -> Place:
    """Return the place of a value: inside the element where it is written there, else where it is overridden."""
    if resolved.origin(*path).layer in {"written", "language"}:  # a structure has no origin; its values have
        return resolved.declared.place(*path)
    return own_place(resolved, *path)


def own_place(resolved: Resolved, *path: str | int) -> Place:
    """Return the place of a value; that of the element where the value is a default of the platform."""
    return resolved.declared.place() if resolved.origin(*path).layer == "default" else resolved.place(*path)


def link_place(env: Environment, link: Link, *below: str | int) -> Place:
    """Return the place of a connection, or of a value below it."""
    if link.position < 0:
        return link.place
    return exact_place(env.elements[link.source], "uses", link.position, *below)
