"""What is generated for several versions of Kubernetes: per kind its version, how many there are, and their fields.

`python -m tests.unit.manifests.golden` writes the files again; look at the difference before committing it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lsparch.manifests import ManifestSet

__all__ = ["FOLDER", "VERSIONS", "summary"]

FOLDER = Path(__file__).parent
VERSIONS = ("1.8", "1.18", "1.25", "1.30", "1.37")

_OPEN = frozenset(
    {"labels", "annotations", "data", "matchLabels", "nodeSelector", "selector", "requests", "limits", "hard"}
)
"""Mappings whose keys are names, not fields."""


def summary(manifests: ManifestSet) -> str:
    """Return a line for each kind and one for each of its fields."""
    kinds: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for stored in manifests.objects:
        kinds.setdefault((stored.kind, str(stored.data["apiVersion"])), []).append(stored.data)
    lines = []
    for (kind, version), objects in sorted(kinds.items()):
        lines.append(f"{kind} {version} {len(objects)}")
        fields = {path for data in objects for path in _fields(data, "")}
        lines.extend(f"  {path}" for path in sorted(fields - {"apiVersion", "kind"}))
    return "".join(f"{line}\n" for line in lines)


def _fields(node: Any, path: str) -> Iterator[str]:
    if isinstance(node, Mapping):
        name = path.rpartition(".")[2]
        if not node or (name in _OPEN and all(not isinstance(value, Mapping) for value in node.values())):
            yield path
            return
        for key, value in node.items():
            yield from _fields(value, f"{path}.{key}" if path else str(key))
    elif isinstance(node, list | tuple):
        for item in node:
            yield from _fields(item, f"{path}[]")
    else:
        yield path
