"""Kubernetes objects as they stand in files, each with its place."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lsparch.diagnostics import Finding, Place, Severity
from lsparch.k8s.identity import ObjectKey, object_key
from lsparch.k8s.store import StoredObject
from lsparch.yaml import Dialect, YamlMap, read

__all__ = ["ObjectsRead", "scan_objects"]

_NO_OBJECTS = frozenset({"index.yaml", "secrets.yaml"})
"""Generated files that tell people and secret stores about the objects, and hold none."""


_OF_CHARTS = frozenset({"chart.yaml", "values.yaml"})
"""Generated files about a chart of others, in a folder of its own below ``foreign``."""

_RENDER = "render the chart first: helm template … | lsparch check -"
_TWICE = "YAML007"
_JOINED = "files that are put together need a line `---` between them; name their folder instead"


@dataclass(frozen=True, slots=True)
class ObjectsRead:
    """What some files hold."""

    objects: tuple[StoredObject, ...]
    strangers: tuple[Finding, ...]
    """Documents that can be read and are no objects."""

    unreadable: tuple[Finding, ...]
    """What keeps files from being read."""


def scan_objects(files: Mapping[str, bytes | str]) -> ObjectsRead:
    """Return every object of some manifests, in the order of the files' names, and beside them what is none.

    Several documents to a file, lists as ``kubectl get -o yaml`` prints them and empty documents are read.

    Parameters
    ----------
    files
        Content by name; the names stand in findings.
    """
    objects: list[StoredObject] = []
    strangers: list[Finding] = []
    unreadable: list[Finding] = []
    unnamed: Counter[ObjectKey] = Counter()
    for name in sorted(files):
        result = read(files[name], name, Dialect.KUBECTL)
        template = bool(result.findings) and _is_template(files[name])
        unreadable.extend(replace(f, help=_help_of(f, template=template)) for f in result.findings)
        for document in result.documents:
            if document.root is None or _is_known(name, document.root):
                continue
            for item in _items(document.root):
                fault = _fault(item)
                place = _start(item, name, document.line)
                if fault:
                    strangers.append(Finding("DRF010", Severity.ERROR, place, fault, _advice(item)))
                else:
                    found = StoredObject(item, place, written=True)
                    if not found.is_named:
                        unnamed[found.key] += 1
                        found = replace(found, number=unnamed[found.key])
                    objects.append(found)
    return ObjectsRead(tuple(objects), tuple(strangers), tuple(unreadable))


def _help_of(fault: Finding, *, template: bool) -> str:
    """Return what to do about a text that is no YAML."""
    if fault.code == _TWICE:
        return _JOINED if fault.place.column == 1 else fault.help
    return _RENDER if template else fault.help


def _is_template(content: bytes | str) -> bool:
    """Tell whether a text that is not YAML is one of a chart."""
    return b"{{" in (content.encode() if isinstance(content, str) else content)


def _advice(item: Any) -> str:
    """Say what makes an object of what is none: the keys that it lacks."""
    given = item if isinstance(item, Mapping) else {}
    metadata = given.get("metadata")
    lacking = [key for key in ("apiVersion", "kind") if not given.get(key)]
    if not (isinstance(metadata, Mapping) and metadata.get("name")):
        lacking.append("metadata.name")
    if len(lacking) in {0, 3}:
        return "add apiVersion, kind and metadata.name, or leave the file out"
    return f"add {' and '.join(lacking)}, or leave the file out"


def _is_known(name: str, root: Any) -> bool:
    """Tell whether a document belongs to a known file beside the objects."""
    if not isinstance(root, Mapping):
        return False
    if str(root.get("apiVersion", "")).startswith("kustomize.config.k8s.io/"):
        return True
    folders, _, file = name.rpartition("/")
    beside = file in _NO_OBJECTS or (file in _OF_CHARTS and folders.split("/")[-2:-1] == ["foreign"])
    return beside and "apiVersion" not in root and "kind" not in root


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
