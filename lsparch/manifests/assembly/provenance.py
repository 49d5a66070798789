"""Provenance: which model element an object comes from, with a digest of what it was made of."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from lsparch.manifests.assembly.site import Site

__all__ = ["stamp"]

_DIGESTED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)


def stamp(site: Site, data: dict[str, Any], element: str) -> None:
    """Write provenance on the metadata of an object that was changed, or that is not ours.

    Parameters
    ----------
    site
        The environment.
    data
        The object; it is changed in place.
    element
        Id of the model element from which it comes.
    """
    metadata = data["metadata"]
    ours = {site.key("element"), site.key("digest")}
    annotations = metadata.get("annotations")
    given = {k: v for k, v in annotations.items() if k not in ours} if isinstance(annotations, Mapping) else {}
    bare = {**data, "metadata": {key: value for key, value in metadata.items() if key != "annotations"}}
    digest = hashlib.sha256(_DIGESTED.encode([bare, given]).encode()).hexdigest()[:16]
    if not isinstance(annotations, dict):
        annotations = metadata["annotations"] = {}
    annotations[site.key("element")] = element
    annotations[site.key("digest")] = digest
