"""Reading Kubernetes objects out of files, each with its place."""

from collections.abc import Iterable, Mapping
from typing import Any

from lsparch.diagnostics import Place, UnreadableInputError
from lsparch.k8s.documents import ObjectsRead, scan_objects
from lsparch.k8s.identity import ObjectKey, object_key
from lsparch.k8s.store import StoredObject

__all__ = ["ObjectsRead", "live_objects", "live_place", "read_objects", "scan_objects"]


def read_objects(files: Mapping[str, bytes | str]) -> tuple[StoredObject, ...]:
    """Return every object of some manifests, in the order of the files' names.

    Several documents to a file, lists as ``kubectl get -o yaml`` prints them and empty documents are read.

    Parameters
    ----------
    files
        Content by name; the names stand in findings.

    Raises
    ------
    UnreadableInputError
        If any document cannot be parsed or is no object; it has every finding of every file.
    """
    found = scan_objects(files)
    if found.unreadable or found.strangers:
        raise UnreadableInputError([*found.unreadable, *found.strangers])
    return found.objects


def live_objects(cluster: str, objects: Iterable[Mapping[str, Any]]) -> tuple[StoredObject, ...]:
    """Return objects of a cluster in the order of what names them, each with a place.

    Parameters
    ----------
    cluster
        Name of the cluster in findings, such as ``kube:production``.
    objects
        The objects.
    """
    found = ((object_key(data), data) for data in objects)
    return tuple(StoredObject(data, live_place(cluster, key)) for key, data in sorted(found, key=lambda one: one[0]))


def live_place(cluster: str, key: ObjectKey) -> Place:
    """Return the place of an object of a cluster: ``kube:CONTEXT/NAMESPACE/Kind/name``."""
    return Place("/".join(filter(None, (cluster, key.namespace, key.kind, key.name))))
