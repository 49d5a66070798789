"""Reading Kubernetes objects out of files, each with its place."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.diagnostics import Finding, Place, Severity, UnreadableInputError
from lsparch.k8s.identity import object_key
from lsparch.k8s.store import StoredObject
from lsparch.yaml import Dialect, YamlMap, read

__all__ = ["read_objects"]

_NO_OBJECTS = frozenset({"index.yaml", "secrets.yaml"})
"""Generated files that tell people and secret stores about the objects, and hold none."""


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
    objects: list[StoredObject] = []
    findings: list[Finding] = []
    for name in sorted(files):
        result = read(files[name], name, Dialect.KUBECTL)
        findings.extend(result.findings)
        for document in result.documents:
            if document.root is None or _is_known(name, document.root):
                continue
            for item in _items(document.root):
                fault = _fault(item)
                place = _start(item, name, document.line)
                if fault:
                    findings.append(
                        Finding("DRF010", Severity.ERROR, place, fault, "leave files out that hold no objects")
                    )
                else:
                    objects.append(StoredObject(item, place, written=True))
    if findings:
        raise UnreadableInputError(findings)
    return tuple(objects)


def _is_known(name: str, root: Any) -> bool:
    """Tell whether a document belongs to a known file beside the objects."""
    if not isinstance(root, Mapping):
        return False
    if str(root.get("apiVersion", "")).startswith("kustomize.config.k8s.io/"):
        return True
    return name.rpartition("/")[2] in _NO_OBJECTS and "apiVersion" not in root and "kind" not in root


def _items(root: Any) -> Iterator[Any]:
    is_list = isinstance(root, Mapping) and str(root.get("kind", "")).endswith("List")
    if is_list and isinstance(root.get("items"), list):
        for item in root["items"]:
            yield from _items(item)
    else:
        yield root


def _fault(item: Any) -> str:
    if not isinstance(item, Mapping):
        return "not a Kubernetes object: a mapping is wanted"
    try:
        object_key(item)
    except ValueError as error:
        return str(error)
    return ""


def _start(item: Any, file: str, line: int) -> Place:
    return Place(file, item.line, item.column) if isinstance(item, YamlMap) else Place(file, line)
