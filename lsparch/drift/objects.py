"""Reading Kubernetes objects out of files, each with its place."""

from collections.abc import Mapping

from lsparch.diagnostics import UnreadableInputError
from lsparch.k8s.documents import ObjectsRead, scan_objects
from lsparch.k8s.store import StoredObject

__all__ = ["ObjectsRead", "read_objects", "scan_objects"]


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
