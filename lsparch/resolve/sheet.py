"""Values of an object on Kubernetes, collected with the places where the model states them."""

from collections.abc import Mapping
from types import MappingProxyType

from lsparch.diagnostics import Place
from lsparch.graph import Leaf, Origin
from lsparch.graph.kinds import Scalar
from lsparch.resolve.elements import Resolved

__all__ = ["Sheet"]


class Sheet:
    """Values of one object, by name.

    Parameters
    ----------
    resolved
        Element that states them; None if a place is given.
    place
        Place of all of them, if there is no element.
    """

    def __init__(self, resolved: Resolved | None, place: Place | None = None) -> None:
        self._resolved = resolved
        self._place = place
        self._leaves: dict[str, Leaf] = {}

    @property
    def leaves(self) -> Mapping[str, Leaf]:
        """The values so far."""
        return MappingProxyType(self._leaves)

    def put(self, name: str, value: Scalar, *path: str | int) -> None:
        """Write down a value that the element states at a path; nothing if it is None."""
        if self._place is None and self._resolved is not None:
            self.put_from(self._resolved, name, value, *path)
        elif value is not None:
            self._leaves[name] = Leaf(value, Origin("written", self._place))

    def put_from(self, resolved: Resolved, name: str, value: Scalar, *path: str | int) -> None:
        """Write down a value that another element states at a path; nothing if it is None."""
        if value is not None:
            self._leaves[name] = Leaf(value, resolved.origin(*path))
