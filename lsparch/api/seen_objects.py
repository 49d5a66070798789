"""The Kubernetes objects behind the elements of pictures, as the viewer shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lsparch.api.graph import observed_source
from lsparch.api.object_plans import seen_source
from lsparch.api.platform import Platform
from lsparch.diagnostics import Finding
from lsparch.emit.viewer.document import ObjectData
from lsparch.graph import ArchGraph
from lsparch.k8s.secrecy import HIDDEN, masked_object
from lsparch.outside.memory import collection_paused

if TYPE_CHECKING:
    from lsparch.k8s.store import StoredObject

__all__ = ["SeenSource", "object_data", "seen_objects", "shown_data"]

_FIRST = ("Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job", "Service")
_VALUES = ("data", "stringData")
_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
"""Holds the same object once more, with its values."""


@dataclass(frozen=True)
class SeenSource:
    """Manifests or a cluster as pictures show them."""

    kind: str
    """``manifests`` or ``cluster``."""

    graph: ArchGraph
    objects: tuple["StoredObject", ...]
    behind: Mapping[str, list[int]]
    """Places in `objects` of those behind each node of the graph of objects."""

    @cached_property
    def objects_by_node(self) -> dict[str, list[ObjectData]]:
        """What is behind each node of the graph; of one that stands for several, what is behind each of them."""
        found = {}
        for node in self.graph.nodes():
            members = (node.id, *node.labels.get("members", "").split())
            numbers = {number for member in members for number in self.behind.get(member, ())}
            found[node.id] = [object_data(self.objects[number], number) for number in sorted(numbers, key=self._rank)]
        return found

    def named(self, finding: Finding, source: str) -> Finding:
        """Return a finding about one of the objects as one about the element of the graph that it belongs to."""
        element = self._elements.get((finding.place.file, finding.element), "")
        return replace(finding, element=element, environment=source) if element else finding

    @cached_property
    def _elements(self) -> dict[tuple[str, str], str]:
        """The element that each object belongs to, by file and key: of several, the one that it is itself."""
        found: dict[tuple[str, str], str] = {}
        for node in self.graph.nodes():
            for one in self.objects_by_node[node.id]:
                stored = self.objects[one["number"]]
                key = (stored.origin.file, str(stored.key))
                if node.place == stored.origin or key not in found:
                    found[key] = node.id
        return found

    def _rank(self, number: int) -> tuple[int, int]:
        """Return the place of an object in a list: what runs comes first, then how it is reached."""
        kind = self.objects[number].kind
        return _FIRST.index(kind) if kind in _FIRST else len(_FIRST), number


@collection_paused()
def seen_objects(platform: Platform, source: str) -> SeenSource:
    """Return manifests or a cluster as pictures show them.

    Parameters
    ----------
    platform, source
        As for `lsparch.api.graph.graph_of`.

    Raises
    ------
    LsparchError
        If there is no such source, or the cluster cannot be read.
    UnreadableInputError
        If a manifest cannot be read.
    """
    from lsparch.observe import traces  # noqa: PLC0415

    observed = observed_source(platform, source)
    found = traces(observed.graph, observed.objects)
    behind = {node.removeprefix("/"): numbers for node, numbers in found.items()}
    kind = "cluster" if source.startswith("kube:") else "manifests"
    return SeenSource(kind, seen_source(observed.graph, source), observed.objects, behind)


def object_data(stored: "StoredObject", number: int) -> ObjectData:
    """Return what names an object."""
    return {"kind": stored.kind, "namespace": stored.namespace, "name": stored.name, "number": number}


def shown_data(stored: "StoredObject", known: Iterable[str] = ()) -> Mapping[str, Any]:
    """Return an object without the values of a Secret, and without what kubectl and servers note for themselves.

    Parameters
    ----------
    stored
        The object.
    known
        Secrets in clear that may stand in it; others are told by their names.
    """
    data = {
        key: _hidden(value) if stored.kind == "Secret" and key in _VALUES else value
        for key, value in stored.data.items()
    }
    metadata = data.get("metadata")
    if isinstance(metadata, Mapping):
        data["metadata"] = {
            key: _own(value) if key == "annotations" else value
            for key, value in metadata.items()
            if key != "managedFields"
        }
    shown: Mapping[str, Any] = masked_object(data, known)
    return shown


def _hidden(values: Any) -> Any:
    return dict.fromkeys(values, HIDDEN) if isinstance(values, Mapping) else HIDDEN


def _own(annotations: Any) -> Any:
    if not isinstance(annotations, Mapping):
        return annotations
    return {key: value for key, value in annotations.items() if key != _APPLIED}
