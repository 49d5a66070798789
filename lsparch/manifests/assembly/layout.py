"""Paths of objects' files: a folder for each namespace, numbers in the order of application."""

import re

from lsparch.k8s.identity import apply_rank
from lsparch.k8s.store import StoredObject

__all__ = ["CLUSTER", "file_name", "object_path"]

CLUSTER = "cluster"
"""Folder of objects that live in no namespace."""

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def object_path(stored: StoredObject) -> str:
    """Return the path of an object's file below the folder of an environment."""
    return f"{stored.namespace or CLUSTER}/{file_name(stored.kind, stored.name)}"


def file_name(kind: str, name: str = "") -> str:
    """Return the name of an object's file, or of the file of all objects of a kind.

    It begins with the place of the kind in the order of application.
    """
    words = [_HUMP.sub("-", kind).lower(), *([name.replace(":", "-")] if name else [])]
    return f"{apply_rank(kind):02d}-{'-'.join(words)}.yaml"
