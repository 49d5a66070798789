"""Files of a generated configuration: a folder for each namespace, a file for each object, in order of application."""

import re
from collections.abc import Iterator
from typing import Any

from lsparch.k8s.identity import apply_rank
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.manifest_set import ManifestSet, SecretNeed
from lsparch.yaml import emit, emit_all

__all__ = ["layout", "object_path"]

_CLUSTER = "cluster"
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def layout(manifests: ManifestSet) -> dict[str, str]:
    """Return the text of every file, by path.

    Objects of a namespace lie in a folder of its name, those of no namespace in ``cluster``; their files are
    numbered by kind in the order of application. ``index.yaml`` names the model element of each object,
    ``secrets.yaml`` the Secrets that must exist, ``images.txt`` all images.
    """
    found = sorted(((object_path(stored), stored) for stored in manifests.objects), key=lambda pair: pair[0])
    # Written together, because most strings occur in many objects; no line of an object is `---`.
    texts = emit_all(stored.data for _, stored in found).split("\n---\n") if found else []
    files = {path: f"{text.rstrip(chr(10))}\n" for (path, _), text in zip(found, texts, strict=True)}
    files["index.yaml"] = emit({path: stored.element for path, stored in found})
    files["secrets.yaml"] = emit({"secrets": [dict(_need(need)) for need in manifests.secrets]})
    files["images.txt"] = "".join(f"{image}\n" for image in manifests.images)
    return files


def object_path(stored: StoredObject) -> str:
    """Return the path of an object's file below the folder of an environment."""
    kind = _HUMP.sub("-", stored.kind).lower()
    folder = stored.namespace or _CLUSTER
    return f"{folder}/{apply_rank(stored.kind):02d}-{kind}-{stored.name.replace(':', '-')}.yaml"


def _need(need: SecretNeed) -> Iterator[tuple[str, Any]]:
    yield "namespace", need.namespace
    yield "name", need.name
    yield "type", need.type
    yield "element", need.element
    yield "keys", list(need.keys)
    yield "needed-by", list(need.needed_by)
    if need.provider:
        yield "provider", need.provider
    if need.made_from:
        yield "made-from", list(need.made_from)
    if need.templates:
        yield "templates", dict(need.templates)
