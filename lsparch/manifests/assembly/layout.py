"""Files of a generated configuration: a folder for each namespace, a file for each object, in order of application."""

import re
from collections.abc import Iterator
from typing import Any

from lsparch.k8s.identity import apply_rank
from lsparch.manifests.assembly.manifest_set import ManifestSet, SecretNeed
from lsparch.yaml import emit

__all__ = ["layout"]

_CLUSTER = "cluster"
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def layout(manifests: ManifestSet) -> dict[str, str]:
    """Return the text of every file, by path.

    Objects of a namespace lie in a folder of its name, those of no namespace in ``cluster``; their files are
    numbered by kind in the order of application. ``index.yaml`` names the model element of each object,
    ``secrets.yaml`` the Secrets that must exist, ``images.txt`` all images.
    """
    files: dict[str, str] = {}
    index: dict[str, str] = {}
    for found in manifests.objects:
        kind = _HUMP.sub("-", found.kind).lower()
        path = f"{found.namespace or _CLUSTER}/{apply_rank(found.kind):02d}-{kind}-{found.name.replace(':', '-')}.yaml"
        files[path] = emit(found.data)
        index[path] = found.element
    files = {path: files[path] for path in sorted(files)}
    files["index.yaml"] = emit({path: index[path] for path in sorted(index)})
    files["secrets.yaml"] = emit({"secrets": [dict(_need(need)) for need in manifests.secrets]})
    files["images.txt"] = "".join(f"{image}\n" for image in manifests.images)
    return files


def _need(need: SecretNeed) -> Iterator[tuple[str, Any]]:
    yield "namespace", need.namespace
    yield "name", need.name
    yield "type", need.type
    yield "element", need.element
    yield "keys", list(need.keys)
    yield "needed-by", list(need.needed_by)
    if need.provider:
        yield "provider", need.provider
    if need.templates:
        yield "templates", dict(need.templates)
